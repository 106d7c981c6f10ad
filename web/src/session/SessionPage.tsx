import { Link, useParams } from '@tanstack/react-router';
import type { SessionShowReport } from '../../../src/contract/reports/session-show.ts';
import { useFilterOptions, useSession } from '../api/reports.ts';
import { Spark } from '../charts/Spark.tsx';
import { formatInstant } from '../format/dates.ts';
import { formatCompact, formatCount, formatUsd, plural } from '../format/numbers.ts';
import { sessionName, shortModels } from '../overview/sessions/columns.ts';
import { Failure } from '../ui/Failure.tsx';
import { Section } from '../ui/Section.tsx';
import { Turns } from './Turns.tsx';

/** One session: what it cost, turn by turn. */
export function SessionPage() {
  const { id } = useParams({ from: '/sessions/$id' });
  const { data, error, refetch } = useSession(id);
  return (
    <>
      <p className="label border-t pt-3">
        <Link to="/" search={(previous) => previous} className="hover:text-ink">
          ← Overview
        </Link>
      </p>
      {error && !data && (
        <div className="py-10">
          <Failure error={error} retry={() => void refetch()} />
        </div>
      )}
      {data && <Detail report={data} />}
    </>
  );
}

function Detail({ report }: { readonly report: SessionShowReport }) {
  const { session, turns, agents, tools, meta } = report;
  const machines = useFilterOptions().data?.filters.multiMachine ?? false;
  const where = [session.project, session.branch, machines ? session.machine : '', shortModels(session.modelsUsed)]
    .filter(Boolean)
    .join(' · ');
  return (
    <>
      <header className="grid gap-x-16 gap-y-6 py-8 rail:grid-cols-[7fr_5fr] rail:items-end">
        <div>
          <h1 className="figure text-[clamp(1.75rem,4vw,2.75rem)] leading-[1.15] text-balance">
            {sessionName(session)}
          </h1>
          <p className="mt-2 text-sm text-soft">{where}</p>
          <p className="text-sm text-soft">
            {formatInstant(session.firstActivity, meta.timezone)} to{' '}
            {formatInstant(session.lastActivity, meta.timezone)}
          </p>
        </div>
        <dl className="grid grid-cols-3 gap-x-6">
          <Stat name="Cost" value={formatUsd(session.totalCost)} accent />
          <Stat name="Tokens" value={formatCompact(session.totalTokens)} title={formatCount(session.totalTokens)} />
          <Stat name="Turns" value={formatCount(session.turns)} />
        </dl>
      </header>
      <Section id="course" title="Cost as it grew">
        <Spark values={turns.map((turn) => turn.cumulatedCost)} className="h-28 w-full" colour="--accent" filled />
        <p className="label mt-2">
          {[
            agents.length > 0 ? plural(agents.length, 'sub-agent') : '',
            tools.length > 0
              ? `tools: ${tools
                  .slice(0, 6)
                  .map((tool) => `${tool.tool} ${formatCount(tool.turns)}`)
                  .join(', ')}`
              : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </Section>
      <Turns turns={turns} zone={meta.timezone} />
    </>
  );
}

function Stat({
  name,
  value,
  title,
  accent = false,
}: {
  readonly name: string;
  readonly value: string;
  readonly title?: string;
  readonly accent?: boolean;
}) {
  return (
    <div className="border-t pt-2">
      <dt className="label">{name}</dt>
      <dd title={title} className={`figure text-[2rem] leading-tight ${accent ? 'text-accent' : ''}`}>
        {value}
      </dd>
    </div>
  );
}
