import type { UsageEvent } from '../../src/contract/usage-event.ts';
import { isSide, type LedgerContents } from './ledger-contents.ts';

/** One turn as it counts: the usage of its best copy, the place of its first sighting, its earliest time. */
export interface MemoryTurn {
  readonly usage: UsageEvent;
  readonly owner: UsageEvent;
  readonly machine: number;
  readonly timestampMs: number;
  readonly tools: string;
  readonly side: boolean;
}

interface Copy {
  readonly event: UsageEvent;
  readonly bornMs: number;
  readonly machine: number;
}

/**
 * The counting rule by brute force: put all copies of a key in a row, sort, take the first. By time, then key.
 * Contents in which one key stands for two responses are not for this ledger.
 */
export function countTurns(contents: LedgerContents): MemoryTurn[] {
  const byKey = new Map<string, Copy[]>();
  contents.machines.forEach((machine, index) => {
    for (const file of machine.files) {
      for (const event of file.events) {
        const copies = byKey.get(event.key) ?? [];
        byKey.set(event.key, [...copies, { event, bornMs: file.bornMs, machine: index + 1 }]);
      }
    }
  });
  return [...byKey.values()].map(countOne).sort((a, b) => compare(timeOf(a), timeOf(b)));
}

const timeOf = (turn: MemoryTurn): (string | number)[] => [turn.timestampMs, turn.usage.key];

function countOne(copies: readonly Copy[]): MemoryTurn {
  const best = [...copies].sort((a, b) => compare(worth(b.event), worth(a.event)))[0]!;
  const first = firstOf(copies);
  const tools = new Set(copies.flatMap((c) => (c.event.tool === '' ? [] : c.event.tool.split(','))));
  return {
    usage: best.event,
    owner: first.event,
    machine: first.machine,
    timestampMs: Math.min(...copies.map((c) => c.event.timestampMs)),
    tools: [...tools].sort((a, b) => compare([a], [b])).join(','),
    side: isSide(first.event),
  };
}

/** The largest counts. */
function worth(e: UsageEvent): (string | number)[] {
  const total = e.input + e.output + e.cache5m + e.cache1h + e.cacheRead;
  return [
    e.rank,
    total,
    +e.final,
    +e.hasSpeed,
    e.output,
    e.input,
    e.cache1h,
    e.cache5m,
    e.cacheRead,
    e.webSearches,
    +e.fast,
    +e.batch,
    +e.us,
    e.context,
    e.model,
    e.cliVersion,
  ];
}

/** The smallest sighting of each machine, and of those the smallest by what machines tell each other. */
function firstOf(copies: readonly Copy[]): Copy {
  const machines = [...new Set(copies.map((c) => c.machine))];
  const firsts = machines.map((m) =>
    smallest(
      copies.filter((c) => c.machine === m),
      sighting,
    ),
  );
  return smallest(firsts, (copy) => [...toldSighting(copy), copy.machine]);
}
function smallest(copies: readonly Copy[], by: (copy: Copy) => (string | number)[]): Copy {
  return [...copies].sort((a, b) => compare(by(a), by(b)))[0]!;
}
const toldSighting = ({ event: e, bornMs }: Copy): (string | number)[] => [
  -e.rank,
  -Number(e.ownerCertain),
  bornMs,
  e.sessionId,
];
const sighting = (copy: Copy): (string | number)[] => {
  const { cwd, gitBranch, agentId } = copy.event;
  return [...toldSighting(copy), cwd, gitBranch, agentId];
};

export function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [i, value] of a.entries()) {
    if (value < b[i]!) return -1;
    if (value > b[i]!) return 1;
  }
  return 0;
}
