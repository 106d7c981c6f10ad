import type { ReactNode } from 'react';
import type { DayRun } from '../../../src/contract/reports/machine-room.ts';
import { formatDay, formatInstant } from '../format/dates.ts';
import { formatCompact, formatCount, plural } from '../format/numbers.ts';
import { toggled } from '../search.ts';
import { usePatchSearch, useSearchState } from '../state.ts';
import { CLASS_COLOUR, CLASS_NAME } from '../theme/colours.ts';
import { Swatch } from '../ui/Swatch.tsx';
import type { Asked } from './change/asked.ts';
import type { RowProps } from './row-props.ts';
import { skewOf, versionOf } from './standing.ts';

/** All that is known of one machine, and what can be said of it. */
export function MachineDetail(props: RowProps) {
  return (
    <div className="grid gap-x-12 gap-y-6 bg-wash px-5 py-5 md:grid-cols-2 rail:grid-cols-3">
      <Used {...props} />
      <div className="grid content-start gap-6 rail:contents">
        <Known {...props} />
        <Said {...props} />
      </div>
    </div>
  );
}

function Facts({ title, rows }: { title: string; rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <div>
      <h3 className="mb-2 text-sm font-semibold">{title}</h3>
      <dl className="text-sm">
        {rows.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4 border-t py-1">
            <dt className="text-soft">{name}</dt>
            <dd className="min-w-0 text-right break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Used({ machine, report }: RowProps) {
  const classes = [
    ['cacheRead', machine.cacheReadTokens],
    ['cacheWrite5m', machine.cacheCreation5mTokens],
    ['cacheWrite1h', machine.cacheCreation1hTokens],
    ['input', machine.inputTokens],
    ['output', machine.outputTokens],
  ] as const;
  const rows: [string, ReactNode][] = classes.map(([id, tokens]) => [
    CLASS_NAME[id],
    <span key={id} className="inline-flex items-center gap-2" title={formatCount(tokens)}>
      {formatCompact(tokens)}
      <Swatch colour={CLASS_COLOUR[id]} className="size-2" />
    </span>,
  ]);
  const quiet = machine.longestGap
    ? `${plural(machine.longestGap.days, 'day')}, ${runText(machine.longestGap)}`
    : 'none';
  return (
    <Facts
      title="Used in this range"
      rows={[
        ['Turns', formatCount(machine.turns)],
        ['Sessions', formatCount(machine.sessions)],
        ...rows,
        ['Active days', `${formatCount(machine.activeDays)}${daysOf(report.meta)}`],
        ['Longest gap', quiet],
      ]}
    />
  );
}

const daysOf = (meta: { since: string | null; until: string | null }): string =>
  meta.since && meta.until ? ` between ${formatDay(meta.since)} and ${formatDay(meta.until)}` : '';
const runText = ({ since, until }: DayRun): string =>
  since === until ? formatDay(since) : `${formatDay(since)} – ${formatDay(until)}`;

function Known({ machine, standing, report }: RowProps) {
  const zone = report.meta.timezone;
  const rows: [string, ReactNode][] = [
    ['Last turn in range', machine.lastTurn ? formatInstant(machine.lastTurn, zone) : 'none'],
    [
      'Last heard',
      machine.self ? 'this machine' : machine.lastHeard ? formatInstant(machine.lastHeard, zone) : 'never',
    ],
  ];
  if (machine.unheard)
    rows.push(['Without word', `${plural(machine.unheard.days, 'day')}, ${runText(machine.unheard)}`]);
  if (standing) rows.push(['Figures', <Standing key="s" warns={standing.warns} text={standing.sentence} />]);
  const skew = skewOf(standing?.papers);
  if (skew) rows.push(['Clock', <Standing key="c" warns text={`${skew} of this machine’s`} />]);
  rows.push(
    ['Skipped lines', skippedText(machine.skippedLines)],
    ['Version', versionOf(machine, standing, report.meta.version) || 'not told'],
    ['Id', <code key="i">{machine.machineId.slice(0, 8)}</code>],
  );
  return <Facts title="Known of it" rows={rows} />;
}

function skippedText(lines: number | null): ReactNode {
  if (lines === null) return 'told on that machine';
  return lines === 0 ? 'none' : `${formatCount(lines)}: claude-usage doctor names them`;
}

function Standing({ warns, text }: { readonly warns: boolean; readonly text: string }) {
  return <span className={warns ? 'text-warn' : ''}>{text}</span>;
}

function Said({ machine, known, ask, change }: RowProps) {
  const search = useSearchState();
  const patch = usePatchSearch();
  const only = search.machine?.includes(machine.machineId) ?? false;
  const asking = (kind: Asked['kind']) => () => ask({ kind, machineId: machine.machineId });
  const button =
    'block w-full border-t py-1.5 text-left underline decoration-line underline-offset-2 hover:decoration-ink';
  return (
    <div data-print="no">
      <h3 className="mb-2 text-sm font-semibold">What to do with it</h3>
      <div className="text-sm">
        <button
          type="button"
          className={button}
          onClick={() => patch({ machine: toggled(search.machine, machine.machineId) })}
        >
          {only ? 'Show every machine again' : 'Show this machine only'}
        </button>
        {machine.member !== '' && !search.member?.includes(machine.member) && (
          <button type="button" className={button} onClick={() => patch({ member: [machine.member] })}>
            Show every machine of {machine.member}
          </button>
        )}
        <button type="button" className={button} onClick={asking('rename')}>
          Rename…
        </button>
        {known.length > 1 && (
          <button type="button" className={button} onClick={asking('merge')}>
            Count it as another machine…
          </button>
        )}
        {!machine.self && (
          <button type="button" className={button} onClick={asking('retire')}>
            {machine.retired ? 'Put it back in use…' : 'Retire…'}
          </button>
        )}
        {machine.formers.map((former) => (
          <p key={former.machineId} className="flex justify-between gap-3 border-t py-1.5">
            <span className="min-w-0 truncate text-soft">
              {former.machine} <code>{former.machineId.slice(0, 8)}</code> counts as it
            </span>
            <button
              type="button"
              className="underline decoration-line underline-offset-2 hover:decoration-ink"
              onClick={() =>
                change.mutate({
                  kind: 'merge',
                  query: { machine: former.machineId, into: machine.machineId, undo: 'true' },
                })
              }
            >
              Separate
            </button>
          </p>
        ))}
      </div>
    </div>
  );
}
