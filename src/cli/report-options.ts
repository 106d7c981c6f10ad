/** The options that all reports share, and what they become. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { FilterInput } from '../contract/filters.ts';
import { parseLocalDay } from '../contract/units.ts';
import type { ReportOptions } from '../contract/reports/report-query.ts';
import type { Cli } from './cli.ts';

export interface ReportFlags {
  readonly json?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly timezone?: string;
  readonly machine?: string[];
  readonly member?: string[];
  readonly team?: string[];
  readonly project?: string[];
  readonly model?: string[];
  readonly hour?: string[];
  readonly order?: 'asc' | 'desc';
  readonly breakdown?: boolean;
  readonly scan: boolean;
  readonly projectsDir?: string[];
  readonly weekStart?: 'monday' | 'sunday';
  readonly startOfWeek?: 'monday' | 'sunday';
  readonly currency?: string;
}

const RANGE = 'Range:';
const FILTERS = 'Filters (each can be repeated):';
const OUTPUT = 'Output:';
const READING = 'Reading:';

/** Adds the shared options. `ranged: false` for reports that are about one fixed stretch of days. */
export function addReportOptions(command: Command, { ranged }: { readonly ranged: boolean }): void {
  if (ranged) addRange(command);
  addZone(command);
  command
    .addOption(
      new Option('-w, --week-start <day>', 'first day of a week').choices(['monday', 'sunday']).helpGroup(RANGE),
    )
    .addOption(new Option('--start-of-week <day>').choices(['monday', 'sunday']).hideHelp());
  addFilters(command);
  command
    .addOption(new Option('-j, --json', 'JSON, exact and stable, instead of a table').helpGroup(OUTPUT))
    .addOption(new Option('-o, --order <order>', 'direction of the rows').choices(['asc', 'desc']).helpGroup(OUTPUT))
    .addOption(new Option('-b, --breakdown', 'the models of each row').helpGroup(OUTPUT))
    .addOption(
      new Option('--currency <code>', 'currency of the table, at your currencyRates; JSON stays in USD').helpGroup(
        OUTPUT,
      ),
    );
  addReadingOptions(command);
  // Prices ship with the program, so there is no other way than offline: accepted for users of ccusage.
  command.addOption(new Option('-O, --offline').hideHelp());
}

/** `--since` and `--until`. */
export function addRange(command: Command): void {
  command
    .addOption(new Option('-s, --since <day>', 'first day, YYYY-MM-DD or YYYYMMDD').argParser(day).helpGroup(RANGE))
    .addOption(new Option('-u, --until <day>', 'last day, inclusive').argParser(day).helpGroup(RANGE));
}

export function addZone(command: Command): void {
  command.addOption(new Option('-z, --timezone <zone>', 'IANA zone that days are meant in').helpGroup(RANGE));
}

/** Options that decide what is read before a command answers. */
export function addReadingOptions(command: Command): void {
  command
    .addOption(new Option('--no-scan', 'answer from the ledger as it is').helpGroup(READING))
    .addOption(
      new Option('--projects-dir <dir>', 'read this folder instead of the usual ones; repeatable')
        .argParser(collect)
        .helpGroup(READING),
    );
}

/** Filters by name, each repeatable. */
export function addFilters(command: Command): void {
  const filters: readonly (readonly [string, string])[] = [
    ['--project <name>', 'only this project'],
    ['--model <name>', 'only this model, or a family such as opus'],
    ['--hour <name>', 'only this hour of the week: thu-14, thu or 14'],
    ['--machine <name>', 'only this machine'],
    ['--member <name>', 'only machines of this person'],
    ['--team <name>', 'only machines of this team'],
  ];
  for (const [flags, help] of filters) {
    command.addOption(new Option(flags, help).argParser(collect).helpGroup(FILTERS));
  }
}

/** The flags and the preferences as the options of a report. */
export function reportOptions(cli: Cli, flags: ReportFlags): ReportOptions {
  return {
    ...filterOptions(cli, flags),
    ...(flags.order === undefined ? {} : { order: flags.order }),
  };
}

/** The same without an order, for what has none. */
export function filterOptions(cli: Cli, flags: ReportFlags): FilterInput {
  const { timezone, since, until, machine, member, team, project, model, hour } = flags;
  const given = Object.entries({ timezone, since, until, machine, member, team, project, model, hour });
  return {
    ...(Object.fromEntries(given.filter(([, value]) => value !== undefined)) as FilterInput),
    weekStart: flags.weekStart ?? flags.startOfWeek ?? cli.app.config.values.weekStart,
  };
}

/** Parses a repeatable option. */
export function collect(value: string, previous: readonly string[] = []): string[] {
  if (value.trim() === '') throw new InvalidArgumentError('It is empty.');
  return [...previous, value];
}

function day(value: string): string {
  if (parseLocalDay(value) === undefined) {
    throw new InvalidArgumentError('It is no day; write it as YYYY-MM-DD or YYYYMMDD.');
  }
  return value;
}
