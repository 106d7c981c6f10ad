import type { PriceClassFacts, TurnRow, UsageCell } from '../ledger/ledger.ts';
import { addCost, type Money } from '../pricing/money.ts';
import type { PriceTable } from '../pricing/price-table.ts';
import type { Rates } from '../pricing/rates.ts';

/** What a record without a model is called. */
export const NO_MODEL = 'unknown';

export function modelNameOf(priceClass: { readonly model: string }): string {
  return priceClass.model === '' ? NO_MODEL : priceClass.model;
}

/** Price classes by id, with each one's model as a small index and its rates remembered per price epoch. */
export class ClassPrices {
  /** Model name by index. */
  readonly modelNames: string[] = [];
  readonly #indexOfName = new Map<string, number>();
  readonly #classes: (PriceClassFacts | undefined)[] = [];
  readonly #modelIndex: (number | undefined)[] = [];
  readonly #rates: ((Rates | null)[] | undefined)[] = [];
  readonly #prices: PriceTable;

  constructor(classes: readonly PriceClassFacts[], prices: PriceTable) {
    this.#prices = prices;
    for (const facts of classes) this.#learn(facts);
  }

  /** Takes the class from a turn, which carries it whole, when it is one that was not known yet. */
  learnFrom(turn: TurnRow): void {
    if (this.#classes[turn.classId] === undefined) this.#learn({ ...turn, id: turn.classId });
  }

  /** Throws for a class that the ledger did not name: a cell without a class would be money lost. */
  modelIndexOf(classId: number): number {
    const index = this.#modelIndex[classId];
    if (index === undefined) throw new RangeError(`price class ${classId} is not among the ledger's classes`);
    return index;
  }

  modelOf(classId: number): string {
    return this.modelNames[this.modelIndexOf(classId)]!;
  }

  /** Undefined = unpriced at that time. */
  ratesOf(classId: number, epoch: number): Rates | undefined {
    const known = (this.#rates[classId] ??= []);
    const found = known[epoch];
    if (found !== undefined) return found ?? undefined;
    this.modelIndexOf(classId);
    const rates = this.#prices.rates(this.#classes[classId]!, epoch);
    known[epoch] = rates ?? null;
    return rates;
  }

  /** Adds what a cell costs; says whether a price is known. */
  addCostOf(money: Money, cell: UsageCell): boolean {
    const rates = this.ratesOf(cell.classId, cell.epoch);
    if (rates) addCost(money, rates, cell, cell.webSearches);
    return rates !== undefined;
  }

  #learn(facts: PriceClassFacts): void {
    const name = modelNameOf(facts);
    let index = this.#indexOfName.get(name);
    if (index === undefined) {
      index = this.modelNames.push(name) - 1;
      this.#indexOfName.set(name, index);
    }
    this.#classes[facts.id] = facts;
    this.#modelIndex[facts.id] = index;
  }
}
