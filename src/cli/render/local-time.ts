import { offsetMinutesAt } from '../../lib/zone.ts';

const MINUTE_MS = 60_000;

/** `2026-11-22 14:05` in a zone, of an instant in ISO 8601; empty for none. */
export function formatLocalTime(zone: string, iso: string | null): string {
  return iso === null ? '' : localIso(zone, iso).slice(0, 16).replace('T', ' ');
}

/** `14:05:09` in a zone, of an instant in ISO 8601. */
export function formatLocalClock(zone: string, iso: string): string {
  return localIso(zone, iso).slice(11, 19);
}

/** `11-22 14:05:09` in a zone, of an instant in ISO 8601. */
export function formatLocalMoment(zone: string, iso: string): string {
  return localIso(zone, iso).slice(5, 19).replace('T', ' ');
}

function localIso(zone: string, iso: string): string {
  const ms = Date.parse(iso);
  return new Date(ms + offsetMinutesAt(zone, ms) * MINUTE_MS).toISOString();
}
