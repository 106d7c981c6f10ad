import type { TurnRow, UsageCell } from '../ledger/ledger.ts';
import { epochOf } from '../pricing/price-table.ts';

/** A turn as a cell of one, so that it is priced and summed like every other. */
export function cellOfTurn(turn: TurnRow, epochs: readonly number[]): UsageCell {
  return {
    input: turn.input,
    output: turn.output,
    cache5m: turn.cache5m,
    cache1h: turn.cache1h,
    cacheRead: turn.cacheRead,
    classId: turn.classId,
    epoch: epochOf(epochs, turn.timestampMs),
    turns: 1,
    unfinal: turn.final ? 0 : 1,
    webSearches: turn.webSearches,
  };
}
