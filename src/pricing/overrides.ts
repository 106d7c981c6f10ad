import { UsageError } from '../contract/errors.ts';
import type { FetchedPrices, PriceOverrides, RateOverride } from '../contract/price-overrides.ts';
import { createMatcher } from './match-model.ts';
import { plainName } from './model-name.ts';
import type { PricedModel, PricePeriod } from './rates.ts';
import type { ListedRates, ShippedTable } from './shipped-table.ts';

/** Where a price that the user set comes from. */
export const OWN_PRICE = 'your override';

/**
 * The models with the user's prices in place. A name of a listed model, or an alias of it, re-prices that model; any
 * other name becomes a model of its own. The user's price holds for requests of any length; the factors of fast
 * mode, batch and region go on top of it.
 */
export function applyOverrides(
  models: readonly PricedModel[],
  overrides: PriceOverrides,
  table: ShippedTable,
  source = OWN_PRICE,
): readonly PricedModel[] {
  if (overrides.models === undefined) return models;
  const listedModel = listedNames(models);
  const result = new Map(models.map((m) => [m.id, m]));
  for (const [name, given] of Object.entries(overrides.models ?? {})) {
    const found = listedModel(name);
    const listed = found && result.get(found.id);
    const model = listed ?? unlisted(name, table, source);
    result.set(model.id, withPeriods(model, [given].flat(), source));
  }
  return [...result.values()];
}

/**
 * The models with fetched prices in place. The shipped list knows more of a model than a price list tells, so a fetched
 * price of one that it has counts only from a named day on, and only while the shipped list is not the younger of the two.
 */
export function applyFetched(
  models: readonly PricedModel[],
  fetched: FetchedPrices,
  table: ShippedTable,
): readonly PricedModel[] {
  const isListed = listedNames(models);
  const counted = Object.entries(fetched.models).filter(
    ([name, rate]) => !isListed(name) || (rate.from !== undefined && fetched.date >= table.date),
  );
  return applyOverrides(models, { models: Object.fromEntries(counted) }, table, `fetched ${fetched.date}`);
}

/** Whether a name is that of a listed model, or another name of it; the nearest of a family is not. */
export function listedNames(models: readonly PricedModel[]): (name: string) => PricedModel | undefined {
  const match = createMatcher(models, new Map());
  return (name) => {
    const found = match(name);
    return found && found.how !== 'family' ? found.model : undefined;
  };
}

/** The user's aliases by name. Throws `config` for one whose model has no price. */
export function resolveAliases(
  models: readonly PricedModel[],
  overrides: PriceOverrides,
): ReadonlyMap<string, PricedModel> {
  if (overrides.aliases === undefined) return new Map();
  const match = createMatcher(models, new Map());
  return new Map(
    Object.entries(overrides.aliases ?? {}).map(([name, target]) => {
      const model = match(target)?.model;
      if (model) return [name, model];
      throw new UsageError(
        'config',
        `price alias ${JSON.stringify(name)}: ${JSON.stringify(target)} has no price`,
        'Name a model that `claude-usage prices list` shows, or give it a price under "models".',
      );
    }),
  );
}

/** The overrides with one price more; it replaces the one of the same model and first day. */
export function withRate(overrides: PriceOverrides, name: string, rate: RateOverride): PriceOverrides {
  const others = [overrides.models?.[name] ?? []].flat().filter((r) => r.from !== rate.from);
  const rates = [...others, rate];
  return { ...overrides, models: { ...overrides.models, [name]: rates.length === 1 ? rate : rates } };
}

/** The overrides without the model's prices. */
export function withoutRates(overrides: PriceOverrides, name: string): PriceOverrides {
  const rest = Object.entries(overrides.models ?? {}).filter(([other]) => other !== name);
  return { ...overrides, models: Object.fromEntries(rest) };
}

function withPeriods(model: PricedModel, given: readonly RateOverride[], source: string): PricedModel {
  const own = given.map((rate) => periodOf(rate, source)).toSorted((a, b) => a.fromMs - b.fromMs);
  const listed = model.periods.filter((p) => p.fromMs < own[0]!.fromMs);
  return { ...model, periods: [...listed, ...own] };
}

function periodOf(given: RateOverride, source: string): PricePeriod {
  const fromMs = given.from === undefined ? -Infinity : Date.parse(given.from);
  return { fromMs, rates: ratesOf(given), override: true, source };
}

/** All five rates of a price that names at least two. */
export function ratesOf(given: RateOverride): ListedRates {
  return {
    input: given.input,
    output: given.output,
    cacheWrite5m: given.cacheWrite5m ?? times(given.input, 1.25),
    cacheWrite1h: given.cacheWrite1h ?? times(given.input, 2),
    cacheRead: given.cacheRead ?? times(given.input, 0.1),
  };
}

/** Without the noise of binary fractions: 0.1 of 6 is 0.6. */
const times = (usd: number, factor: number): number => Math.round(usd * factor * 1e6) / 1e6;

/** A model that the list does not have. A newer Claude keeps the premiums that every Claude since 4.6 has. */
function unlisted(name: string, table: ShippedTable, source: string): PricedModel {
  const { id } = plainName(name);
  const claude = id.startsWith('claude-');
  return {
    id,
    name,
    aliases: [],
    periods: [],
    longContext: null,
    fast: [],
    batchMultiplier: 0.5,
    usMultiplier: claude ? table.usMultiplier : 1,
    regionalMultiplier: claude ? table.regionalMultiplier : 1,
    webSearchUsdPer1000: table.webSearchUsdPer1000,
    note: '',
    source,
  };
}
