import { offsetMinutesAt } from '../../lib/zone.ts';

const MINUTE_MS = 60_000;

/** `2026-11-22 14:05:09` on the local clock of a zone. */
export function localStamp(zone: string, ms: number): string {
  const local = new Date(ms + offsetMinutesAt(zone, ms) * MINUTE_MS);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}

/** `2026-11-22 14:05` of an ISO 8601 time. */
export function localMinute(zone: string, iso: string): string {
  return localStamp(zone, Date.parse(iso)).slice(0, 16);
}
