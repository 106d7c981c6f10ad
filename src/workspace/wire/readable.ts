/** A segment is written only as its readers will take it: one turn out of bounds must not cost the others their place. */
import type { SharedTitle, SharedTurn } from '../../contract/shared-turn.ts';
import { LIMITS } from './limits.ts';
import { decodeSegment, encodeSegment, type SegmentHeader } from './segment.ts';
import { WireError } from './untrusted.ts';

export interface ReadableSegment {
  readonly body: Buffer;
  /** The turns in it. */
  readonly turns: readonly SharedTurn[];
  /** Turns that no reader would take, whatever is cut from their names. */
  readonly unfit: number;
}

/** Encodes what readers take. Long names are cut; titles that do not fit are left out. */
export function encodeReadable(
  header: SegmentHeader,
  turns: readonly SharedTurn[],
  titles: readonly SharedTitle[],
): ReadableSegment {
  const short = titles.map((t) => ({ ...t, text: cut(t.text) }));
  const whole = tryEncode(header, turns, short) ?? tryEncode(header, turns, []);
  if (whole) return { body: whole, turns, unfit: 0 };
  const fit = fitting(header, turns);
  const body = tryEncode(header, fit, short) ?? encodeSegment(header, fit);
  return { body, turns: fit, unfit: turns.length - fit.length };
}

/** Halves until what does not fit is alone. */
function fitting(header: SegmentHeader, turns: readonly SharedTurn[]): SharedTurn[] {
  const [only] = turns;
  if (only === undefined || tryEncode(header, turns, [])) return [...turns];
  if (turns.length === 1) {
    const shortened = { ...only, branch: cut(only.branch), projectName: cut(only.projectName) };
    return tryEncode(header, [shortened], []) ? [shortened] : [];
  }
  const middle = turns.length >> 1;
  return [...fitting(header, turns.slice(0, middle)), ...fitting(header, turns.slice(middle))];
}

function tryEncode(
  header: SegmentHeader,
  turns: readonly SharedTurn[],
  titles: readonly SharedTitle[],
): Buffer | undefined {
  const body = encodeSegment(header, turns, titles);
  try {
    decodeSegment(body);
    return body;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

const cut = (text: string): string => text.slice(0, LIMITS.nameLength);
