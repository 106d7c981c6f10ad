import type { Command } from 'commander';
import { UsageError } from '../../contract/errors.ts';
import type { Cli } from '../cli.ts';
import { renderJson } from '../render/json.ts';
import { viewOf } from '../report-command.ts';

interface JsonFlag {
  readonly json?: boolean;
}
interface SetFlags {
  readonly input?: string;
  readonly output?: string;
  readonly cacheWrite5m?: string;
  readonly cacheWrite1h?: string;
  readonly cacheRead?: string;
  readonly from?: string;
  readonly sameAs?: string;
  readonly remove?: boolean;
}

interface RefreshFlags extends JsonFlag {
  readonly from?: string;
  readonly all?: boolean;
  readonly remove?: boolean;
}

export function configure(command: Command, cli: Cli): void {
  command.addHelpText(
    'after',
    '\nWithout a subcommand: list. Prices are US dollars per million tokens. Only\nrefresh asks the network.',
  );
  command
    .command('list', { isDefault: true })
    .description('the price table with your own prices in it')
    .option('-a, --all', 'earlier and later prices too')
    .option('-j, --json', 'JSON instead of a table')
    .action(async (flags: JsonFlag & { all?: boolean }) => list(cli, flags));
  command
    .command('check')
    .description('how each model you used, or each name given, finds its price')
    .argument('[model...]', 'names to check instead')
    .option('-j, --json', 'JSON instead of a table')
    .action(async (names: string[], flags: JsonFlag) => check(cli, names, flags));
  command
    .command('set')
    .description('your own price of a model, or a name that means another model')
    .argument('<model>', 'the name as the transcripts have it')
    .option('--input <usd>', 'a million input tokens')
    .option('--output <usd>', 'a million output tokens')
    .option('--cache-write-5m <usd>', 'cache writes of 5 minutes; else 1.25 times the input')
    .option('--cache-write-1h <usd>', 'cache writes of 1 hour; else twice the input')
    .option('--cache-read <usd>', 'cache reads; else a tenth of the input')
    .option('--from <day>', 'first UTC day of this price, YYYY-MM-DD; else it holds always')
    .option('--same-as <model>', 'price it like this model instead')
    .option('--remove', 'forget your own price and alias of the model')
    .addHelpText('after', EXAMPLES)
    .action(async (model: string, flags: SetFlags) => set(cli, model, flags));
  command
    .command('refresh')
    .description('prices of models that the table lacks, from a published list')
    .option('--from <place>', "LiteLLM's price list: a file, or an https address; else where it is published")
    .option('--all', 'models of the table too, where the list says otherwise, from today on')
    .option('--remove', 'forget what was fetched before')
    .option('-j, --json', 'JSON instead of text')
    .addHelpText(
      'after',
      '\nThe one command that asks the network. What it takes is kept in the\npreferences, with its date.',
    )
    .action(async (flags: RefreshFlags) => refresh(cli, flags));
}

const EXAMPLES = `
Examples:
  claude-usage prices set my-gateway/opus --same-as claude-opus-4-7
  claude-usage prices set my-model --input 5 --output 25 --from 2026-11-01`;

async function list(cli: Cli, flags: JsonFlag & { readonly all?: boolean }): Promise<void> {
  cli.warnOfConfig();
  const [{ listPrices }, prices] = await Promise.all([import('../../pricing/list-prices.ts'), cli.app.prices()]);
  const all = listPrices(prices, cli.host.now());
  const rows = flags.all === true ? all : all.filter((row) => row.current);
  if (flags.json === true) return cli.print(renderJson({ prices: rows, priceTable: prices.date }));
  const { printPrices } = await import('../render/prices.ts');
  await cli.print(printPrices(viewOf(cli, {}), rows, prices.date));
}

async function check(cli: Cli, names: readonly string[], flags: JsonFlag): Promise<void> {
  cli.warnOfConfig();
  const [{ checkNames }, prices] = await Promise.all([import('../../pricing/list-prices.ts'), cli.app.prices()]);
  const wanted = names.length > 0 ? names : await usedModels(cli);
  const checks = checkNames(prices, wanted);
  if (flags.json === true) return cli.print(renderJson({ check: checks, priceTable: prices.date }));
  const { printChecks } = await import('../render/prices.ts');
  await cli.print(printChecks(viewOf(cli, {}), checks, prices.date));
}

async function usedModels(cli: Cli): Promise<string[]> {
  const { reader } = await cli.app.reportContext({ mustExist: true });
  const classes = await reader.priceClasses();
  return [...new Set(classes.map(({ model }) => model))].sort();
}

async function set(cli: Cli, model: string, flags: SetFlags): Promise<void> {
  const { changePrices } = await import('../change-prices.ts');
  const numbers = {
    input: priceOf(flags.input, '--input'),
    output: priceOf(flags.output, '--output'),
    cacheWrite5m: priceOf(flags.cacheWrite5m, '--cache-write-5m'),
    cacheWrite1h: priceOf(flags.cacheWrite1h, '--cache-write-1h'),
    cacheRead: priceOf(flags.cacheRead, '--cache-read'),
  };
  const given = Object.entries({ ...numbers, from: flags.from }).filter(([, value]) => value !== undefined);
  const ways = [given.length > 0, flags.sameAs !== undefined, flags.remove === true].filter(Boolean).length;
  if (ways !== 1) {
    throw new UsageError(
      'usage',
      'prices set takes prices, or --same-as, or --remove',
      'See: claude-usage prices set --help',
    );
  }
  const done = changePrices(cli.app.config.paths, cli.app.config.values.fetchedPrices, model, {
    ...(given.length > 0 ? { rate: Object.fromEntries(given) } : {}),
    ...(flags.sameAs === undefined ? {} : { sameAs: flags.sameAs }),
  });
  await cli.print(
    `${done}\nIt is in ${cli.app.config.paths.preferencesFile}. Past usage is priced with it from now on.`,
  );
}

async function refresh(cli: Cli, flags: RefreshFlags): Promise<void> {
  if (flags.remove === true && (flags.from !== undefined || flags.all === true)) {
    throw new UsageError('usage', '--remove goes alone', 'See: claude-usage prices refresh --help');
  }
  const { forgetFetched, refreshPrices } = await import('../refresh-prices.ts');
  if (flags.remove === true) return cli.print(forgetFetched(cli.app.config.paths));
  const outcome = await refreshPrices(cli, { from: flags.from, all: flags.all === true });
  if (flags.json === true) return cli.print(renderJson(outcome));
  const { printRefresh } = await import('../render/price-refresh.ts');
  await cli.print(printRefresh(viewOf(cli, {}), outcome, cli.app.config.paths.preferencesFile));
}

function priceOf(value: string | undefined, flag: string): number | undefined {
  if (value === undefined) return undefined;
  const price = Number(value);
  if (value.trim() !== '' && Number.isFinite(price) && price >= 0) return price;
  throw new UsageError(
    'usage',
    `${flag} ${JSON.stringify(value)} is no price`,
    'Give US dollars per million tokens, such as 5 or 0.25.',
  );
}
