/** The days of a zone in a form that every reader can compare with its own, whatever its zone data say. */
import { QUARTER_MS } from '../contract/units.ts';
import { offsetSegments } from '../lib/zone.ts';
import type { HomeCalendar } from './slices.ts';

/** Every timestamp a source lets through lies between. */
const FIRST_MS = Date.UTC(2000, 0, 1);
const LAST_MS = Date.UTC(2101, 0, 1);

const written = new Map<string, string>();

/**
 * JSON of [low, high, shift, epoch], ascending, without gaps: in the quarters [low, high) since 1970 the local clock is
 * `shift` quarters ahead of UTC and prices are those of the epoch. Throws `usage` for an unknown zone.
 */
export function stretchesOf({ zone, epochs }: HomeCalendar): string {
  const key = `${zone} ${epochs.join()}`;
  const known = written.get(key);
  if (known !== undefined) return known;
  const made = JSON.stringify(stretches(zone, epochs));
  written.set(key, made);
  return made;
}

function stretches(zone: string, epochs: readonly number[]): number[][] {
  const segments = offsetSegments(zone, FIRST_MS, LAST_MS);
  const changes = epochs.map((ms) => Math.ceil(ms / QUARTER_MS));
  const starts = new Set([...segments.map((s) => Math.ceil(s.startMs / QUARTER_MS)), ...changes]);
  const last = LAST_MS / QUARTER_MS;
  const cuts = [...starts].filter((q) => q >= FIRST_MS / QUARTER_MS && q < last).sort((a, b) => a - b);
  return cuts.map((low, i) => {
    const segment = segments.findLast((s) => Math.ceil(s.startMs / QUARTER_MS) <= low);
    return [low, cuts[i + 1] ?? last, (segment?.offsetMinutes ?? 0) / 15, changes.filter((q) => q <= low).length];
  });
}
