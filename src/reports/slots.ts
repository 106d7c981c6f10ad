import type { PriceClassFacts } from '../ledger/ledger.ts';
import { modelNameOf } from './class-prices.ts';

/**
 * Colour indexes that never change while the ledger lives: the ordinal of a model, project or machine by its first
 * appearance, which is the order of ids.
 */
export function slotsOf(ids: Iterable<number>): Map<number, number> {
  return new Map([...ids].sort((a, b) => a - b).map((id, slot) => [id, slot]));
}

/** The same for models, by name: a model appears with the first of its price classes. */
export function modelSlots(classes: readonly PriceClassFacts[]): Map<string, number> {
  const slots = new Map<string, number>();
  for (const facts of [...classes].sort((a, b) => a.id - b.id)) {
    const name = modelNameOf(facts);
    if (!slots.has(name)) slots.set(name, slots.size);
  }
  return slots;
}
