import { Section } from '../ui/Section.tsx';

/** One machine so far: how others come to it. */
export function JoinOthers() {
  return (
    <Section id="join" title="One machine so far">
      <div data-testid="join-others" className="grid gap-x-16 gap-y-8 rail:grid-cols-[5fr_7fr]">
        <p className="max-w-xl text-sm text-soft">
          Several machines can share one picture, without a server: through a folder that a drive syncs, or a Postgres
          database. Each turn is counted once, whichever machine saw it, and only counts, models and times are shared:
          never a prompt, a reply or code.
        </p>
        <ol className="grid gap-4 text-sm">
          <Step n={1} does="Here, name a folder that your drive syncs, or a database:">
            claude-usage workspace init ~/Dropbox/claude-usage
          </Step>
          <Step n={2} does="On each other machine, join it:">
            claude-usage workspace join ~/Dropbox/claude-usage
          </Step>
          <Step n={3} does="What would leave this machine, to the byte, is shown by:">
            claude-usage workspace preview
          </Step>
          <li className="text-soft">Leave this page open: each machine appears here once it has joined.</li>
        </ol>
      </div>
    </Section>
  );
}

function Step({ n, does, children }: { readonly n: number; readonly does: string; readonly children: string }) {
  return (
    <li>
      <span className="figure mr-2 text-soft">{n}</span>
      {does}
      <code className="mt-1.5 block w-fit max-w-full overflow-x-auto bg-wash px-2 py-1 font-sans text-sm font-semibold">
        {children}
      </code>
    </li>
  );
}
