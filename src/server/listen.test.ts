import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { listen, loopbackAddress } from './listen.ts';

const app = new Hono().get('/', (c) => c.text('here'));

async function occupy(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

test.each([
  ['localhost', '127.0.0.1'],
  ['127.0.0.1', '127.0.0.1'],
  ['127.1.2.3', '127.1.2.3'],
  ['::1', '::1'],
  ['[::1]', '::1'],
  ['LOCALHOST', '127.0.0.1'],
])('%s is this machine', (host, address) => {
  expect(loopbackAddress(host)).toBe(address);
});

test.each(['0.0.0.0', '::', '[::]', '192.168.1.5', 'my-laptop', '127.0.0.1.evil.example', '::ffff:127.0.0.1'])(
  '%s would let others in: refused, naming what is possible',
  async (host) => {
    await expect(listen(app, { host })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(host),
      hint: expect.stringMatching(/--host 127\.0\.0\.1.*ssh -L/),
    });
  },
);

test('it serves, says where, and lets go of the port', async () => {
  const listening = await listen(app, { port: 0 });
  expect(listening.url).toBe(`http://127.0.0.1:${listening.port}/`);
  expect(await (await fetch(listening.url)).text()).toBe('here');
  await listening.close();
  const again = await listen(app, { port: listening.port });
  await again.close();
});

test('a port that was asked for and is taken is an error that names the way out', async () => {
  const { server, port } = await occupy();
  await expect(listen(app, { port })).rejects.toMatchObject({
    code: 'usage',
    message: `127.0.0.1:${port} is in use.`,
    hint: expect.stringContaining('--port'),
  });
  server.close();
});

test('without a port, the usual one or one of the next', async () => {
  const first = await listen(app);
  const second = await listen(app);
  expect(first.port).toBeGreaterThanOrEqual(8080);
  expect(second.port).toBeGreaterThan(first.port);
  expect(second.port).toBeLessThan(8100);
  await Promise.all([first.close(), second.close()]);
});

test('closing ends a stream that a page still reads', async () => {
  const endless = new Hono().get('/', (c) =>
    c.body(new ReadableStream({ start: (to) => to.enqueue(new Uint8Array([1])) })),
  );
  const listening = await listen(endless, { port: 0 });
  const reader = (await fetch(listening.url)).body!.getReader();
  await reader.read();
  await listening.close();
  await expect(reader.read()).rejects.toThrow();
});
