import { afterEach, beforeEach, expect, test } from 'vitest';
import { CliMachine, turnRecord } from '../../../test/support/cli-machine.ts';

let machine: CliMachine;
beforeEach(() => {
  machine = new CliMachine();
  machine.transcript('a', [
    turnRecord('1', '2026-11-22T10:00:00Z', { session: 'aaaaaaaa-0000-4000-8000-000000000001' }),
    turnRecord('2', '2026-11-22T10:05:30Z', { session: 'aaaaaaaa-0000-4000-8000-000000000001' }),
    turnRecord('3', '2026-11-21T10:00:00Z', { session: 'bbbbbbbb-0000-4000-8000-000000000002' }),
  ]);
});
afterEach(() => machine[Symbol.dispose]());

test('rows by session, the id as short as it may be', async () => {
  const { out } = await machine.run(['session']);
  expect(out).toMatch(/^bbbbbbbb {2}2026-11-21 10:00/m);
  expect(out).toMatch(/^aaaaaaaa {2}2026-11-22 10:05/m);
  expect(out).not.toContain('aaaaaaaa-');
});

test.each([[['session', 'show', 'aaaa']], [['session', '--id', 'aaaa']], [['session', 'show', 'aaaa', '--no-scan']]])(
  '%j shows one session turn by turn, the cost as it grew',
  async (args) => {
    await machine.run(['scan']);
    const { code, out } = await machine.run([...args, '--timezone', 'Asia/Kolkata']);
    expect(code).toBe(0);
    expect(out).toContain('aaaaaaaa-0000-4000-8000-000000000001');
    expect(out).toMatch(/15:30:00 +opus-4-7 .*\$0\.05 +\$0\.05\n15:35:30 +opus-4-7 .*\$0\.05 +\$0\.09/);
  },
);

test('a session over two days shows the day of each turn', async () => {
  machine.transcript('b', [
    turnRecord('4', '2026-11-20T23:59:00Z', { session: 'cccccccc-0000-4000-8000-000000000003' }),
    turnRecord('5', '2026-11-21T00:01:00Z', { session: 'cccccccc-0000-4000-8000-000000000003' }),
  ]);
  expect((await machine.run(['session', 'show', 'cccc'])).out).toMatch(/^11-20 23:59:00 .*\n11-21 00:01:00 /m);
});

test('JSON holds the session, its turns and the envelope', async () => {
  const { out } = await machine.run(['session', 'show', 'bbbb', '--json']);
  const report = JSON.parse(out) as Record<string, unknown>;
  expect(Object.keys(report)).toEqual(
    expect.arrayContaining(['session', 'turns', 'tools', 'agents', 'totals', 'coverage', 'meta']),
  );
  expect(Object.keys(report)[0]).toBe('session');
});
