import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { UPGRADE_STEPS } from '../../src/ledger/upgrade/upgrade.ts';
import { dumpLedger } from '../support/dump-ledger.ts';
import { TempHome } from '../support/temp-home.ts';
import { buildOlder, LAYOUTS, readRows, type Row } from './older-database.ts';

const TURNS: Row[] = Array.from({ length: 400 }, (_, i) => ({
  session_id: `s${i % 7}`,
  timestamp: new Date(Date.UTC(2026, 2, 1, 0, i)).toISOString(),
  message_id: i % 5 === 0 ? '' : `msg_${i}`,
  model: 'claude-opus-4-6',
  input_tokens: i,
  output_tokens: 2 * i,
  cwd: '/home/ada/src/lantern',
}));

async function run(script: string, ...args: string[]): Promise<{ code: number | null; signal: string | null }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal };
}
const olderRows = (path: string): Row[] => readRows(path, 'SELECT * FROM turns ORDER BY id');
const backupsOf = (path: string): string[] => readdirSync(dirname(path)).filter((n) => n.includes('.backup-'));

test(
  'killed at any step, the older database or the ledger is there, and the next start completes it',
  { timeout: 120_000 },
  async () => {
    using whole = new TempHome();
    buildOlder(whole.ledger, LAYOUTS.V1!, TURNS);
    const before = olderRows(whole.ledger);
    expect(await run('upgrade-child.ts', whole.ledger)).toEqual({ code: 0, signal: null });
    const expected = dumpLedger(whole.ledger);
    for (const step of UPGRADE_STEPS) {
      using home = new TempHome();
      buildOlder(home.ledger, LAYOUTS.V1!, TURNS);
      expect((await run('upgrade-child.ts', home.ledger, step)).signal, step).toBe('SIGKILL');
      if (step === 'committed')
        expect(readRows(home.ledger, 'SELECT COUNT(*) AS n FROM event')).toEqual([{ n: TURNS.length }]);
      else expect(olderRows(home.ledger), step).toEqual(before);
      expect(await run('upgrade-child.ts', home.ledger), step).toEqual({ code: 0, signal: null });
      expect(dumpLedger(home.ledger), step).toEqual(expected);
      expect(backupsOf(home.ledger), step).toHaveLength(1);
      expect(existsSync(`${home.ledger}-journal`), step).toBe(false);
    }
  },
);

test('two starts at once upgrade once', { timeout: 60_000 }, async () => {
  using home = new TempHome();
  buildOlder(home.ledger, LAYOUTS.V1!, TURNS);
  const results = await Promise.all([1, 2, 3].map(() => run('upgrade-child.ts', home.ledger)));
  expect(results.map((r) => r.code)).toEqual([0, 0, 0]);
  expect(readRows(home.ledger, 'SELECT COUNT(*) AS n FROM event')).toEqual([{ n: TURNS.length }]);
  expect(backupsOf(home.ledger)).toHaveLength(1);
});

test('a transaction that an older program left half-written is undone first', async () => {
  using home = new TempHome();
  buildOlder(home.ledger, LAYOUTS.V1!, TURNS);
  expect((await run('half-written-child.ts', home.ledger)).signal).toBe('SIGKILL');
  expect(existsSync(`${home.ledger}-journal`)).toBe(true);
  await using ledger = await openLedger(home.ledger, { machineName: 'studio', zone: 'UTC' });
  expect((await ledger.reader.stats()).turns).toBe(TURNS.length);
});

test('a failure in the middle names its reason and leaves everything as it was', async () => {
  using home = new TempHome();
  buildOlder(home.ledger, LAYOUTS.V1!, TURNS);
  const before = olderRows(home.ledger);
  const failing = openLedger(home.ledger, {
    machineName: 'studio',
    zone: 'UTC',
    onUpgradeStep: (step) => {
      if (step === 'checked') throw new Error('no space left');
    },
  });
  await expect(failing).rejects.toMatchObject({
    code: 'upgrade-failed',
    message: expect.stringContaining('no space left'),
  });
  expect(olderRows(home.ledger)).toEqual(before);
});
