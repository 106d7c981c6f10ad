import { UsageError } from '../contract/errors.ts';
import type { Cli } from './cli.ts';
import { US_DOLLAR, type Currency } from './render/figures.ts';

/**
 * The currency of the tables: `--currency`, else the preference, else US dollars. Rates come from the preferences and
 * are never fetched. Throws `usage` for a flag without a rate; a preference without one is warned about.
 */
export function currencyOf(cli: Cli, flag: string | undefined): Currency {
  const { currency, currencyRates } = cli.app.config.values;
  const code = (flag ?? currency).trim().toUpperCase();
  if (code === US_DOLLAR.code) return US_DOLLAR;
  const rate = currencyRates[code];
  if (rate !== undefined) return { code, rate };
  const file = cli.app.config.paths.preferencesFile;
  const hint = `Put { "currencyRates": { "${code}": RATE } } into ${file}, RATE being what one US dollar is worth.`;
  if (flag === undefined) {
    cli.warn(`${file}: there is no rate for currency ${code}; figures are in US dollars. ${hint}`);
    return US_DOLLAR;
  }
  throw new UsageError('usage', `there is no rate for ${JSON.stringify(flag)}`, hint);
}
