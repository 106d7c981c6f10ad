import { expect, test } from 'vitest';
import { UsageError } from '../contract/errors.ts';
import { download } from './download.ts';

const URL = 'https://prices.test/list.json';
const failure = async (fetch: Parameters<typeof download>[0]): Promise<UsageError> => {
  const error: unknown = await download(fetch, URL).catch((e: unknown) => e);
  if (error instanceof UsageError) return error;
  throw new Error(`expected a UsageError, got ${String(error)}`);
};

test('gives the text at the address, letters over two chunks included', async () => {
  const bytes = new TextEncoder().encode('{"é":1}');
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes.subarray(0, 3));
      controller.enqueue(bytes.subarray(3));
      controller.close();
    },
  });
  const asked: string[] = [];
  const text = await download(async (url) => (asked.push(url), new Response(body)), URL);
  expect([text, asked]).toEqual(['{"é":1}', [URL]]);
});

test.each([
  ['a refusal', async () => new Response('no', { status: 404 }), 'status 404'],
  [
    'no connection, whose reason Node hides in the cause',
    async () => {
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND prices.test') });
    },
    'getaddrinfo ENOTFOUND prices.test',
  ],
  ['more than any list', async () => new Response('x'.repeat(21 * 1024 * 1024)), 'it is too large'],
])('%s is named with its address and the way around it', async (_, fetch, reason) => {
  const error = await failure(fetch);
  expect(error.code).toBe('fetch-failed');
  expect(error.message).toBe(`${URL} gave nothing (${reason})`);
  expect(error.hint).toContain('prices refresh --from FILE');
});
