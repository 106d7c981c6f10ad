import { nanoToUsd } from '../contract/units.ts';
import type { ModelBreakdown, UsageFigures, UsageRow } from '../contract/reports/usage-row.ts';
import type { PriceClassFacts, TurnRow, UsageCell } from '../ledger/ledger.ts';
import { addMoney, zeroMoney, toNanoUsd, type Money } from '../pricing/money.ts';
import type { PriceTable } from '../pricing/price-table.ts';
import { ClassPrices } from './class-prices.ts';
import { cellOfTurn } from './turn-cells.ts';

/** Exact sums of one model within one group, or of a whole group. */
export interface Sums {
  input: number;
  output: number;
  cache5m: number;
  cache1h: number;
  cacheRead: number;
  turns: number;
  unfinal: number;
  webSearches: number;
  /** Tokens and turns without a price: not in `money`. */
  unpricedTokens: number;
  unpricedTurns: number;
  readonly money: Money;
}

export function newSums(): Sums {
  return {
    input: 0,
    output: 0,
    cache5m: 0,
    cache1h: 0,
    cacheRead: 0,
    turns: 0,
    unfinal: 0,
    webSearches: 0,
    unpricedTokens: 0,
    unpricedTurns: 0,
    money: zeroMoney(),
  };
}

/** Adds `other` to `sums`: integers all the way, so that no order or grouping changes a total. */
export function addSums(sums: Sums, other: Sums): void {
  sums.input += other.input;
  sums.output += other.output;
  sums.cache5m += other.cache5m;
  sums.cache1h += other.cache1h;
  sums.cacheRead += other.cacheRead;
  sums.turns += other.turns;
  sums.unfinal += other.unfinal;
  sums.webSearches += other.webSearches;
  sums.unpricedTokens += other.unpricedTokens;
  sums.unpricedTurns += other.unpricedTurns;
  addMoney(sums.money, other.money);
}

export function tokensOf(sums: Sums): number {
  return sums.input + sums.output + sums.cache5m + sums.cache1h + sums.cacheRead;
}

/** US dollars, rounded once. */
export function costOf(sums: Sums): number {
  return nanoToUsd(toNanoUsd(sums.money));
}

/** A derived figure in US dollars (a rate, a mean, a projection) at nine decimals. */
export function roundUsd(usd: number): number {
  return Math.round(usd * 1e9) / 1e9;
}

/**
 * Folds usage cells into groups with exact money per model. One object per (group, model); nothing is made per cell.
 * `K` names a group: a day, a dimension id, any text.
 */
export class UsageFold<K> {
  readonly #groups = new Map<K, (Sums | undefined)[]>();
  #models: readonly (Sums | undefined)[] | undefined;
  readonly #prices: ClassPrices;
  readonly #epochs: readonly number[];

  constructor(classes: readonly PriceClassFacts[], prices: PriceTable) {
    this.#prices = new ClassPrices(classes, prices);
    this.#epochs = prices.epochs;
  }

  add(key: K, cell: UsageCell): void {
    const sums = this.#sumsOf(key, this.#prices.modelIndexOf(cell.classId));
    sums.input += cell.input;
    sums.output += cell.output;
    sums.cache5m += cell.cache5m;
    sums.cache1h += cell.cache1h;
    sums.cacheRead += cell.cacheRead;
    sums.turns += cell.turns;
    sums.unfinal += cell.unfinal;
    sums.webSearches += cell.webSearches;
    if (!this.#prices.addCostOf(sums.money, cell)) {
      sums.unpricedTokens += cell.input + cell.output + cell.cache5m + cell.cache1h + cell.cacheRead;
      sums.unpricedTurns += cell.turns;
    }
  }

  /** Model name of a class that the fold knows. */
  modelOf(classId: number): string {
    return this.#prices.modelOf(classId);
  }

  addAll(cells: readonly UsageCell[], keyOf: (cell: UsageCell) => K): this {
    for (const cell of cells) this.add(keyOf(cell), cell);
    return this;
  }

