import { closeSync, mkdtempSync, openSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { formatProof, HEAD_BYTES, proofAt, proofHolds, stampOf, stampText, TAIL_BYTES } from './fingerprint.ts';

function open(content: string): { fd: number; path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'proof-'));
  const path = join(folder, 'f');
  writeFileSync(path, content);
  const fd = openSync(path, 'r');
  onTestFinished(() => {
    closeSync(fd);
    rmSync(folder, { recursive: true, force: true });
  });
  return { fd, path };
}

test('a proof speaks of the head and of the bytes before the offset', () => {
  const text = 'abc\n'.repeat(5000);
  const { fd } = open(text);
  const proof = proofAt(fd, 12_000);
  const tail = Buffer.from(text.slice(12_000 - TAIL_BYTES, 12_000));
  expect(proof).toBe(formatProof(HEAD_BYTES, Buffer.from(text.slice(0, HEAD_BYTES)), tail));
  expect(proofHolds(fd, 12_000, proof)).toBe(true);
  expect(proofHolds(fd, 11_999, proof)).toBe(false);
});

test('a proof of a short file still holds when it has grown', () => {
  const { fd, path } = open('one\n');
  const proof = proofAt(fd, 4);
  writeFileSync(path, `one\n${'two\n'.repeat(5000)}`);
  expect(proofHolds(fd, 4, proof)).toBe(true);
  writeFileSync(path, `oNe\n${'two\n'.repeat(5000)}`);
  expect(proofHolds(fd, 4, proof)).toBe(false);
});

test('nothing read needs no proof', () => {
  const { fd } = open('one\n');
  expect(proofAt(fd, 0)).toBe('');
  expect(proofHolds(fd, 0, '')).toBe(true);
});

test('an edit that keeps size and modification time is seen by the change time', () => {
  const { path } = open('one\n');
  utimesSync(path, 1000, 1000);
  const before = stampOf(statSync(path));
  expect(stampText(stampOf(statSync(path)))).toBe(stampText(before));
  for (const field of ['size', 'mtimeMs', 'ctimeMs', 'dev', 'ino'] as const) {
    const other = { ...before, [field]: before[field] + 1 };
    expect(stampText(other)).not.toBe(stampText(before));
  }
  expect(stampText({ ...before, bornMs: 0 })).toBe(stampText(before));
});
