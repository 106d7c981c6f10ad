import { readFileSync } from 'node:fs';
import { expandPath, type OwnPaths } from '../config/paths.ts';
import { updatePreferences } from '../config/write-preferences.ts';
import { UsageError } from '../contract/errors.ts';
import type { FetchedPrices, RateOverride } from '../contract/price-overrides.ts';
import { comparePrices, type PriceDifference } from '../pricing/compare-prices.ts';
import { importLiteLlm } from '../pricing/litellm.ts';
import { loadPriceTable } from '../pricing/price-table.ts';
import type { Cli } from './cli.ts';
import { download } from './download.ts';

/** Where the list is published. */
const LITELLM = 'https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json';

export interface RefreshOutcome {
  readonly fetched: FetchedPrices;
  /** Models of the table whose price in the list is another; taken when `replaced`. */
  readonly differing: readonly PriceDifference[];
  readonly replaced: boolean;
  /** Models on which table and list agree. */
  readonly same: number;
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Takes the prices of models that the shipped table lacks from LiteLLM's list, and writes them into the preferences in
 * place of what was fetched before. With `all`, prices that differ are taken too, from today (UTC) on. Nothing is written
 * unless a price table can be made of it. Throws `fetch-failed`, `usage` when it is no such list, `config`.
 */
export async function refreshPrices(
  cli: Cli,
  options: { readonly from: string | undefined; readonly all: boolean },
): Promise<RefreshOutcome> {
  const { config } = cli.app;
  const from = options.from ?? LITELLM;
  const { overrides, skipped } = importLiteLlm(parse(await textOf(cli, from), from));
  const now = cli.host.now();
  const date = new Date(now).toISOString().slice(0, 10);
  const { news, differing, same } = comparePrices(loadPriceTable().models, firstRates(overrides.models ?? {}), now);
  const replaced = options.all ? differing.map(({ model, rate }) => [model, { ...rate, from: date }] as const) : [];
  const fetched: FetchedPrices = { date, from, models: { ...news, ...Object.fromEntries(replaced) } };
  // A table that cannot be made of it must not be written.
  loadPriceTable(config.values.prices, fetched);
  updatePreferences(config.paths, (values) => ({ ...values, fetchedPrices: fetched }));
  return {
    fetched,
    differing: differing.map(({ model, table, list }) => ({ model, table, list })),
    replaced: options.all,
    same,
    skipped,
  };
}

/** Takes what was fetched out of the preferences. Gives a line that says what was done. */
export function forgetFetched(paths: OwnPaths): string {
  let had = false;
  updatePreferences(paths, ({ fetchedPrices, ...values }) => {
    had = fetchedPrices !== undefined;
    return values;
  });
  return had ? 'The fetched prices are forgotten; the shipped table and your own prices hold.' : 'Nothing was fetched.';
}

function firstRates(models: Readonly<Record<string, RateOverride | RateOverride[]>>): Record<string, RateOverride> {
  return Object.fromEntries(Object.entries(models).map(([name, rate]) => [name, [rate].flat()[0]!]));
}

async function textOf(cli: Cli, from: string): Promise<string> {
  if (/^https:\/\//i.test(from)) return download((url, init) => cli.host.fetch(url, init), from);
  if (/^[a-z]+:\/\//i.test(from)) {
    throw new UsageError('usage', `--from ${from} is neither a file nor an https address`, 'Name one of them.');
  }
  try {
    return readFileSync(expandPath(from, cli.app.config.paths.home, cli.host.cwd), 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new UsageError('fetch-failed', `${from} cannot be read (${reason})`, 'Check the name of the file.', {
      cause: error,
    });
  }
}

function parse(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      'fetch-failed',
      `${from} holds no JSON`,
      'Give LiteLLM’s model_prices_and_context_window.json.',
      {
        cause: error,
      },
    );
  }
}
