import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scan } from '../../src/ingest/scan.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { OWN_CORPUS, surroundingsOf } from '../support/own-corpus.ts';
import { TempHome } from '../support/temp-home.ts';
import { buildOlder, LAYOUTS, type Row } from './older-database.ts';

/** Roots whose every line an older dashboard read too; the others hold what it misread. */
const ROOTS = ['everyday', 'zones'];

interface AssistantLine {
  type?: string;
  sessionId?: string;
  timestamp?: string;
  cwd?: string;
  message?: { id?: string; model?: string; usage?: Record<string, number> };
}

/** What the first dashboards stored of these transcripts: one row per line with usage. */
function olderRows(folder: string): Row[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.jsonl'));
  const read = files.filter((f) => !f.endsWith('journal.jsonl')).toSorted();
  return read.flatMap((f) => readFileSync(join(folder, f), 'utf8').split('\n').filter(Boolean).flatMap(rowOf));
}

function rowOf(text: string): Row[] {
  const line = JSON.parse(text) as AssistantLine;
  const usage = line.message?.usage;
  if (line.type !== 'assistant' || !line.sessionId || !line.timestamp || !usage) return [];
  const count = (key: string): number => usage[key] ?? 0;
  const tokens = {
    input_tokens: count('input_tokens'),
    output_tokens: count('output_tokens'),
    cache_read_tokens: count('cache_read_input_tokens'),
    cache_creation_tokens: count('cache_creation_input_tokens'),
  };
  if (Object.values(tokens).every((n) => n === 0)) return [];
  const { sessionId: session_id, timestamp, cwd = null } = line;
  const { model = null, id: message_id = null } = line.message ?? {};
  return [{ session_id, timestamp, cwd, model, message_id, ...tokens }];
}

async function totalsAfter(ledgerPath: string, folder: string): Promise<Record<string, number>> {
  await using ledger = await openLedger(ledgerPath, { machineName: 'studio', zone: 'UTC' });
  await scan(ledger, { surroundings: surroundingsOf(folder), nowMs: Date.UTC(2026, 10, 22) });
  expect(ledger.verify().ok).toBe(true);
  const cells = await ledger.reader.usage({ by: ['day'], range: {}, zone: 'UTC', filter: {} });
  const sums: Record<string, number> = {};
  for (const c of cells) {
    for (const key of ['turns', 'input', 'output', 'cache5m', 'cache1h', 'cacheRead'] as const) {
      sums[`${c.day} ${key}`] = (sums[`${c.day} ${key}`] ?? 0) + c[key];
    }
  }
  return sums;
}

test.each(['V0', 'V1'])('a scan after the upgrade of %s gives the totals of a scan alone, per day', async (layout) => {
  using home = new TempHome();
  const folder = home.path('roots');
  for (const root of ROOTS) cpSync(join(OWN_CORPUS, root), join(folder, root), { recursive: true });
  const rows = olderRows(folder);
  const seen = new Set<unknown>();
  const stored =
    layout === 'V0'
      ? rows
      : rows.filter((r) => r.message_id === null || (!seen.has(r.message_id) && seen.add(r.message_id)));
  buildOlder(home.ledger, LAYOUTS[layout]!, stored);
  expect(stored.length).toBeGreaterThan(30);
  expect(await totalsAfter(home.ledger, folder)).toEqual(await totalsAfter(home.path('.claude', 'fresh.db'), folder));
});
