import { useStatus } from '../api/reports.ts';
import { plural } from '../format/numbers.ts';

/** No transcripts yet: where it looked, and what to do. */
export function Empty() {
  const status = useStatus().data?.status;
  return (
    <section data-testid="empty" className="border-t py-16 sm:py-24">
      <p className="label">Nothing to count yet</p>
      <h1 className="figure mt-2 max-w-3xl text-[clamp(2.25rem,6vw,4rem)] leading-[1.1]">
        No transcript of Claude Code was found on this machine.
      </h1>
      <p className="mt-6 max-w-xl text-soft">
        Once Claude Code has answered for the first time, its figures appear here by themselves; leave the page open. If
        your transcripts live elsewhere, name the folder:{' '}
        <code className="bg-wash px-1 font-sans text-sm font-semibold text-ink">
          claude-usage scan --projects-dir DIR
        </code>
      </p>
      <p className="mt-4 max-w-xl text-soft">
        To see what the page can do meanwhile:{' '}
        <a href="/?sample=1" data-testid="to-sample" className="text-ink underline underline-offset-2">
          explore a sample
        </a>
        . Its figures are made up and go into no ledger.
      </p>
      {status && (
        <table className="mt-10 w-full max-w-3xl text-sm">
          <caption className="heading pb-3 text-left">Where it looked</caption>
          <tbody>
            {status.roots.map((root) => (
              <tr key={root.path} className="border-t">
                <th scope="row" className="py-2 pr-6 text-left font-normal break-all">
                  {root.path}
                </th>
                <td className="py-2 text-right whitespace-nowrap text-soft">
                  {root.found
                    ? root.transcripts === 0
                      ? 'empty'
                      : plural(root.transcripts, 'transcript')
                    : 'not there'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
