import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLocalDay, QUARTER_MS, toLocalDay } from '../../src/contract/units.ts';
import type {
  DimensionFilter,
  GroupKey,
  LedgerReader,
  TurnQuery,
  TurnRow,
  UsageQuery,
} from '../../src/ledger/ledger.ts';
import { RememberingReader } from '../../src/ledger/remembered/remembering-reader.ts';
import { readRollup } from '../../src/ledger/remembered/rollup-columns.ts';
import type { CostKey } from '../../src/ledger/remembered/same-cost.ts';
import { costKeyOf, loadPriceTable } from '../../src/pricing/price-table.ts';
import { arbitraryContents, ZONES } from '../support/arbitrary-contents.ts';
import type { LedgerContents } from '../support/ledger-contents.ts';
import { sqliteLedger } from '../support/sqlite-ledger.ts';

const ids = fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }), { nil: undefined, freq: 1 });
const filter: fc.Arbitrary<DimensionFilter> = fc.record({
  machines: ids,
  projects: ids,
  classes: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 30 })), { nil: undefined, freq: 1 }),
  sessions: ids,
  weekHours: fc.option(fc.uniqueArray(fc.nat({ max: 167 })), { nil: undefined, freq: 1 }),
});
const [first, last] = [parseLocalDay('2025-12-29')!, parseLocalDay('2026-11-24')!];
const day = fc.integer({ min: first, max: last }).map(toLocalDay);
const edge = fc.option(day, { nil: undefined, freq: 1 });
/** Troll puts its clock back by two hours. */
const zone = fc.constantFrom(...ZONES, 'Antarctica/Troll');
const KEYS = ['day', 'hour', 'weekhour', 'quarter', 'session', 'project', 'machine', 'side'] as const;
/** Of one model at one price, so that turns meet in one cell. */
const contents = fc.tuple(arbitraryContents, fc.boolean()).map(([any, alike]): LedgerContents => {
  if (!alike) return any;
  const same = { model: 'claude-opus-4-8', fast: false, batch: false, us: false, context: 0 } as const;
  const machines = any.machines.map((machine) => ({
    ...machine,
    files: machine.files.map((file) => ({ ...file, events: file.events.map((e) => ({ ...e, ...same })) })),
  }));
  return { ...any, machines };
});
const question = fc.record({
  by: fc.subarray<GroupKey>([...KEYS]),
  range: fc.record({ since: edge, until: edge }),
  zone,
  filter,
});
const spans = fc.array(
  fc
    .tuple(day, day)
    .map(([a, b]) => ({ key: `${a} ${b}`, since: toLocalDay(Math.min(a, b)), until: toLocalDay(Math.max(a, b)) })),
  { maxLength: 4 },
);
type Spans = typeof spans extends fc.Arbitrary<infer T> ? T : never;

/** Every answer to a question, without the order where none is promised. */
async function answersOf(reader: LedgerReader, query: UsageQuery, of: Spans, costKey?: CostKey): Promise<unknown> {
  const { by, ...rest } = query;
  const countable = by.filter((key) => key === 'day' || key === 'project' || key === 'machine' || key === 'side');
  const recent = await reader.recentSessions({ ...rest, limit: 2, offset: 1 });
  return {
    usage: unordered(costKey ? await byCost(reader, query, costKey) : await reader.usage(query)),
    sessions: unordered(await reader.sessionCounts({ ...query, by: countable })),
    sessionsBySpan: new Map(await reader.sessionCountsBySpan(rest, of)),
    sessionsByModel: new Map(await reader.sessionCountsByModel(rest)),
    projects: new Map(await reader.lastActivity('project', rest)),
    machines: new Map(await reader.lastActivity('machine', rest)),
    recent: recent.map((session) => session.uid),
    facts: unordered(await reader.sessions([1, 2, 3, 99])),
  };
}

