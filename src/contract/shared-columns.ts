/**
 * Many shared turns at once, as columns: names stand once, turns are numbers. What a piece of the workspace is decoded into,
 * because a thread can hand it over without copying it turn by turn.
 */
import type { SharedTurn } from './shared-turn.ts';
import { toEpochMs } from './units.ts';
import type { PriceClass, Rank } from './usage-event.ts';

/** Bits of a turn's flags. */
export const TURN_FLAG = { rankMask: 3, final: 4, hasSpeed: 8, ownerCertain: 16, side: 32 } as const;

export function flagsOf(t: SharedTurn): number {
  const f = TURN_FLAG;
  return (
    t.rank |
    (t.final ? f.final : 0) |
    (t.hasSpeed ? f.hasSpeed : 0) |
    (t.ownerCertain ? f.ownerCertain : 0) |
    (t.side ? f.side : 0)
  );
}

/** Numbers of one turn in their order. The five references count from 0 in the list of their name. */
export const TURN_NUMBERS = [
  'timestampMs',
  'session',
  'project',
  'branch',
  'priceClass',
  'birth',
  'flags',
  'input',
  'output',
  'cache5m',
  'cache1h',
  'cacheRead',
  'webSearches',
] as const;
/** Place of each number within a turn's. */
export const AT = Object.fromEntries(TURN_NUMBERS.map((name, i) => [name, i])) as Readonly<
  Record<(typeof TURN_NUMBERS)[number], number>
>;

export interface SharedProject {
  readonly key: string;
  readonly name: string;
}
export interface SharedColumns {
  readonly rows: number;
  /** One a turn, in order, each ended by a newline, which no key holds. */
  readonly keys: string;
  /** TURN_NUMBERS of each turn, turn by turn. */
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly sessions: readonly string[];
  readonly projects: readonly SharedProject[];
  readonly branches: readonly string[];
  readonly classes: readonly PriceClass[];
  /** Epoch ms. */
  readonly births: readonly number[];
}

/** The keys of the turns one by one. */
export function* keysOf({ keys }: Pick<SharedColumns, 'keys'>): Generator<string> {
  for (let start = 0, end = keys.indexOf('\n'); end >= 0; start = end + 1, end = keys.indexOf('\n', start))
    yield keys.slice(start, end);
}

/** The same turns one by one. */
export function turnsOf(columns: SharedColumns): SharedTurn[] {
  let row = 0;
  return Array.from(keysOf(columns), (key) => turnAt(columns, row++, key));
}

function turnAt(columns: SharedColumns, row: number, key: string): SharedTurn {
  const at = (name: keyof typeof AT): number => columns.numbers[row * TURN_NUMBERS.length + AT[name]]!;
  const project = columns.projects[at('project')]!;
  const flags = at('flags');
  return {
    key,
    timestampMs: toEpochMs(at('timestampMs')),
    sessionId: columns.sessions[at('session')]!,
    projectKey: project.key,
    projectName: project.name,
    branch: columns.branches[at('branch')]!,
    ...columns.classes[at('priceClass')]!,
    bornMs: toEpochMs(columns.births[at('birth')]!),
    rank: (flags & TURN_FLAG.rankMask) as Rank,
    final: (flags & TURN_FLAG.final) !== 0,
    hasSpeed: (flags & TURN_FLAG.hasSpeed) !== 0,
    ownerCertain: (flags & TURN_FLAG.ownerCertain) !== 0,
    side: (flags & TURN_FLAG.side) !== 0,
    input: at('input'),
    output: at('output'),
    cache5m: at('cache5m'),
    cache1h: at('cache1h'),
    cacheRead: at('cacheRead'),
    webSearches: at('webSearches'),
  };
}
