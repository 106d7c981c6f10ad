/** The machine filter rules every figure: narrowed to one machine, a report is that of a ledger with its turns alone. */
import { expect, test } from 'vitest';
import { REPORT_ROUTES, type ReportName } from '../contract/routes.ts';
import { contentsOf, event } from '../../test/support/event.ts';
import type { LedgerContents } from '../../test/support/ledger-contents.ts';
import { MemoryLedger } from '../../test/support/memory-ledger.ts';
import { serverApp } from '../../test/support/server-app.ts';

const turn = (day: number, more: object) =>
  event({ at: `2026-11-${day}T10:30:00Z`, model: 'claude-opus-4-8', input: 900_000, output: 500, ...more });
const OWN = {
  laptop: [18, 20, 22].map((day) =>
    turn(day, { sessionId: 'session-l', cwd: '/w/shop', ...(day === 20 ? { model: 'barn-model' } : {}) }),
  ),
  box: [19, 22].map((day) => turn(day, { sessionId: 'session-b', cwd: '/w/blog', model: 'house-model', input: 7 })),
};
function ledgerOf(...with_: (keyof typeof OWN)[]): LedgerContents {
  const machine = (name: keyof typeof OWN) => ({
    name,
    files: [{ bornMs: 0, events: with_.includes(name) ? OWN[name] : [] }],
  });
  return { ...contentsOf([]), machines: [machine('laptop'), machine('box')] };
}
const appOf = (contents: LedgerContents) => serverApp({ reader: new MemoryLedger(contents) });

/** The bar offers every machine, also those that are not chosen; one session is whole, whoever asks. */
const RULED = (Object.keys(REPORT_ROUTES) as ReportName[]).filter((n) => n !== 'filters' && n !== 'session/show');
const NEEDS: Partial<Record<ReportName, string>> = {
  ranked: '&by=project&sort=tokens',
  'machine-pair': '&left=laptop&right=box',
};
const RANGED = '&since=2026-11-17&until=2026-11-22';

test.each(RULED)('%s', async (name) => {
  const ranged = ['blocks', 'today', 'week'].includes(name) ? '' : RANGED;
  const ask = async (contents: LedgerContents, machine = ''): Promise<string> => {
    const answer = await appOf(contents).request(`/api/v1/${name}?timezone=UTC${ranged}${NEEDS[name] ?? ''}${machine}`);
    expect(answer.status).toBe(200);
    return JSON.stringify(await answer.json(), withoutColours, 1);
  };
  const whole = await ask(ledgerOf('laptop', 'box'));
  for (const one of ['laptop', 'box'] as const) {
    const narrowed = await ask(ledgerOf('laptop', 'box'), `&machine=${one}`);
    expect(narrowed).toBe(await ask(ledgerOf(one), `&machine=${one}`));
    expect(narrowed).not.toBe(whole);
  }
});

/** A colour is the ledger's own: it differs between two ledgers. */
const withoutColours = (key: string, value: unknown): unknown => (key === 'slot' ? undefined : value);
