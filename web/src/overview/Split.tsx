import type { SummaryReport } from '../../../src/contract/reports/summary.ts';
import { formatCompact, formatCount, formatShare, formatUsd } from '../format/numbers.ts';
import { CLASS_COLOUR, CLASS_MEANING, CLASS_NAME } from '../theme/colours.ts';
import { Explain } from '../ui/Explain.tsx';
import { Section } from '../ui/Section.tsx';
import { TableExport } from '../export/TableExport.tsx';
import { splitCsv, splitMarkdown } from './tables.ts';
import { Swatch } from '../ui/Swatch.tsx';

/** Where tokens and money went, class by class: the two bars differ, and that is the point. */
export function Split({ report }: { readonly report: SummaryReport }) {
  const rows = report.summary.split.filter((row) => row.tokens > 0 || row.cost > 0);
  if (rows.length === 0) return null;
  const bar = (name: string, share: 'tokenShare' | 'costShare') => (
    <div className="flex items-center gap-4">
      <span className="label w-14">{name}</span>
      <div aria-hidden className="flex h-3 flex-1 gap-px overflow-hidden">
        {rows.map((row) => (
          <span
            key={row.class}
            style={{ width: `${row[share] * 100}%`, backgroundColor: `var(${CLASS_COLOUR[row.class]})` }}
          />
        ))}
      </div>
    </div>
  );
  return (
    <Section
      id="split"
      title="What the tokens were"
      aside={<TableExport name="token classes" csv={() => splitCsv(rows)} markdown={() => splitMarkdown(rows)} />}
    >
      <div className="grid gap-2">
        {bar('Tokens', 'tokenShare')}
        {bar('Cost', 'costShare')}
      </div>
      <table className="mt-5 w-full text-sm">
        <thead className="label text-right">
          <tr>
            <th scope="col" className="pb-1 text-left font-normal">
              Class
            </th>
            <th scope="col" className="pb-1 font-normal">
              Tokens
            </th>
            <th scope="col" className="pb-1 font-normal max-sm:hidden">
              Share
            </th>
            <th scope="col" className="pb-1 font-normal">
              Cost
            </th>
            <th scope="col" className="pb-1 font-normal max-sm:hidden">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.class} className="border-t text-right">
              <th scope="row" className="py-1.5 text-left font-normal">
                <Explain text={CLASS_MEANING[row.class]} className="flex items-center gap-2.5">
                  <Swatch colour={CLASS_COLOUR[row.class]} />
                  {CLASS_NAME[row.class]}
                </Explain>
              </th>
              <td title={formatCount(row.tokens)} data-testid={`tokens-${row.class}`} data-value={row.tokens}>
                {formatCompact(row.tokens)}
              </td>
              <td className="text-soft max-sm:hidden">{formatShare(row.tokenShare)}</td>
              <td>{formatUsd(row.cost)}</td>
              <td className="text-soft max-sm:hidden">{formatShare(row.costShare)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
