import { expect, test } from 'vitest';
import { CliMachine, turnRecord } from '../../../test/support/cli-machine.ts';

const addressIn = (out: string): string => /http:\/\/127\.0\.0\.1:\d+\//.exec(out)?.[0] ?? 'no address';

test('serves until interrupted, prints its address, opens no browser without a screen', async () => {
  using machine = new CliMachine();
  machine.transcript('a', [turnRecord('1', '2026-11-22T10:00:00Z')]);
  let answer: Response | undefined;
  const ran = await machine.run(['dashboard', '--port', '0'], {
    async whileServing(out) {
      answer = await fetch(`${addressIn(out)}api/v1/daily?timezone=UTC`);
    },
  });
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(answer?.status).toBe(200);
  expect(machine.opened).toEqual([]);
  await expect(fetch(addressIn(ran.out))).rejects.toThrow();
});

test('opens the browser where somebody sits, unless told not to', async () => {
  using machine = new CliMachine();
  const setting = { columns: 80, env: { DISPLAY: ':0' } };
  await machine.run(['dashboard', '--port', '0'], setting);
  expect(machine.opened).toHaveLength(1);
  expect(machine.opened[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  await machine.run(['dashboard', '--port', '0', '--no-open'], setting);
  await machine.run(['dashboard', '--port', '0', '--no-browser'], setting);
  expect(machine.opened).toHaveLength(1);
});
