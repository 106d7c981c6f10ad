import { Link } from '@tanstack/react-router';
import type { SessionListRow } from '../../../../src/contract/reports/recent-sessions.ts';
import { formatInstant } from '../../format/dates.ts';
import { formatCompact, formatUsd, plural } from '../../format/numbers.ts';
import { sessionName, type Column } from './columns.ts';

interface Props {
  readonly row: SessionListRow | undefined;
  readonly index: number;
  readonly columns: readonly Column[];
  readonly template: string | undefined;
  readonly zone: string;
  /** Pixels from the top of the list, and the row's height. */
  readonly top: number;
  readonly height: number;
}

/** One session; the row leads to its turns. */
export function SessionLine({ row, index, columns, template, zone, top, height }: Props) {
  const place = { transform: `translateY(${top}px)`, height };
  if (!row)
    return (
      <div role="row" aria-rowindex={index + 2} aria-busy className="absolute inset-x-0 top-0 border-b" style={place} />
    );
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="group absolute inset-x-0 top-0 border-b hover:bg-wash"
      style={place}
    >
      {template === undefined ? (
        <Narrow row={row} zone={zone} />
      ) : (
        <Wide row={row} zone={zone} columns={columns} template={template} />
      )}
    </div>
  );
}

function Wide({
  row,
  zone,
  columns,
  template,
}: {
  readonly row: SessionListRow;
  readonly zone: string;
  readonly columns: readonly Column[];
  readonly template: string;
}) {
  return (
    <div className="relative grid h-full items-center gap-x-5 text-sm" style={{ gridTemplateColumns: template }}>
      {columns.map((column) => (
        <div
          key={column.id}
          role="cell"
          className={`truncate ${column.right ? 'text-right' : ''} ${QUIET.has(column.id) ? 'text-soft' : ''}`}
        >
          {column.id === 'title' ? (
            <Link
              to="/sessions/$id"
              params={{ id: row.sessionId }}
              search={(previous) => previous}
              className="after:absolute after:inset-0 group-hover:underline group-hover:underline-offset-2"
            >
              {sessionName(row)}
            </Link>
          ) : column.id === 'lastActivity' ? (
            formatInstant(row.lastActivity, zone)
          ) : (
            column.text(row)
          )}
          {column.id === 'title' && row.branch !== '' && <span className="ml-2.5 text-xs text-soft">{row.branch}</span>}
          {column.id === 'cost' && row.unpricedTokens > 0 && (
            <span className="text-warn" title="Some tokens have no price">
              *
            </span>
          )}
        </div>
      ))}
    </div>
  );
}
const QUIET = new Set(['project', 'machine', 'models', 'lastActivity']);

function Narrow({ row, zone }: { readonly row: SessionListRow; readonly zone: string }) {
  return (
    <div className="relative grid h-full grid-cols-[minmax(0,1fr)_auto] content-center gap-x-4 text-sm">
      <div role="cell" className="truncate">
        <Link
          to="/sessions/$id"
          params={{ id: row.sessionId }}
          search={(previous) => previous}
          className="after:absolute after:inset-0"
        >
          {sessionName(row)}
        </Link>
      </div>
      <div role="cell" className="text-right">
        {formatUsd(row.totalCost)}
      </div>
      <div role="cell" className="truncate text-xs text-soft">
        {row.project} · {plural(row.turns, 'turn')} · {formatCompact(row.totalTokens)}
      </div>
      <div role="cell" className="text-right text-xs text-soft">
        {formatInstant(row.lastActivity, zone)}
      </div>
    </div>
  );
}
