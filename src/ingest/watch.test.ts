import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchTranscripts } from './watch.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'claude usage watch '));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Resolves with the next change that `act` brings about. */
async function nextChange(act: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const watcher = watchTranscripts({ env: {}, home, platform: 'linux' }, resolve, {
    missingRootMs: 20,
    pollMs: 60_000,
  });
  const alive = setInterval(() => undefined, 1000);
  try {
    act();
    await promise;
  } finally {
    clearInterval(alive);
    watcher.close();
  }
}

test('an appended line, a new session, a new project and a first root are all noticed', async () => {
  const projects = join(home, '.claude', 'projects');
  await nextChange(() => mkdirSync(projects, { recursive: true }));
  await nextChange(() => mkdirSync(join(projects, '-a')));
  writeFileSync(join(projects, '-a', 's1.jsonl'), '{}\n');
  await nextChange(() => appendFileSync(join(projects, '-a', 's1.jsonl'), '{}\n'));
  await nextChange(() => writeFileSync(join(projects, '-a', 's2.jsonl'), '{}\n'));
});

test('nothing is called after close', () => {
  mkdirSync(join(home, '.claude', 'projects'), { recursive: true });
  let calls = 0;
  const watcher = watchTranscripts({ env: {}, home, platform: 'linux' }, () => (calls += 1));
  watcher.close();
  writeFileSync(join(home, '.claude', 'projects', 'x.jsonl'), '');
  expect(calls).toBe(0);
});
