import { spawn } from 'node:child_process';
import process from 'node:process';

/** A step of the bootstrap did not work. The message says what, and which command to try. */
export class StepFailed extends Error {}

/**
 * Runs a command in silence. Resolves when it exits with 0.
 * @throws {StepFailed} with all it printed and the hint, when it does not.
 */
export function runQuietly(command, args, { cwd, env, hint }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    const fail = (why) => {
      const printed = Buffer.concat(output).toString('utf8').trim();
      reject(
        new StepFailed(`${printed}${printed ? '\n' : ''}claude-usage: ${command} ${args.join(' ')}: ${why}\n${hint}`),
      );
    };
    child.once('error', (error) => fail(error.message));
    child.once('close', (code, signal) => (code === 0 ? resolve() : fail(signal ?? `exit status ${code}`)));
  });
}

/** One line for whoever waits, on standard error: standard output belongs to the program. */
export function say(line) {
  process.stderr.write(`claude-usage: ${line}\n`);
}
