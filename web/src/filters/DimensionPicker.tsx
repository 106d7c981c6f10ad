import * as Popover from '@radix-ui/react-popover';
import { useState } from 'react';
import type { FilterOption } from '../../../src/contract/reports/filter-options.ts';
import { formatCompact } from '../format/numbers.ts';
import { toggled, type Dimension } from '../search.ts';
import { usePatchSearch } from '../state.ts';
import { slotColour } from '../theme/colours.ts';
import { Swatch } from '../ui/Swatch.tsx';

interface Props {
  readonly dimension: Dimension;
  readonly name: string;
  readonly options: readonly FilterOption[];
  readonly chosen: readonly string[];
}
/** Options drawn at once; the field above narrows to the others. */
const SHOWN = 200;

/** Several of a dimension, with a field to find them. Nothing chosen means all. */
export function DimensionPicker({ dimension, name, options, chosen }: Props) {
  const patch = usePatchSearch();
  const [text, setText] = useState('');
  const found = options.filter((o) => o.name.toLowerCase().includes(text.toLowerCase()));
  return (
    <Popover.Root onOpenChange={() => setText('')}>
      <Popover.Trigger
        className="choice"
        data-on={chosen.length > 0}
        disabled={options.length === 0}
        data-testid={`filter-${dimension}`}
      >
        {name}
        {chosen.length > 0 && ` · ${chosen.length}`}
        <svg aria-hidden viewBox="0 0 10 6" className="ml-1.5 inline-block w-2 align-middle">
          <path d="M1 1l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={8}
          collisionPadding={12}
          className="z-40 w-80 max-w-[calc(100vw-1.5rem)] border bg-raised shadow-[0_10px_30px_-18px_rgb(0_0_0/0.5)]"
        >
          {options.length > 8 && (
            <input
              type="search"
              aria-label={`Find in ${name.toLowerCase()}`}
              placeholder={`Find in ${name.toLowerCase()}`}
              value={text}
              className="w-full border-b bg-transparent px-4 py-2.5 text-sm"
              onChange={(event) => setText(event.target.value)}
            />
          )}
          <div role="group" aria-label={name} className="max-h-80 overflow-y-auto py-1.5">
            {found.slice(0, SHOWN).map((option) => (
              <label
                key={option.id}
                className="flex cursor-pointer items-center gap-3 px-4 py-1.5 text-sm hover:bg-wash"
              >
                <input
                  type="checkbox"
                  className="accent-ink"
                  checked={chosen.includes(option.id)}
                  onChange={() => patch({ [dimension]: toggled(chosen, option.id) })}
                />
                {option.slot >= 0 && <Swatch colour={slotColour(option.slot)} />}
                <span className="min-w-0 flex-1 truncate" title={option.name}>
                  {option.name}
                </span>
                <span className="label">{formatCompact(option.turns)}</span>
              </label>
            ))}
            {found.length === 0 && <p className="label px-4 py-2">None has “{text}” in its name.</p>}
            {found.length > SHOWN && <p className="label px-4 py-2">{found.length - SHOWN} more: type to find them.</p>}
          </div>
          <div className="flex justify-between border-t px-4 py-2 text-xs text-soft">
            <span>Turns over all time</span>
            <button
              type="button"
              className="hover:text-ink disabled:invisible"
              disabled={chosen.length === 0}
              onClick={() => patch({ [dimension]: undefined })}
            >
              All {name.toLowerCase()}
            </button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
