import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
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

test('HOST and PORT decide where no flag does, as in the older dashboards', async () => {
  using machine = new CliMachine();
  const free = await freePort();
  const ran = await machine.run(['dashboard'], { env: { HOST: 'localhost', PORT: String(free) } });
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(addressIn(ran.out)).toBe(`http://127.0.0.1:${free}/`);
  const flagged = await machine.run(['dashboard', '--port', '0'], { env: { PORT: String(free) } });
  expect(addressIn(flagged.out)).not.toContain(`:${free}/`);
});

test('a HOST or PORT that cannot be served is named, and the dashboard starts', async () => {
  using machine = new CliMachine();
  const host = await machine.run(['dashboard', '--port', '0'], { env: { HOST: 'workstation.example' } });
  expect(host.code).toBe(0);
  expect(host.err).toBe(
    'claude-usage: HOST=workstation.example is not used: the dashboard answers on this machine only\n',
  );
  const port = await machine.run(['dashboard'], { env: { PORT: 'tcp://10.0.0.1:80' } });
  expect(port.code).toBe(0);
  expect(port.err).toContain('PORT=tcp://10.0.0.1:80 is not used');
  expect(addressIn(port.out)).toMatch(/^http:/);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
