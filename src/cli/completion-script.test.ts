import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CliMachine } from '../../test/support/cli-machine.ts';
import { VERBS } from './verbs.ts';

async function script(machine: CliMachine, shell: string): Promise<string> {
  const { code, out } = await machine.run(['completions', shell]);
  expect(code).toBe(0);
  return out;
}

/** What bash would offer for the words typed, the last of which is being completed. */
async function offered(machine: CliMachine, ...words: string[]): Promise<string[]> {
  const file = machine.files.path('completion.bash');
  writeFileSync(file, await script(machine, 'bash'));
  const line = ['claude-usage', ...words].map((word) => `'${word}'`).join(' ');
  const ask = `. '${file}'; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _claude_usage; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--norc', '-c', ask], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

test('bash completes commands, subcommands, flags and known values', async () => {
  using machine = new CliMachine();
  expect(await offered(machine, 'da')).toEqual(['dashboard', 'daily']);
  expect(await offered(machine, '')).toEqual(expect.arrayContaining(VERBS.map(({ name }) => name)));
  expect(await offered(machine, 'prices', 's')).toEqual(['set']);
  expect(await offered(machine, 'session', 'show', '--js')).toEqual(['--json']);
  expect(await offered(machine, 'daily', '--si')).toEqual(['--since']);
  expect(await offered(machine, 'daily', '--order', '')).toEqual(['asc', 'desc']);
  expect(await offered(machine, 'completions', 'f')).toEqual(['fish']);
  expect(await offered(machine, 'export', '--format', 'n')).toEqual(['ndjson']);
});

test.each(['zsh', 'fish'])('%s names every command and its flags', async (shell) => {
  using machine = new CliMachine();
  const text = await script(machine, shell);
  for (const { name } of VERBS) expect(text).toContain(name);
  expect(text).toMatch(shell === 'fish' ? /-l since -s s -x/ : /--since\[first day/);
  expect(text).not.toContain('--hint');
});

test('an unknown shell is wrong usage', async () => {
  using machine = new CliMachine();
  const ran = await machine.run(['completions', 'tcsh']);
  expect(ran).toMatchObject({ code: 2, out: '' });
});
