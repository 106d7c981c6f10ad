import { toLocalDay } from '../../contract/units.ts';
import type { UsageCell } from '../ledger.ts';
import type { WholeCell } from '../reader/usage-cells.ts';
import type { Field } from './fields.ts';
import type { RollupColumns } from './rollup-columns.ts';
import type { ShelvedTable } from './shelf.ts';

/** Makes the cell of a row, which names the fields: sums are those at `at`. */
export function cellMaker(
  shelved: ShelvedTable,
  fields: readonly Field[],
  sums: RollupColumns['sums'],
  { classId, epoch }: RollupColumns['prices'],
): (row: number, at: number) => UsageCell {
  const valuesOf = (field: Field): Int32Array | undefined =>
    fields.includes(field) ? shelved.field(field).values : undefined;
  const [day, hour, weekday, quarter] = [valuesOf('day'), valuesOf('hour'), valuesOf('weekday'), valuesOf('quarter')];
  const [session, project] = [valuesOf('session'), valuesOf('project')];
  const [machine, side] = [valuesOf('machine'), valuesOf('side')];
  const price = shelved.field(fields.includes('rate') ? 'rate' : 'price').values;
  return (row, at) => {
    const cell: WholeCell = {
      day: day && toLocalDay(day[row]!),
      hour: hour?.[row],
      weekday: weekday?.[row],
      quarter: quarter?.[row],
      session: session?.[row],
      project: project?.[row],
      machine: machine?.[row],
      side: side?.[row],
      classId: classId[price[row]!],
      epoch: epoch[price[row]!],
      turns: sums.turns[at],
      unfinal: sums.unfinal[at],
      input: sums.input[at],
      output: sums.output[at],
      cache5m: sums.cache5m[at],
      cache1h: sums.cache1h[at],
      cacheRead: sums.cacheRead[at],
      webSearches: sums.webSearches[at],
    };
    // A field that was not asked for is there and undefined.
    return cell as UsageCell;
  };
}