  /** Adds one turn, priced at its own time. */
  addTurn(key: K, turn: TurnRow): void {
    this.#prices.learnFrom(turn);
    this.add(key, cellOfTurn(turn, this.#epochs));
  }

  /** Groups in the order in which they first appeared. */
  keys(): IterableIterator<K> {
    return this.#groups.keys();
  }

  /** Sums over all models of a group; zeros for a group that has none. */
  sums(key: K): Sums {
    const total = newSums();
    for (const sums of this.#groups.get(key) ?? []) if (sums) addSums(total, sums);
    return total;
  }

  /** What a group costs, US dollars, rounded once: its sums without making them. */
  cost(key: K): number {
    const money = zeroMoney();
    this.addCost(money, key);
    return nanoToUsd(toNanoUsd(money));
  }

  /** Adds what a group costs. */
  addCost(money: Money, key: K): void {
    const group = this.#groups.get(key) ?? [];
    for (let index = 0; index < group.length; index++) if (group[index]) addMoney(money, group[index]!.money);
  }

  /** Sums over everything that was added. */
  total(): Sums {
    const total = newSums();
    for (const model of this.#byModel()) if (model) addSums(total, model);
    return total;
  }

  /** Sums per model name over everything that was added. */
  models(): Map<string, Sums> {
    const models = new Map<string, Sums>();
    this.#byModel().forEach((sums, index) => {
      if (sums) models.set(this.#prices.modelNames[index]!, sums);
    });
    return models;
  }

  /** The figures of a group with its models, dearest first. A group without usage gives a row of zeros. */
  row(key: K, sessions: number): UsageRow {
    const modelBreakdowns: ModelBreakdown[] = [];
    this.#groups.get(key)?.forEach((sums, index) => {
      if (sums) modelBreakdowns.push(breakdownOf(this.#prices.modelNames[index]!, sums));
    });
    modelBreakdowns.sort((a, b) => b.cost - a.cost || byName(a.modelName, b.modelName));
    return {
      ...figuresOf(this.sums(key), sessions),
      modelsUsed: modelBreakdowns.map((m) => m.modelName).sort(byName),
      modelBreakdowns,
    };
  }

  /** Sums per model, made once for all who ask until more is added. */
  #byModel(): readonly (Sums | undefined)[] {
    if (this.#models) return this.#models;
    const models: (Sums | undefined)[] = [];
    for (const group of this.#groups.values()) {
      for (let index = 0; index < group.length; index++) {
        const sums = group[index];
        if (sums) addSums((models[index] ??= newSums()), sums);
      }
    }
    return (this.#models = models);
  }

  #sumsOf(key: K, model: number): Sums {
    this.#models = undefined;
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, (group = []));
    return (group[model] ??= newSums());
  }
}

export function figuresOf(sums: Sums, sessions: number): UsageFigures {
  return {
    inputTokens: sums.input,
    outputTokens: sums.output,
    cacheCreationTokens: sums.cache5m + sums.cache1h,
    cacheReadTokens: sums.cacheRead,
    totalTokens: tokensOf(sums),
    totalCost: costOf(sums),
    cacheCreation5mTokens: sums.cache5m,
    cacheCreation1hTokens: sums.cache1h,
    turns: sums.turns,
    sessions,
    webSearches: sums.webSearches,
    unpricedTokens: sums.unpricedTokens,
  };
}

function breakdownOf(modelName: string, sums: Sums): ModelBreakdown {
  return {
    modelName,
    inputTokens: sums.input,
    outputTokens: sums.output,
    cacheCreationTokens: sums.cache5m + sums.cache1h,
    cacheReadTokens: sums.cacheRead,
    cost: costOf(sums),
    cacheCreation5mTokens: sums.cache5m,
    cacheCreation1hTokens: sums.cache1h,
    turns: sums.turns,
    unpriced: sums.unpricedTurns > 0,
  };
}

/** By code unit, the same on every machine. */
export function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
