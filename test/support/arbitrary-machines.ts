import fc from 'fast-check';
import { arbitraryContents, NOW_MS } from './arbitrary-contents.ts';
import { asTold, type LedgerContents, type MachineContents } from './ledger-contents.ts';

const NAMES = ['laptop', 'desktop', 'box'];
const ALL = 2 ** NAMES.length;

/** Of each machine: whose it is, and what a person has said of it. */
const card = fc.record({
  member: fc.constantFrom('', 'Ana', 'Bo'),
  team: fc.constantFrom('', 'core', 'lab'),
  isRenamed: fc.boolean(),
  retired: fc.boolean(),
  /** One of those before it, or none. */
  into: fc.nat({ max: 5 }),
  heardAgoMs: fc.integer({ min: 0, max: 9 * 86_400_000 }),
});

/**
 * Three machines with members and teams, some renamed, retired or merged into another. Each copy of a turn lies on one or
 * more of them: what two know of one turn may differ. Holds only what machines tell each other.
 */
export const arbitraryMachines: fc.Arbitrary<LedgerContents> = fc
  .tuple(
    arbitraryContents,
    fc.array(fc.integer({ min: 1, max: ALL - 1 }), { minLength: 1, maxLength: 12 }),
    fc.tuple(...NAMES.map(() => card)),
  )
  .map(([contents, deal, cards]) => {
    const files = asTold(contents).machines[0]!.files;
    const machines = NAMES.map((name, m): MachineContents => {
      const { heardAgoMs, into, isRenamed, ...said } = cards[m]!;
      let dealt = 0;
      return {
        name,
        ...said,
        alias: isRenamed ? `my ${name}` : '',
        ...(into < m ? { mergedInto: into } : {}),
        lastHeardMs: NOW_MS - heardAgoMs,
        files: files.map(({ bornMs, events }) => ({
          bornMs: bornMs + m,
          events: events.filter(() => deal[(dealt += 1) % deal.length]! & (2 ** m)),
        })),
      };
    });
    return { ...contents, sessionCosts: {}, machines };
  });
