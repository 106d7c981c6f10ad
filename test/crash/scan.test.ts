import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { dumpLedger } from '../support/dump-ledger.ts';
import { CANARY, OWN_CORPUS } from '../support/own-corpus.ts';
import { TempHome } from '../support/temp-home.ts';

const CHILD = join(import.meta.dirname, 'scan-child.ts');

async function scanInChild(
  ledger: string,
  killAt: number,
): Promise<{ signal: string | null; code: number | null; out: string }> {
  const child = spawn(process.execPath, [CHILD, ledger, OWN_CORPUS, String(killAt)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, out };
}

async function isSound(path: string): Promise<boolean> {
  await using ledger = await openLedger(path, { machineName: 'm', zone: 'UTC' });
  return ledger.quickCheck() === 'ok' && ledger.verify().ok;
}

test(
  'a scan killed at any moment leaves a sound ledger, and the next scan completes it',
  { timeout: 240_000 },
  async () => {
    using truth = new TempHome();
    const whole = await scanInChild(truth.ledger, -1);
    expect(whole.code).toBe(0);
    const { reports } = JSON.parse(whole.out) as { reports: number };
    const expected = dumpLedger(truth.ledger);
    const points = [0, 1, Math.floor(reports / 3), Math.floor(reports / 2), reports - 1, -2];
    for (const point of points) {
      using home = new TempHome();
      expect((await scanInChild(home.ledger, point)).signal).toBe('SIGKILL');
      expect(await isSound(home.ledger)).toBe(true);
      const again = await scanInChild(home.ledger, -1);
      expect(again.code).toBe(0);
      // Killed after the commit: nothing is left to read. Killed before it: everything is.
      expect((JSON.parse(again.out) as { filesRead: number }).filesRead > 0).toBe(point !== -2);
      expect(dumpLedger(home.ledger)).toEqual(expected);
    }
  },
);

test('two scans at once give the ledger of one', { timeout: 120_000 }, async () => {
  using truth = new TempHome();
  await scanInChild(truth.ledger, -1);
  using home = new TempHome();
  const results = await Promise.all([1, 2, 3].map(() => scanInChild(home.ledger, -1)));
  expect(results.map((r) => r.code)).toEqual([0, 0, 0]);
  expect(dumpLedger(home.ledger)).toEqual(dumpLedger(truth.ledger));
  expect(await isSound(home.ledger)).toBe(true);
});

test('no text body reaches the ledger', async () => {
  using home = new TempHome();
  await scanInChild(home.ledger, -1);
  const corpus = readFileSync(
    join(OWN_CORPUS, 'everyday/projects/-home-ada-src-lantern/5e550000-0000-4000-8000-000000000001.jsonl'),
    'utf8',
  );
  expect(corpus).toContain(CANARY);
  expect(readFileSync(home.ledger).includes(CANARY)).toBe(false);
});
