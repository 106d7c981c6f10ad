import * as Popover from '@radix-ui/react-popover';
import { useState } from 'react';
import type { RangeName } from '../../../src/contract/filters.ts';
import { formatRange } from '../format/dates.ts';
import { DEFAULT_RANGE } from '../search.ts';
import { usePatchSearch, useSearchState } from '../state.ts';

const NAMES: readonly (readonly [RangeName, string, full: string])[] = [
  ['today', 'Today', 'Today'],
  ['week', 'Week', 'This week'],
  ['month', 'Month', 'This month'],
  ['prev-month', 'Last month', 'Last month'],
  ['7d', '7 d', '7 days'],
  ['30d', '30 d', '30 days'],
  ['90d', '90 d', '90 days'],
  ['all', 'All', 'All time'],
];

/** The range: a line of words, a native list on a phone, and two dates for anything else. */
export function RangePicker({
  first,
  last,
}: {
  readonly first?: string | undefined;
  readonly last?: string | undefined;
}) {
  const { range = DEFAULT_RANGE, since, until } = useSearchState();
  const patch = usePatchSearch();
  const choose = (next: RangeName): void =>
    patch({ range: next, since: undefined, until: undefined, bucket: undefined });
  const custom = range === 'custom' && since && until ? formatRange(since, until) : 'Dates';
  return (
    <div className="flex items-center gap-x-1 max-rail:flex-1 rail:-ml-2">
      <div role="group" aria-label="Range" className="flex max-rail:hidden">
        {NAMES.map(([id, name, full]) => (
          <button
            key={id}
            type="button"
            title={full}
            aria-pressed={id === range}
            className="choice"
            onClick={() => choose(id)}
          >
            {name}
          </button>
        ))}
      </div>
      <select
        aria-label="Range"
        value={range}
        className="bg-transparent py-1 pr-2 text-sm font-semibold rail:hidden"
        onChange={(event) => choose(event.target.value as RangeName)}
      >
        {NAMES.map(([id, , full]) => (
          <option key={id} value={id}>
            {full}
          </option>
        ))}
        {range === 'custom' && <option value="custom">{custom}</option>}
      </select>
      <Dates
        key={`${since}-${until}`}
        label={custom}
        on={range === 'custom'}
        since={since ?? first}
        until={until ?? last}
        min={first}
        max={last}
      />
    </div>
  );
}

interface DatesProps {
  readonly label: string;
  readonly on: boolean;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly min: string | undefined;
  readonly max: string | undefined;
}

function Dates({ label, on, since, until, min, max }: DatesProps) {
  const patch = usePatchSearch();
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState(since ?? '');
  const [to, setTo] = useState(until ?? '');
  const apply = (): void => {
    const [first, last] = from <= to ? [from, to] : [to, from];
    patch({ range: 'custom', since: first, until: last, bucket: undefined });
    setOpen(false);
  };
  const field = 'block w-full border bg-paper px-2 py-1 mt-1 text-sm';
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="choice" data-on={on}>
        {label}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={8}
          collisionPadding={12}
          className="z-40 border bg-raised p-4 shadow-[0_10px_30px_-18px_rgb(0_0_0/0.5)]"
        >
          <form
            className="grid grid-cols-2 gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              apply();
            }}
          >
            <label className="label">
              First day
              <input
                type="date"
                required
                value={from}
                min={min}
                max={max}
                className={field}
                onChange={(e) => setFrom(e.target.value)}
              />
            </label>
            <label className="label">
              Last day
              <input
                type="date"
                required
                value={to}
                min={min}
                max={max}
                className={field}
                onChange={(e) => setTo(e.target.value)}
              />
            </label>
            <button className="col-span-2 bg-ink px-3 py-1.5 text-sm text-paper">Show these days</button>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