/** Cells with what they cost in place of class and epoch, those that agree in all of it added up. */
async function byCost(reader: LedgerReader, query: UsageQuery, costKey: CostKey): Promise<object[]> {
  const classes = new Map((await reader.priceClasses()).map((cls) => [cls.id, cls]));
  const found = new Map<string, Record<string, number>>();
  for (const {
    classId,
    epoch,
    day,
    hour,
    weekday,
    quarter,
    session,
    project,
    machine,
    side,
    ...sums
  } of await reader.usage(query)) {
    const key = {
      day,
      hour,
      weekday,
      quarter,
      session,
      project,
      machine,
      side,
      cost: costKey(classes.get(classId)!, epoch),
    };
    const text = JSON.stringify(key);
    const known = found.get(text) ?? {};
    for (const [name, value] of Object.entries(sums)) known[name] = (known[name] ?? 0) + value;
    found.set(text, known);
  }
  return [...found].map(([key, sums]) => ({ key, ...sums }));
}

/** As JSON, in which a field that is undefined and one that is missing are one. */
const unordered = (rows: readonly object[]): string[] =>
  rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();

test('the rollup in memory answers every question as the ledger beneath it, in zones of any shape', async () => {
  await fc.assert(
    fc.asyncProperty(
      contents,
      fc.array(fc.tuple(question, spans), { minLength: 6, maxLength: 12 }),
      fc.constantFrom(undefined, costKeyOf(loadPriceTable())),
      async (held, questions, costKey) => {
        const ledger = await sqliteLedger(held, { homeZone: 'Europe/Berlin', filewise: false });
        const asked = new RememberingReader(ledger, () => undefined, costKey);
        asked.adopt((await readRollup(ledger))!);
        await asked.revision();
        for (const [query, of] of questions) {
          const expected = await answersOf(ledger, query, of, costKey);
          expect(await answersOf(asked, query, of, costKey), JSON.stringify(query)).toEqual(expected);
        }
        await ledger.close();
      },
    ),
    { numRuns: 100 },
  );
}, 120_000);

async function turnsOf(ledger: LedgerReader, query: TurnQuery): Promise<TurnRow[]> {
  const turns: TurnRow[] = [];
  for await (const turn of ledger.turns(query)) turns.push(turn);
  return turns;
}

test('the times of turns within spans are those of the turns themselves', async () => {
  const span = fc.record(
    {
      at: fc.nat({ max: 400 }),
      quarters: fc.integer({ min: 1, max: 200 }),
      project: fc.integer({ min: 1, max: 4 }),
      machine: fc.integer({ min: 1, max: 2 }),
    },
    { requiredKeys: ['at', 'quarters'] },
  );
  await fc.assert(
    fc.asyncProperty(
      contents,
      fc.array(span, { maxLength: 5 }),
      fc.boolean(),
      filter,
      async (held, asked, bySession, { machines, projects, classes, sessions }) => {
        const kept = { machines, projects, classes, sessions };
        const ledger = await sqliteLedger(held, { homeZone: 'UTC', filewise: false });
        const turns = await turnsOf(ledger, { range: {}, zone: 'UTC', filter: kept, order: 'asc' });
        const anchors = await turnsOf(ledger, { range: {}, zone: 'UTC', filter: {} });
        const wanted = asked.flatMap(({ at, quarters, ...of }) => {
          const anchor = anchors[at % Math.max(1, anchors.length)];
          if (!anchor) return [];
          const lowMs = Math.floor(anchor.timestampMs / QUARTER_MS) * QUARTER_MS;
          return [
            { lowMs, highMs: lowMs + quarters * QUARTER_MS, ...of, ...(bySession ? { session: anchor.session } : {}) },
          ];
        });
        const expected = wanted.map(({ lowMs, highMs, ...of }) => {
          const within = turns.filter(
            (t) =>
              t.timestampMs >= lowMs &&
              t.timestampMs < highMs &&
              (['session', 'project', 'machine'] as const).every(
                (key) => (of as Partial<typeof t>)[key] === undefined || (of as Partial<typeof t>)[key] === t[key],
              ),
          );
          return within.length === 0 ? null : { firstMs: within[0]!.timestampMs, lastMs: within.at(-1)!.timestampMs };
        });
        expect(await ledger.turnTimes(wanted, kept)).toEqual(expected);
        await ledger.close();
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
