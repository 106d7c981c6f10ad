import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CachedResponse } from './response-cache.ts';
import { createResponseCache } from './response-cache.ts';

const answer = (text: string): CachedResponse => ({ bytes: new TextEncoder().encode(text), contentType: 'text/plain' });
const textOf = async (made: Promise<CachedResponse>): Promise<string> => new TextDecoder().decode((await made).bytes);

test('an answer is made once per key and revision', async () => {
  const cache = createResponseCache(1e6);
  let made = 0;
  const ask = (key: string, revision: string): Promise<string> =>
    textOf(cache.get({ key, revision, make: async () => answer(`${key} ${revision} ${++made}`) }));
  expect(await ask('a', '1')).toBe('a 1 1');
  expect(await ask('a', '1')).toBe('a 1 1');
  expect(await ask('b', '1')).toBe('b 1 2');
  expect(await ask('a', '2')).toBe('a 2 3');
  expect(await ask('a', '2')).toBe('a 2 3');
});

test('requests at once share one making, its failure too, and the failure is not kept', async () => {
  const cache = createResponseCache(1e6);
  let made = 0;
  const failing = { key: 'a', revision: '1', make: () => Promise.reject(new Error(`no ${++made}`)) };
  const results = await Promise.allSettled([cache.get(failing), cache.get(failing)]);
  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
  expect(made).toBe(1);
  expect(await textOf(cache.get({ ...failing, make: async () => answer('now') }))).toBe('now');
});

test('an answer that was begun before a change is given but not kept', async () => {
  const cache = createResponseCache(1e6);
  const slow = Promise.withResolvers<CachedResponse>();
  const early = cache.get({ key: 'a', revision: '1', make: () => slow.promise });
  await cache.get({ key: 'b', revision: '2', make: async () => answer('b') });
  slow.resolve(answer('old'));
  expect(await textOf(early)).toBe('old');
  expect(await textOf(cache.get({ key: 'a', revision: '2', make: async () => answer('new') }))).toBe('new');
});

test('tags differ by key, revision and run, and are equal otherwise', () => {
  const [cache, other] = [createResponseCache(1e6), createResponseCache(1e6)];
  const tag = cache.etag({ key: 'a', revision: '1' });
  expect(tag).toMatch(/^"[\w-]+"$/);
  expect(cache.etag({ key: 'a', revision: '1' })).toBe(tag);
  const others = [
    cache.etag({ key: 'b', revision: '1' }),
    cache.etag({ key: 'a', revision: '2' }),
    other.etag({ key: 'a', revision: '1' }),
  ];
  expect(new Set([tag, ...others]).size).toBe(4);
});

test('the least recently used answer goes first', async () => {
  const cache = createResponseCache(4 * 1512);
  let made = 0;
  const ask = (key: string) => cache.get({ key, revision: '1', make: async () => (made++, answer('x'.repeat(1000))) });
  for (const key of ['a', 'b', 'c', 'd', 'a', 'e']) await ask(key);
  expect(made).toBe(5);
  await ask('a');
  expect(made).toBe(5);
  await ask('b');
  expect(made).toBe(6);
});

test('whatever is asked for, the cache stays within its bound and answers right', async () => {
  const request = fc.record({
    key: fc.integer({ min: 0, max: 20 }),
    size: fc.integer({ min: 0, max: 4000 }),
    revision: fc.integer({ min: 0, max: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(request, { maxLength: 60 }), async (requests) => {
      const cache = createResponseCache(10_000);
      for (const { key, size, revision } of requests) {
        const name = `${key}.${size}`;
        const text = await textOf(
          cache.get({
            key: name,
            revision: String(revision),
            make: async () => answer(`${name}@${revision}`.padEnd(size)),
          }),
        );
        expect(text.trimEnd()).toBe(`${name}@${revision}`);
        expect(cache.bytes).toBeLessThanOrEqual(10_000);
      }
    }),
  );
});
