import { UsageError } from '../contract/errors.ts';
import { parsePriceOverrides, type FetchedPrices, type PriceOverrides } from '../contract/price-overrides.ts';
import type { OwnPaths } from '../config/paths.ts';
import { updatePreferences } from '../config/write-preferences.ts';
import { withoutRates, withRate } from '../pricing/overrides.ts';
import { loadPriceTable } from '../pricing/price-table.ts';

/** A price, another model's name, or neither to forget both. */
export interface PriceChange {
  readonly rate?: unknown;
  readonly sameAs?: string;
}

/**
 * Writes a price change into the preferences, once the price table takes it. Gives a line that says what was done.
 * Throws `usage` for a price that makes no sense, `config` when the file is wrong.
 */
export function changePrices(
  paths: OwnPaths,
  fetched: FetchedPrices | null,
  model: string,
  change: PriceChange,
): string {
  let done = '';
  updatePreferences(paths, (values) => {
    const before = parsePriceOverrides(values['prices'] ?? {}, 'prices');
    const [after, text] = apply(before, model, change);
    // A table that cannot be made of it must not be written.
    loadPriceTable(after, fetched);
    done = text;
    return { ...values, prices: after };
  });
  return done;
}

function apply(before: PriceOverrides, model: string, change: PriceChange): [PriceOverrides, string] {
  if (change.sameAs !== undefined) {
    const aliases = { ...before.aliases, [model]: change.sameAs };
    return [{ ...before, aliases }, `${model} is priced like ${change.sameAs}.`];
  }
  if (change.rate !== undefined) {
    const parsed = checkedRate(model, change.rate);
    return [withRate(before, model, parsed), `${model} has your price.`];
  }
  const { [model]: alias, ...aliases } = before.aliases ?? {};
  if (alias === undefined && before.models?.[model] === undefined) {
    throw new UsageError(
      'not-found',
      `you have no price or alias for ${JSON.stringify(model)}`,
      'See: claude-usage prices list',
    );
  }
  return [{ ...withoutRates(before, model), aliases }, `Your price of ${model} is forgotten.`];
}

function checkedRate(model: string, rate: unknown) {
  try {
    const parsed = parsePriceOverrides({ models: { [model]: rate } }, 'prices').models?.[model];
    return [parsed ?? []].flat()[0]!;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(
      'usage',
      error.message,
      'Give at least --input and --output. See: claude-usage prices set --help',
      {
        cause: error,
      },
    );
  }
}
