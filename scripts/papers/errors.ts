import { ERRORS } from '../../src/contract/errors.ts';
import { table } from './table.ts';

/** docs/errors.md: every way to fail on purpose. */
export function errorsPaper(): string {
  const rows = Object.entries(ERRORS).map(([code, { meaning, exit, http }]) => [
    `\`${code}\``,
    meaning,
    String(exit),
    String(http),
  ]);
  return [
    '# Errors',
    'Every failure says what happened and where, and the next command to try. In the terminal it is one line on standard error; over HTTP it is ' +
      '`{ "error": { "code", "message", "hint" } }`.',
    table(['code', 'meaning', 'exit status', 'HTTP status'], rows),
    'Exit status 3 is no error: the command did its work, but something could not be read; `claude-usage doctor` names it.',
  ].join('\n\n');
}
