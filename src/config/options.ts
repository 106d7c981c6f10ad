/**
 * Every setting, once: its environment variable, its key in a file, its flag, its default and its documentation.
 * The loader, `--help`, `doctor`, the JSON schemas and the configuration page are all made from this table.
 */
import { hostname } from 'node:os';
import type { FetchedPrices, PriceOverrides } from '../contract/price-overrides.ts';
import type { OwnPaths } from './paths.ts';
import * as kind from './values.ts';
import type { Kind } from './values.ts';

/** The two files: `workspace` is workspace.json, `preferences` is claude-usage.json. */
export type FileName = 'workspace' | 'preferences';

export interface Option<T> {
  /** Key in its file; absent for settings that only the environment has. */
  readonly file?: { readonly name: FileName; readonly key: string; readonly alias?: string };
  readonly env?: string;
  /** Flag of the reports that overrides it for one run. */
  readonly flag?: string;
  readonly kind: Kind<T>;
  readonly fallback: (paths: OwnPaths) => T;
  /** The default in words. */
  readonly defaultText: string;
  readonly help: string;
  /** Never printed: it may hold a password. */
  readonly secret?: true;
}
const option = <T>(spec: Option<T>): Option<T> => spec;
const none = (): null => null;
const orNull = <T>(k: Kind<T>): Kind<T | null> => k;

/** Name of this machine when nobody chose one. */
export function machineNameByDefault(): string {
  return hostname().trim() || 'local';
}

const perMillion = kind.number(0, 100_000, true);
/** The same shape as contract/price-overrides.ts, without its schema library: start-up reads this file. */
const rate = kind.record(
  {
    input: perMillion,
    output: perMillion,
    cacheWrite5m: perMillion,
    cacheWrite1h: perMillion,
    cacheRead: perMillion,
    from: kind.day,
  },
  'a price with input and output in US dollars per million tokens, and cacheWrite5m, cacheWrite1h, cacheRead, from',
  ['input', 'output'],
);
const priceOverrides = kind.record(
  {
    models: kind.mapOf(kind.either(rate, kind.listOf(rate, 'a list of them', 1)), 'an object of model to price'),
    aliases: kind.mapOf(kind.text, 'an object of name to model'),
  },
  '{"models": {NAME: {"input": 5, "output": 25, "cacheWrite5m": 6.25, "cacheWrite1h": 10, "cacheRead": 0.5, ' +
    '"from": "2026-11-01"}}, "aliases": {NAME: MODEL}} in US dollars per million tokens',
);
const fetchedPrices = kind.record(
  { date: kind.day, from: kind.text, models: kind.mapOf(rate, 'an object of model to price') },
  'what `claude-usage prices refresh` wrote',
  ['date', 'from', 'models'],
);
const shareRules = kind.record(
  {
    profile: kind.word('mine', 'team'),
    allow: kind.listOf(kind.text, 'a list of project names'),
    deny: kind.listOf(kind.text, 'a list of project names'),
    aliases: kind.mapOf(kind.text, 'an object of project name to alias'),
    fields: kind.mapOf(kind.word('plain', 'alias', 'hash', 'omit'), 'an object of field to plain, alias, hash or omit'),
  },
  'an object with profile, allow, deny, aliases, fields',
);
const amount = kind.number(0, Infinity);
const budgets = kind.record(
  {
    dailyUsd: amount,
    weeklyUsd: amount,
    monthlyUsd: amount,
    projects: kind.mapOf(amount, 'an object of project name to US dollars a month'),
    warnAt: kind.listOf(kind.number(0, 10), 'a list of shares such as [0.8, 1]'),
  },
  'an object with dailyUsd, weeklyUsd, monthlyUsd, projects, warnAt',
);
const alert = kind.record(
  { name: kind.text, on: kind.word('budget', 'quota', 'cost'), above: kind.number(0, Infinity), run: kind.text },
  'an object with name, on (budget, quota or cost), above, run',
);

