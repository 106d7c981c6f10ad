import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SessionListRow } from '../../../../src/contract/reports/recent-sessions.ts';
import { sessionPageQuery } from '../../api/reports.ts';
import { saveBlob } from '../../charts/save-blob.ts';
import type { Search } from '../../search.ts';
import { useSearchState } from '../../state.ts';
import { toCsv, toMarkdown } from './export-rows.ts';

const BATCH = 1000;
/** Rows that still make a readable Markdown table. */
const MARKDOWN_ROWS = 200;

/** All sessions of the range as CSV, the first ones as Markdown: in the order on the screen. */
export function SessionExport({ total }: { readonly total: number }) {
  const search = useSearchState();
  const client = useQueryClient();
  const rows = (most: number): Promise<SessionListRow[]> =>
    readRows(search, Math.min(total, most), (query) => client.fetchQuery(query));
  const csv = useMutation({
    mutationFn: async () =>
      saveBlob(new Blob([toCsv(await rows(total))], { type: 'text/csv' }), 'claude-usage-sessions.csv'),
  });
  const markdown = useMutation({
    mutationFn: async () => navigator.clipboard.writeText(toMarkdown(await rows(MARKDOWN_ROWS))),
  });
  const disabled = total === 0 || csv.isPending || markdown.isPending;
  return (
    <span className="flex gap-4" data-print="no">
      <button type="button" className="hover:text-ink" disabled={disabled} onClick={() => csv.mutate()}>
        {csv.isPending ? 'Reading…' : csv.isError ? 'CSV failed, again?' : 'CSV'}
      </button>
      <button type="button" className="hover:text-ink" disabled={disabled} onClick={() => markdown.mutate()}>
        {markdown.isSuccess ? 'Copied' : markdown.isError ? 'Copy refused' : 'Copy as Markdown'}
      </button>
    </span>
  );
}

type Fetch = (query: ReturnType<typeof sessionPageQuery>) => Promise<{ readonly sessions: readonly SessionListRow[] }>;

async function readRows(search: Search, count: number, fetch: Fetch): Promise<SessionListRow[]> {
  const rows: SessionListRow[] = [];
  for (let page = 0; rows.length < count; page++) {
    const { sessions } = await fetch(sessionPageQuery(search, page, BATCH));
    if (sessions.length === 0) break;
    rows.push(...sessions);
  }
  return rows.slice(0, count);
}
