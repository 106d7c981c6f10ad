/** A scan may commit between any two questions of a report: the report may be of before or of after, but it answers. */
import { expect, test } from 'vitest';
import type { LedgerReader } from '../../src/ledger/ledger.ts';
import { RememberingReader } from '../../src/ledger/remembered/remembering-reader.ts';
import { NOW_MS } from '../support/arbitrary-contents.ts';
import { contentsOf, event } from '../support/event.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { loadPriceTable } from '../../src/pricing/price-table.ts';
import { everyReport, type ReportName } from './every-report.ts';

const first = [event({ at: '2026-11-20T10:00:00Z', sessionId: 'a', cwd: '/w/shop' })];
const later = ['claude-haiku-5-5', 'house-model'].map((model, i) =>
  event({ at: `2026-11-2${i}T11:00:00Z`, sessionId: `b${i}`, cwd: `/w/new${i}`, model, final: false }),
);
const ledgerOf = (laptop: typeof first, box: typeof first): MemoryLedger => {
  const machine = (name: string, events: typeof first) => ({ name, files: [{ bornMs: 0, events }] });
  return new MemoryLedger({ ...contentsOf([]), machines: [machine('laptop', laptop), machine('box', box)] });
};
const MOST_QUESTIONS = 60;

/** Grows from one ledger into the other after so many questions. */
function growing(after: number): { reader: LedgerReader; asked: () => number } {
  const [before, whole] = [ledgerOf(first, []), ledgerOf([...first, ...later], later.slice(1))];
  let asked = 0;
  const reader = new Proxy<LedgerReader>(before, {
    get(_, name) {
      if (name === 'location') return 'memory';
      if (asked++ >= after && name === 'revision') return async () => '2';
      const now: LedgerReader = asked > after ? whole : before;
      const found: unknown = Reflect.get(now, name, now);
      return typeof found === 'function' ? found.bind(now) : found;
    },
  });
  return { reader, asked: () => asked };
}

test.each(Object.keys(everyReport) as ReportName[])('%s', async (name) => {
  for (let after = 0; after < MOST_QUESTIONS; after++) {
    const { reader, asked } = growing(after);
    const remembering = new RememberingReader(reader, () => undefined);
    const context = { prices: loadPriceTable(), nowMs: NOW_MS, zone: 'UTC', version: 'test' };
    await expect(everyReport[name]({ ...context, reader: remembering }, {}), `after ${after}`).resolves.toBeDefined();
    if (asked() <= after) return;
  }
});
