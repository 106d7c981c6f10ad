import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestAll } from './http-client.ts';

let open = 0;
let most = 0;
const sockets = new Set<unknown>();
const server = createServer((request, response) => {
  sockets.add(request.socket);
  most = Math.max(most, ++open);
  setImmediate(() => {
    open -= 1;
    response.statusCode = request.url === '/missing' ? 404 : 200;
    response.end('four');
  });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

test('every path is asked once, over as many connections as were allowed, kept alive', async () => {
  const { port } = server.address() as AddressInfo;
  const paths = [...Array.from({ length: 40 }, (_, i) => `/${i}`), '/missing'];
  const answers = await requestAll(`http://127.0.0.1:${port}`, paths, 3);
  expect(answers).toHaveLength(41);
  expect(answers.filter((a) => a.status === 404)).toHaveLength(1);
  expect(answers.every((a) => a.bytes === 4 && a.ms > 0)).toBe(true);
  expect(sockets.size).toBe(3);
  expect(most).toBeLessThanOrEqual(3);
});
