import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AttentionItem } from '../../../src/contract/reports/attention.ts';
import { formatDay, formatFullDay } from '../format/dates.ts';
import { formatCompact, formatShare, formatUsd, plural } from '../format/numbers.ts';
import { usePatchSearch, type Patch } from '../state.ts';
import { Section } from '../ui/Section.tsx';

/** What deserves a look: first what makes the figures wrong, then what makes them large. */
export function Attention({ items }: { readonly items: readonly AttentionItem[] | undefined }) {
  return (
    <Section id="attention" title="Worth a look" className="sm:max-rail:row-span-2">
      {items?.length === 0 && (
        <p className="text-sm text-soft">Nothing unusual in this range, and nothing is missing from it.</p>
      )}
      <ul className="grid gap-3.5">
        {items?.map((item, i) => (
          <li key={i} className={`border-l-2 pl-3 text-sm ${isGap(item) ? 'border-warn' : 'border-line'}`}>
            <Sentence item={item} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function nameOf(session: { readonly title: string; readonly project: string; readonly sessionId: string }): string {
  return session.title || `${session.project} ${session.sessionId.slice(0, 8)}`;
}

/** The item means that a total is not whole. */
function isGap(item: AttentionItem): boolean {
  return ['unpriced-model', 'skipped', 'silent-machine', 'legacy-duplicates', 'unfinal-turns'].includes(item.kind);
}

function Sentence({ item }: { readonly item: AttentionItem }): ReactNode {
  switch (item.kind) {
    case 'unpriced-model':
      return (
        <>
          <Narrow patch={{ model: [item.model] }}>{item.model || 'A model without a name'}</Narrow> has no price:{' '}
          {formatCompact(item.tokens)} tokens in {plural(item.turns, 'turn')} are not in the cost.{' '}
          <Command>claude-usage prices set</Command> gives it one.
        </>
      );
    case 'skipped':
      return (
        <>
          {[item.lines > 0 ? plural(item.lines, 'line') : '', item.files > 0 ? plural(item.files, 'file') : '']
            .filter(Boolean)
            .join(' and ')}{' '}
          could not be read. <Command>claude-usage doctor</Command> names each.
        </>
      );
    case 'silent-machine':
      return (
        <>
          <Narrow patch={{ machine: [item.machineId] }}>{item.machine}</Narrow> was last heard{' '}
          {plural(item.days, 'day')} ago, on {formatDay(item.since)}: its later turns are missing.
        </>
      );
    case 'unusual-day':
      return (
        <>
          <Narrow patch={{ range: 'custom', since: item.day, until: item.day, bucket: undefined }}>
            {formatFullDay(item.day)}
          </Narrow>{' '}
          cost {formatUsd(item.cost)}, {item.times.toFixed(1)} times a usual day ({formatUsd(item.usual)}).
        </>
      );
    case 'concentration':
      return (
        <>
          {plural(item.sessions, 'session')} of {item.ofSessions} make {formatShare(item.share)} of the cost. The
          dearest:{' '}
          {item.top.slice(0, 3).map((session, i) => (
            <span key={session.sessionId}>
              {i > 0 && ', '}
              <SessionLink id={session.sessionId} name={nameOf(session)} /> ({formatUsd(session.cost)})
            </span>
          ))}
          .
        </>
      );
    case 'cache-misses':
      return (
        <>
          <SessionLink id={item.sessionId} name={nameOf(item)} /> cost {formatUsd(item.cost)} and read only{' '}
          {formatShare(item.cacheHitRate)} of its context from the cache.
        </>
      );
    case 'unfinal-turns':
      return <>{plural(item.turns, 'turn')} ended before the output count was final: a little too low.</>;
    case 'legacy-duplicates':
      return <>{plural(item.rows, 'row')} of an older database look doubled and are not counted.</>;
  }
}

function Narrow({ patch, children }: { readonly patch: Patch; readonly children: ReactNode }) {
  const change = usePatchSearch();
  return (
    <button
      type="button"
      className="text-left font-semibold underline decoration-line underline-offset-2 hover:decoration-ink"
      onClick={() => change(patch)}
    >
      {children}
    </button>
  );
}

function SessionLink({ id, name }: { readonly id: string; readonly name: string }) {
  return (
    <Link
      to="/sessions/$id"
      params={{ id }}
      search={(previous) => previous}
      className="underline decoration-line underline-offset-2 hover:decoration-ink"
    >
      {name}
    </Link>
  );
}

function Command({ children }: { readonly children: string }) {
  return <code className="bg-wash px-1 font-sans text-xs font-semibold whitespace-nowrap">{children}</code>;
}
