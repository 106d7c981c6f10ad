/** What every command is given: the application, the two streams, how wide and how coloured. */
import { createAppContext, type AppContext } from '../app-context.ts';
import { problemText } from '../config/load.ts';
import { withoutPasswords } from '../lib/without-passwords.ts';
import type { Host } from './host.ts';
import { COLOUR, PLAIN, wantsColour, type Style } from './render/style.ts';

/** 0 done · 1 failed · 2 wrong usage · 3 done, but something could not be read. */
export type ExitCode = 0 | 1 | 2 | 3;

export class Cli implements AsyncDisposable {
  readonly host: Host;
  readonly app: AppContext;
  readonly style: Style;
  readonly errorStyle: Style;
  exitCode: ExitCode = 0;
  #warnings: Promise<void> = Promise.resolve();

  constructor(host: Host) {
    this.host = host;
    const { env, cwd, platform, now } = host;
    this.app = createAppContext({ env, cwd, platform, now, warn: (line) => this.warn(line) });
    const flag = colourFlag(host.argv);
    this.style = wantsColour(flag, env, host.stdout.isTerminal) ? COLOUR : PLAIN;
    this.errorStyle = wantsColour(flag, env, host.stderr.isTerminal) ? COLOUR : PLAIN;
  }

  /** Cells in a line: COLUMNS, else the terminal's, else no limit, because a pipe has no edge. */
  get width(): number {
    const columns = Number(this.host.env['COLUMNS']);
    if (Number.isInteger(columns) && columns > 0) return columns;
    return this.host.stdout.columns ?? Infinity;
  }

  /** Results: standard output, with an end of line. */
  async print(text: string): Promise<void> {
    await this.host.stdout.write(`${text}\n`);
  }

  /** One line on standard error. Written in order, at the latest when the run ends. */
  warn(line: string): void {
    const text = `${this.errorStyle.warn('claude-usage:')} ${withoutPasswords(line)}\n`;
    this.#warnings = this.#warnings.then(() => this.host.stderr.write(text));
  }

  /** Says once what is wrong with the configuration; a command that reads it calls this first. */
  warnOfConfig(): void {
    for (const problem of this.app.config.problems) this.warn(`${problemText(problem)}; the default is used.`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app[Symbol.asyncDispose]();
    await this.#warnings;
  }
}

function colourFlag(argv: readonly string[]): boolean | undefined {
  const end = argv.indexOf('--');
  const flags = end < 0 ? argv : argv.slice(0, end);
  const last = flags.findLast((arg) => arg === '--color' || arg === '--no-color');
  return last === undefined ? undefined : last === '--color';
}
