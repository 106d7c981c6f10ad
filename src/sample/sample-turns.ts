import { contextClassOf, type PriceClass, type Tokens } from '../contract/usage-event.ts';
import { DAY_MS } from '../contract/units.ts';
import { type Chance, chanceOf } from './chance.ts';

/** One made-up turn, in words. */
export interface SampleTurn extends PriceClass, Tokens {
  readonly key: string;
  readonly timestampMs: number;
  readonly machine: string;
  readonly project: string;
  readonly session: string;
  readonly title: string;
  readonly branch: string;
  readonly tool: string;
  readonly side: boolean;
  readonly webSearches: number;
}

export const SAMPLE_MACHINES = ['laptop', 'desktop', 'build box'] as const;
const DAYS = 120;
const MINUTE_MS = 60_000;
const PROJECTS = ['sample/lantern', 'sample/orchard', 'sample/tidepool', 'sample/atlas', 'sample/notes'];
const MODELS = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'];
const TOOLS = ['Bash', 'Edit', 'Read', 'Grep', 'Write', ''];
const VERBS = ['Tidy', 'Rework', 'Speed up', 'Test', 'Explain', 'Split', 'Document'];
const THINGS = [
  'the parser',
  'the start page',
  'the release notes',
  'the import',
  'the search',
  'the cache',
  'the retry',
];
/** Hours in which work begins; the first ones are the usual. */
const HOURS = [9, 10, 14, 15, 11, 16, 13, 20, 21, 17, 8, 22];

/** Some four months of made-up work up to `nowMs`: the same for the same day. None of it comes from a transcript. */
export function sampleTurns(nowMs: number): SampleTurn[] {
  const today = Math.floor(nowMs / DAY_MS);
  const turns: SampleTurn[] = [];
  for (let day = today - DAYS; day <= today; day++) {
    const chance = chanceOf(day);
    for (let i = sessionsOn(day, chance); i > 0; i--) addSession(turns, day, i, chance);
  }
  return turns.filter((turn) => turn.timestampMs <= nowMs);
}

/** 1970-01-01 was a Thursday. Weekends are quiet; now and then there is a long day. */
function sessionsOn(day: number, chance: Chance): number {
  const weekend = (day + 3) % 7 >= 5;
  if (weekend) return chance.between(0, 1);
  return chance.next() < 0.06 ? chance.between(8, 11) : chance.between(1, 5);
}

function addSession(turns: SampleTurn[], day: number, index: number, chance: Chance): void {
  const session = `5a3b1e00-0000-4000-8000-${String(day * 100 + index).padStart(12, '0')}`;
  const place = {
    session,
    machine: chance.of(SAMPLE_MACHINES, 1.8),
    project: chance.of(PROJECTS, 1.6),
    title: `${chance.of(VERBS)} ${chance.of(THINGS)}`,
    branch: chance.of(['main', 'main', 'feature/import', 'fix/retry']),
  };
  const model = chance.of(MODELS, 1.5);
  let timestampMs = day * DAY_MS + chance.of(HOURS, 1.5) * 60 * MINUTE_MS + chance.between(0, 59) * MINUTE_MS;
  let context = chance.between(15_000, 30_000);
  const length = chance.between(4, 40);
  for (let n = 0; n < length; n++) {
    timestampMs += chance.between(5, 240) * 1000;
    const side = chance.next() < 0.15;
    // A pause longer than the cache lives makes the next turn write all of it again.
    const cold = n === 0 || chance.next() < 0.03;
    const added = chance.between(300, 6000);
    turns.push({
      ...place,
      key: `sample-${session}-${n}`,
      timestampMs,
      tool: chance.of(TOOLS, 1.3),
      side,
      ...priceClassOf(side ? MODELS[2]! : model, context),
      ...tokensOf(cold, context, added, side, chance),
      webSearches: chance.next() < 0.01 ? 1 : 0,
    });
    context += added;
  }
}

const priceClassOf = (model: string, context: number): PriceClass => ({
  model,
  fast: false,
  batch: false,
  us: false,
  context: contextClassOf(context),
});

function tokensOf(cold: boolean, context: number, added: number, side: boolean, chance: Chance): Tokens {
  const written = cold ? context : added;
  return {
    input: chance.between(2, 40),
    output: chance.between(80, 2600),
    cache5m: side ? written : 0,
    cache1h: side ? 0 : written,
    cacheRead: cold ? 0 : context,
  };
}
