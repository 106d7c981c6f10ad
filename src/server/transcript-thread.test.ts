import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTranscriptThread } from './transcript-thread.ts';
import type { TranscriptThread } from './transcript-thread.ts';

let home: string;
let transcript: string;
let thread: TranscriptThread;

const line = (id: string, output: number): string =>
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
      usage: { input_tokens: 1, output_tokens: output },
    },
  })}\n`;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'thread-'));
  const folder = join(home, 'claude/projects/-w-api');
  mkdirSync(folder, { recursive: true });
  transcript = join(folder, '0a1b2c3d-0000-4000-8000-000000000001.jsonl');
  writeFileSync(transcript, line('msg_1', 5));
  thread = startTranscriptThread(input(join(home, 'usage.db')));
});
afterEach(async () => {
  await thread.close();
  rmSync(home, { recursive: true, force: true });
});

function input(ledgerPath: string) {
  const surroundings = { env: { CLAUDE_CONFIG_DIR: join(home, 'claude') }, home, platform: process.platform };
  return { ledgerPath, ledgerOptions: { machineName: 'laptop', zone: 'UTC' }, surroundings };
}

test('it reads what is new, in the words of the older dashboards, and everything when asked', async () => {
  expect(await thread.ask('scan')).toEqual({ new: 1, updated: 0, skipped: 0, turns: 1, sessions: 1 });
  expect(await thread.ask('scan')).toEqual({ new: 0, updated: 0, skipped: 1, turns: 0, sessions: 0 });
  appendFileSync(transcript, line('msg_2', 7));
  expect(await thread.ask('scan')).toEqual({ new: 0, updated: 1, skipped: 0, turns: 1, sessions: 0 });
  rmSync(transcript);
  expect(await thread.ask('full-scan')).toEqual({ new: 0, updated: 0, skipped: 0, turns: 0, sessions: 0 });
});

test('it says where it looks', async () => {
  expect(await thread.ask('roots')).toEqual([{ path: join(home, 'claude/projects'), found: true, transcripts: 1 }]);
});

test('it tells when a transcript has changed', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  thread.watch(resolve);
  await thread.ask('scan');
  appendFileSync(transcript, line('msg_2', 7));
  await promise;
  expect((await thread.ask('scan')).turns).toBe(1);
});

test('a ledger that cannot be opened fails the scan with its reason, and the next scan tries again', async () => {
  const path = join(home, 'not-a-ledger');
  writeFileSync(path, 'this is no database at all, whatever its name may say');
  const broken = startTranscriptThread(input(path));
  await expect(broken.ask('scan')).rejects.toMatchObject({
    code: expect.any(String),
    message: expect.stringContaining(path),
  });
  rmSync(path);
  expect((await broken.ask('scan')).turns).toBe(1);
  await broken.close();
});

test('closing while it scans neither waits for the scan nor leaves it hanging', async () => {
  const asked = thread.ask('full-scan');
  const told = expect(asked).rejects.toMatchObject({ code: 'internal' });
  await thread.close();
  await told;
});