export const OPTIONS = {
  backend: option({
    file: { name: 'workspace', key: 'backend' },
    env: 'CLAUDE_USAGE_BACKEND',
    kind: kind.word('sqlite', 'postgres'),
    fallback: () => 'sqlite' as const,
    defaultText: 'sqlite',
    help: 'What several machines share: a folder of files (sqlite) or a Postgres database.',
  }),
  machineName: option({
    file: { name: 'workspace', key: 'machine_id' },
    env: 'CLAUDE_USAGE_MACHINE_ID',
    kind: kind.name,
    fallback: machineNameByDefault,
    defaultText: 'the host name',
    help: 'The name of this machine in reports.',
  }),
  team: option({
    file: { name: 'workspace', key: 'team' },
    env: 'CLAUDE_USAGE_TEAM',
    kind: kind.label,
    fallback: () => '',
    defaultText: 'empty',
    help: 'A label over several members.',
  }),
  member: option({
    file: { name: 'workspace', key: 'member' },
    env: 'CLAUDE_USAGE_MEMBER',
    kind: kind.label,
    fallback: () => '',
    defaultText: 'empty',
    help: 'The person this machine belongs to.',
  }),
  sharedDb: option({
    file: { name: 'workspace', key: 'db_path' },
    env: 'CLAUDE_USAGE_SHARED_DB',
    kind: orNull(kind.path),
    fallback: none,
    defaultText: 'none',
    help: 'A shared SQLite workspace. A relative path in the file starts at the folder of the file.',
  }),
  pgDsn: option({
    file: { name: 'workspace', key: 'pg_dsn', alias: 'dsn' },
    env: 'CLAUDE_USAGE_PG',
    kind: orNull(kind.text),
    fallback: none,
    defaultText: "none; libpq's PG* variables and .pgpass work",
    help: 'Connection string of the shared Postgres database.',
    secret: true,
  }),
  share: option({
    file: { name: 'workspace', key: 'share' },
    env: 'CLAUDE_USAGE_SHARE',
    kind: orNull(kind.either(kind.word('mine', 'team'), shareRules)),
    fallback: none,
    defaultText: 'team when team is set, else mine',
    help: 'What leaves this machine.',
  }),
  ledgerPath: option({
    env: 'CLAUDE_USAGE_DB',
    kind: kind.path,
    fallback: (paths: OwnPaths) => paths.defaultLedger,
    defaultText: '~/.claude/usage.db',
    help: 'The ledger: the local SQLite database.',
  }),
  transcriptRoots: option({
    env: 'CLAUDE_CONFIG_DIR',
    flag: '--projects-dir',
    kind: orNull(kind.pathList),
    fallback: none,
    defaultText: '~/.claude, ~/.config/claude, the Xcode and Desktop folders',
    help: 'Where transcripts are read from. It never moves the ledger or the configuration.',
  }),
  timezone: option({
    file: { name: 'preferences', key: 'timezone' },
    flag: '--timezone',
    kind: orNull(kind.zone),
    fallback: none,
    defaultText: "the machine's",
    help: 'The zone in which days, weeks and months are meant.',
  }),
  weekStart: option({
    file: { name: 'preferences', key: 'weekStart' },
    flag: '--week-start',
    kind: kind.word('monday', 'sunday'),
    fallback: () => 'monday' as const,
    defaultText: 'monday',
    help: 'The first day of a week.',
  }),
  currency: option({
    file: { name: 'preferences', key: 'currency' },
    flag: '--currency',
    kind: kind.currency,
    fallback: () => 'USD',
    defaultText: 'USD',
    help: 'The currency of the tables. JSON stays in US dollars.',
  }),
  currencyRates: option({
    file: { name: 'preferences', key: 'currencyRates' },
    kind: kind.mapOf(
      kind.number(0, Infinity),
      'an object of currency code to units for one US dollar, such as { "EUR": 0.92 }',
    ),
    fallback: (): Readonly<Record<string, number>> => ({}),
    defaultText: 'none; rates are never fetched',
    help: 'Units of a currency for one US dollar.',
  }),
  plan: option({
    file: { name: 'preferences', key: 'plan' },
    kind: orNull(kind.word('free', 'pro', 'max-5x', 'max-20x', 'team', 'enterprise', 'api')),
    fallback: none,
    defaultText: 'none',
    help: 'The Anthropic plan you pay for.',
  }),
  budgets: option({
    file: { name: 'preferences', key: 'budgets' },
    kind: orNull(budgets),
    fallback: none,
    defaultText: 'none',
    help: 'Amounts in US dollars not to go over, in all and by project.',
  }),
  alerts: option({
    file: { name: 'preferences', key: 'alerts' },
    kind: kind.listOf(alert, 'a list of alerts, each an object with name, on, above, run'),
    fallback: () => [],
    defaultText: 'none',
    help: 'What to be told about.',
  }),
  prices: option({
    file: { name: 'preferences', key: 'prices' },
    kind: priceOverrides,
    fallback: (): PriceOverrides => ({}),
    defaultText: 'none',
    help: 'Your own prices by model, above the price table.',
  }),
  fetchedPrices: option<FetchedPrices | null>({
    file: { name: 'preferences', key: 'fetchedPrices' },
    kind: orNull(fetchedPrices),
    fallback: none,
    defaultText: 'none; fetched only by `prices refresh`',
    help: 'Prices of models that the shipped table lacks, as `prices refresh` found them.',
  }),
  projectAliases: option({
    file: { name: 'preferences', key: 'projectAliases' },
    kind: kind.mapOf(kind.text, 'an object of project name to the name to show'),
    fallback: (): Readonly<Record<string, string>> => ({}),
    defaultText: 'none',
    help: 'Other names for projects.',
  }),
} as const;

export type ConfigKey = keyof typeof OPTIONS;
/** The value of every setting. */
export type Config = { readonly [K in ConfigKey]: (typeof OPTIONS)[K] extends Option<infer T> ? T : never };
