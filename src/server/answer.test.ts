import { expect, test } from 'vitest';
import type { LedgerReader } from '../ledger/ledger.ts';
import { MemoryLedger } from '../../test/support/memory-ledger.ts';
import { CONTENTS, serverApp } from '../../test/support/server-app.ts';

/** A ledger whose revision a test sets, and that counts how often it is asked for figures. */
function counted() {
  const ledger = { revision: '1', asked: 0 };
  const reader = new MemoryLedger(CONTENTS) as LedgerReader;
  const usage = reader.usage.bind(reader);
  reader.revision = async () => ledger.revision;
  reader.usage = (query) => {
    ledger.asked++;
    return usage(query);
  };
  return { ledger, ...serverApp({ reader }) };
}

test('the same question is answered from memory until the ledger changes', async () => {
  const { ledger, request } = counted();
  const first = await (await request('/api/v1/daily?machine=laptop&range=all')).text();
  const asked = ledger.asked;
  expect(asked).toBeGreaterThan(0);
  expect(await (await request('/api/v1/daily?range=all&machine=laptop')).text()).toBe(first);
  expect(ledger.asked).toBe(asked);
  ledger.revision = '2';
  await request('/api/v1/daily?machine=laptop&range=all');
  expect(ledger.asked).toBe(2 * asked);
});

test('many pages that ask at once cost one answer', async () => {
  const { ledger, request } = counted();
  await request('/api/v1/daily');
  const once = ledger.asked;
  ledger.revision = '2';
  await Promise.all(Array.from({ length: 8 }, () => request('/api/v1/daily')));
  expect(ledger.asked).toBe(2 * once);
});

test('a browser that has the answer gets 304 without any figure being made', async () => {
  const { ledger, request } = counted();
  const first = await request('/api/v1/daily');
  const etag = first.headers.get('etag') ?? '';
  expect(first.headers.get('cache-control')).toBe('private, no-cache');
  const asked = ledger.asked;
  ledger.revision = '1';
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = await request('/api/v1/daily', { headers: { 'if-none-match': tag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect(again.headers.get('etag')).toBe(etag);
  }
  expect(ledger.asked).toBe(asked);
  ledger.revision = '2';
  expect((await request('/api/v1/daily', { headers: { 'if-none-match': etag } })).status).toBe(200);
});

test('at midnight in the zone of the question today is another day', async () => {
  const { request, clock } = counted();
  const turnsToday = async (zone: string): Promise<number> => {
    const body = (await (await request(`/api/v1/today?timezone=${zone}`)).json()) as { totals: { turns: number } };
    return body.totals.turns;
  };
  clock.nowMs = Date.UTC(2026, 10, 22, 22, 59);
  expect([await turnsToday('Europe/Berlin'), await turnsToday('UTC')]).toEqual([3, 3]);
  clock.nowMs = Date.UTC(2026, 10, 22, 23, 1);
  expect([await turnsToday('Europe/Berlin'), await turnsToday('UTC')]).toEqual([0, 3]);
});

test('what is going on now is asked again each minute', async () => {
  const { ledger, request, clock } = counted();
  await request('/api/v1/blocks');
  const tag = (await request('/api/v1/blocks')).headers.get('etag');
  clock.nowMs += 60_000;
  expect((await request('/api/v1/blocks')).headers.get('etag')).not.toBe(tag);
  expect(ledger.revision).toBe('1');
});

test('a wrong question is not remembered', async () => {
  const { request } = counted();
  expect((await request('/api/v1/daily?machine=nobody')).status).toBe(400);
  const again = await request('/api/v1/daily?machine=nobody');
  expect(again.status).toBe(400);
  expect(again.headers.get('cache-control')).toBe('no-store');
});
