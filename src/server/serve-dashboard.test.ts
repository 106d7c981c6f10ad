import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLedger } from '../ledger/open-ledger.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import { loadPriceTable } from '../pricing/price-table.ts';
import { serveDashboard } from './serve-dashboard.ts';
import type { Dashboard } from './serve-dashboard.ts';

let home: string;
let transcript: string;
let ledger: SqlLedger;
let dashboard: Dashboard;
const logged: unknown[] = [];

const line = (id: string): string =>
  `${JSON.stringify({
    type: 'assistant',
    sessionId: '0a1b2c3d-0000-4000-8000-000000000001',
    timestamp: '2026-11-22T10:00:00.000Z',
    cwd: '/w/api',
    uuid: id,
    requestId: `req_${id}`,
    message: {
      id,
      model: 'claude-opus-4-7',
      role: 'assistant',
      stop_reason: 'end_turn',
      usage: { input_tokens: 1, output_tokens: 2 },
    },
  })}\n`;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'dashboard-'));
  const folder = join(home, 'claude/projects/-w-api');
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(home, 'web'));
  writeFileSync(join(home, 'web/index.html'), '<head><meta name="csrf-token" content=""></head>');
  transcript = join(folder, '0a1b2c3d-0000-4000-8000-000000000001.jsonl');
  writeFileSync(transcript, line('msg_1'));
  const prices = loadPriceTable();
  const ledgerPath = join(home, 'usage.db');
  const values = { ledgerPath, machineName: 'laptop', member: '', team: '', budgets: null };
  ledger = await openLedger(ledgerPath, { machineName: 'laptop', epochs: prices.epochs });
  const app = {
    world: { now: () => Date.now() },
    config: { values },
    prices: async () => prices,
    sharedContext: async () => Promise.reject(new Error('nothing is shared')),
    reportContext: async () => ({ reader: ledger.reader, prices, nowMs: Date.now(), zone: 'UTC', version: '1.2.3' }),
    surroundings: () => ({ env: { CLAUDE_CONFIG_DIR: join(home, 'claude') }, home, platform: process.platform }),
  };
  logged.length = 0;
  dashboard = await serveDashboard(app, {
    port: 0,
    assetsDir: join(home, 'web'),
    log: (_, error) => logged.push(error),
  });
});
afterEach(async () => {
  await dashboard.close();
  await ledger.close();
  rmSync(home, { recursive: true, force: true });
  expect(logged).toEqual([]);
});

/** The server's events as a page gets them. */
async function* eventsOf(
  url: string,
): AsyncGenerator<{ name: string; data: { revision?: string; scanning?: boolean; lastScan?: string | null } }> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of (await fetch(`${url}api/v1/events`)).body!) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const match = /^event: (.*)\ndata: (.*)$/.exec(block);
      if (match) yield { name: match[1]!, data: JSON.parse(match[2]!) };
    }
  }
}

async function turns(): Promise<number> {
  const body = (await (await fetch(`${dashboard.url}api/v1/daily`)).json()) as { totals: { turns: number } };
  return body.totals.turns;
}

test('a turn that is written while the page is open reaches it, within two seconds', async () => {
  const wanted = [1, 2];
  let writtenMs = 0;
  for await (const { name } of eventsOf(dashboard.url)) {
    if (name !== 'revision' || (await turns()) !== wanted[0]) continue;
    wanted.shift();
    if (wanted.length === 0) break;
    writtenMs = performance.now();
    appendFileSync(transcript, line('msg_2'));
  }
  expect(performance.now() - writtenMs).toBeLessThan(2000);
});

test('the served page knows the token that a rescan needs', async () => {
  const page = await (await fetch(dashboard.url)).text();
  const token = /<meta name="csrf-token" content="([\w-]{43})">/.exec(page)?.[1] ?? '';
  const origin = dashboard.url.slice(0, -1);
  const rescan = (sent: string): Promise<Response> =>
    fetch(`${dashboard.url}api/rescan?full=1`, { method: 'POST', headers: { origin, 'x-claude-usage-token': sent } });
  expect((await rescan('guess')).status).toBe(403);
  const response = await rescan(token);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ skipped: 0 });
  expect(await turns()).toBe(1);
});

test('closing ends an open event stream and frees the port', async () => {
  const stream = eventsOf(dashboard.url);
  await stream.next();
  await dashboard.close();
  const left: unknown[] = [];
  await (async () => {
    for await (const event of stream) left.push(event);
  })().catch(() => undefined);
  await expect(fetch(dashboard.url)).rejects.toThrow();
});
