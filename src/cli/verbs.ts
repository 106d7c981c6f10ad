/** Every command: its name and summary for the help, and its module, loaded only when it runs. */
import type { Command } from 'commander';
import type { Cli } from './cli.ts';

export interface CommandModule {
  /** Adds options, arguments, subcommands, help and the action to the bare command. */
  configure(command: Command, cli: Cli): void;
}
export interface Verb {
  readonly name: string;
  readonly summary: string;
  readonly group: string;
  readonly load: () => Promise<CommandModule>;
}

const SUMMARIES = 'At a glance:';
const ROWS = 'Reports:';
const DATA = 'Data:';
export const HELP_GROUP = 'Help:';

export const VERBS: readonly Verb[] = [
  { name: 'today', group: SUMMARIES, summary: 'what today used, by model', load: () => import('./commands/today.ts') },
  { name: 'week', group: SUMMARIES, summary: 'the last seven days', load: () => import('./commands/week.ts') },
  { name: 'stats', group: SUMMARIES, summary: 'all time, in short', load: () => import('./commands/stats.ts') },
  {
    name: 'dashboard',
    group: SUMMARIES,
    summary: 'the page, in your browser',
    load: () => import('./commands/dashboard.ts'),
  },
  { name: 'daily', group: ROWS, summary: 'rows by day', load: () => import('./commands/daily.ts') },
  { name: 'weekly', group: ROWS, summary: 'rows by week', load: () => import('./commands/weekly.ts') },
  { name: 'monthly', group: ROWS, summary: 'rows by month', load: () => import('./commands/monthly.ts') },
  {
    name: 'session',
    group: ROWS,
    summary: 'rows by session; session show ID: one, turn by turn',
    load: () => import('./commands/session.ts'),
  },
  { name: 'projects', group: ROWS, summary: 'rows by project', load: () => import('./commands/projects.ts') },
  { name: 'models', group: ROWS, summary: 'rows by model', load: () => import('./commands/models.ts') },
  { name: 'machines', group: ROWS, summary: 'rows by machine', load: () => import('./commands/machines.ts') },
  {
    name: 'blocks',
    group: ROWS,
    summary: '5-hour activity windows, derived from the log',
    load: () => import('./commands/blocks.ts'),
  },
  {
    name: 'scan',
    group: DATA,
    summary: 'read what is new in the transcripts',
    load: () => import('./commands/scan.ts'),
  },
  { name: 'export', group: DATA, summary: 'everything, as CSV or JSON', load: () => import('./commands/export.ts') },
  {
    name: 'prices',
    group: DATA,
    summary: 'the price table, unpriced models, your own prices',
    load: () => import('./commands/prices.ts'),
  },
  {
    name: 'workspace',
    group: DATA,
    summary: 'several machines, one picture: init, join, status, sync, preview, leave',
    load: () => import('./commands/workspace.ts'),
  },
  {
    name: 'doctor',
    group: HELP_GROUP,
    summary: 'where it looks, what it skipped and why, the store, the configuration',
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'completions',
    group: HELP_GROUP,
    summary: 'tab completion for bash, zsh or fish',
    load: () => import('./commands/completions.ts'),
  },
];
