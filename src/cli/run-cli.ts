/** From argv to an exit code, in process: no global is read, nothing ends the process. */
import { CommanderError } from 'commander';
import { ERRORS, UsageError } from '../contract/errors.ts';
import { envValue } from '../config/paths.ts';
import { withoutPasswords } from '../lib/without-passwords.ts';
import { Cli, type ExitCode } from './cli.ts';
import { BrokenPipe, type Host } from './host.ts';
import { buildProgram } from './program.ts';
import { VERBS } from './verbs.ts';

/** Runs one command line. Never throws: what fails is one line on standard error and an exit code. */
export async function runCli(host: Host): Promise<ExitCode> {
  const cli = new Cli(host);
  try {
    await runVerb(cli);
  } catch (error) {
    cli.exitCode = await explain(cli, error);
  }
  try {
    await cli[Symbol.asyncDispose]();
  } catch (error) {
    cli.exitCode = await explain(cli, error);
  }
  return cli.exitCode;
}

async function runVerb(cli: Cli): Promise<void> {
  const argv = withDefaultVerb(cli.host.argv);
  let out = '';
  let error = '';
  const program = await buildProgram(cli, verbOf(argv), {
    out: (text) => (out += text),
    error: (text) => (error += text),
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } finally {
    if (out !== '') await cli.host.stdout.write(out);
    if (error !== '') await cli.host.stderr.write(error);
  }
}

/**
 * Without any argument: today and where to go from there. With options only: `daily`, as users of ccusage expect.
 */
function withDefaultVerb(argv: readonly string[]): string[] {
  const meaningful = argv.filter((arg) => arg !== '--color' && arg !== '--no-color');
  const [first] = meaningful;
  if (first === undefined) return ['today', '--hint', ...argv];
  if (first === '-v' || first === 'version') return ['--version'];
  const program = ['-h', '--help', '-V', '--version'];
  const daily = first.startsWith('-') && !meaningful.some((arg) => program.includes(arg)) && verbOf(argv) === '';
  return daily ? ['daily', ...argv] : [...argv];
}

function verbOf(argv: readonly string[]): string {
  const words = argv[0] === 'help' ? argv.slice(1) : argv;
  return words.find((word) => VERBS.some(({ name }) => name === word)) ?? '';
}

/** Says in one line what failed and what to do next; gives the exit code. */
async function explain(cli: Cli, error: unknown): Promise<ExitCode> {
  if (error instanceof BrokenPipe) return 0;
  if (error instanceof CommanderError) return explainUsage(cli, error);
  const known = error instanceof UsageError;
  const message = error instanceof Error ? error.message : String(error);
  const hint = known ? error.hint : 'This is a defect: CLAUDE_USAGE_DEBUG=1 prints where it happened.';
  await say(cli, `${sentence(message)} ${hint}`);
  if (envValue(cli.host.env, 'CLAUDE_USAGE_DEBUG') !== undefined && error instanceof Error) {
    await cli.host.stderr.write(`${withoutPasswords(error.stack ?? '')}\n`).catch(ignoreBrokenPipe);
  }
  return known ? ERRORS[error.code].exit : 1;
}

async function explainUsage(cli: Cli, error: CommanderError): Promise<ExitCode> {
  if (error.exitCode === 0) return 0;
  if (error.code === 'commander.help') return 2;
  const verb = verbOf(cli.host.argv);
  const message = error.message.replace(/^error: /, '').replace(/\n/g, ' ');
  await say(cli, `${sentence(message)} See: claude-usage ${verb === '' ? '' : `${verb} `}--help`);
  return 2;
}

async function say(cli: Cli, line: string): Promise<void> {
  await cli.host.stderr
    .write(`${cli.errorStyle.warn('claude-usage:')} ${withoutPasswords(line)}\n`)
    .catch(ignoreBrokenPipe);
}

function ignoreBrokenPipe(error: unknown): void {
  if (!(error instanceof BrokenPipe)) throw error;
}

const sentence = (text: string): string => (/[.!?]\)?$/.test(text) ? text : `${text}.`);
