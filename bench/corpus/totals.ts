import { picoCost, type PricedUse } from './list-prices.ts';

/** One turn that counts, after duplicates are gone. */
export interface CountedTurn extends PricedUse {
  /** Session that owns the turn. */
  readonly session: string;
}
export interface ModelTotals {
  input: number;
  output: number;
  w5: number;
  w1: number;
  read: number;
  web: number;
  turns: number;
  cost: number;
}
export interface DayTotals {
  totalTokens: number;
  turns: number;
  cost: number;
}
/** The true totals of one transcript root: the shape of `expected.json` and `truth.json`. Money in US dollars. */
export interface RootTotals {
  turns: number;
  inputTokens: number;
  outputTokens: number;
  cacheCreation5mTokens: number;
  cacheCreation1hTokens: number;
  cacheCreationTokens: number;
  cacheReadTokens: number;
  totalTokens: number;
  webSearches: number;
  totalCost: number;
  /** Models without a list price. */
  unpriced: string[];
  sessions: number;
  /** Lines that carry usage, duplicates included, synthetic ones not. */
  usageLines: number;
  models: Record<string, ModelTotals>;
  utcDays: Record<string, DayTotals>;
  /** Days of other zones, where a corpus asks for them. */
  localDays?: Record<string, Record<string, DayTotals>>;
}

type Exact<T> = { totals: T; pico: bigint };

/** Adds turns up, money exactly; rounds once at the end. */
export class TotalsBuilder {
  usageLines = 0;
  readonly #zones: readonly string[];
  readonly #models = new Map<string, Exact<ModelTotals>>();
  readonly #days = new Map<string, Map<string, Exact<DayTotals>>>();
  readonly #sessions = new Set<string>();
  readonly #unpriced = new Set<string>();

  /** @param zones IANA zones to give days for, besides UTC. */
  constructor(zones: readonly string[] = []) {
    this.#zones = ['UTC', ...zones];
    for (const zone of this.#zones) this.#days.set(zone, new Map());
  }

  add(turn: CountedTurn): void {
    const pico = picoCost(turn);
    if (pico === undefined) this.#unpriced.add(turn.model);
    this.#sessions.add(turn.session);
    const model = slot(this.#models, turn.model, emptyModel);
    for (const key of ['input', 'output', 'w5', 'w1', 'read', 'web'] as const) model.totals[key] += turn[key];
    model.totals.turns += 1;
    model.pico += pico ?? 0n;
    for (const zone of this.#zones) {
      const day = slot(this.#days.get(zone)!, localDay(zone, turn.ms), emptyDay);
      day.totals.totalTokens += turn.input + turn.output + turn.w5 + turn.w1 + turn.read;
      day.totals.turns += 1;
      day.pico += pico ?? 0n;
    }
  }

  finish(): RootTotals {
    const models = finished(this.#models);
    const sum = (key: keyof ModelTotals): number => Object.values(models).reduce((n, m) => n + m[key], 0);
    const w5 = sum('w5');
    const w1 = sum('w1');
    const totals: RootTotals = {
      turns: sum('turns'),
      inputTokens: sum('input'),
      outputTokens: sum('output'),
      cacheCreation5mTokens: w5,
      cacheCreation1hTokens: w1,
      cacheCreationTokens: w5 + w1,
      cacheReadTokens: sum('read'),
      totalTokens: sum('input') + sum('output') + w5 + w1 + sum('read'),
      webSearches: sum('web'),
      totalCost: dollars([...this.#models.values()].reduce((n, m) => n + m.pico, 0n)),
      unpriced: [...this.#unpriced].sort(),
      sessions: this.#sessions.size,
      usageLines: this.usageLines,
      models,
      utcDays: finished(this.#days.get('UTC')!),
    };
    const others = this.#zones.filter((zone) => zone !== 'UTC');
    if (others.length > 0) totals.localDays = Object.fromEntries(others.map((z) => [z, finished(this.#days.get(z)!)]));
    return totals;
  }
}

const emptyModel = (): ModelTotals => ({ input: 0, output: 0, w5: 0, w1: 0, read: 0, web: 0, turns: 0, cost: 0 });
const emptyDay = (): DayTotals => ({ totalTokens: 0, turns: 0, cost: 0 });

function slot<T>(map: Map<string, Exact<T>>, key: string, empty: () => T): Exact<T> {
  let found = map.get(key);
  if (!found) map.set(key, (found = { totals: empty(), pico: 0n }));
  return found;
}

function finished<T extends { cost: number }>(map: Map<string, Exact<T>>): Record<string, T> {
  const rows = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(rows.map(([key, { totals, pico }]) => [key, { ...totals, cost: dollars(pico) }]));
}

/** Picodollars as dollars, rounded half up to six decimals. */
export function dollars(pico: bigint): number {
  return Number((pico + 500_000n) / 1_000_000n) / 1e6;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `YYYY-MM-DD` of an instant in a zone, as the platform's calendar has it. */
function localDay(zone: string, ms: number): string {
  if (zone === 'UTC') return new Date(ms).toISOString().slice(0, 10);
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(zone, format);
  }
  return format.format(ms);
}
