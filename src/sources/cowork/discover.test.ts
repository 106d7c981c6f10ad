import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { discoverAll } from '../registry.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cowork-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const sessions = '.config/Claude/local-agent-mode-sessions/w/g';
const put = (path: string): void => {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), '{}\n');
};
const found = (env: Record<string, string> = {}): string[] =>
  discoverAll({ env, home, platform: 'linux' }).files.map(
    (file) => `${file.source} ${file.path.slice(home.length + 1)}`,
  );

test('a log is read only where the session keeps no transcripts', () => {
  put(`${sessions}/local_a/audit.jsonl`);
  put(`${sessions}/local_b/audit.jsonl`);
  put(`${sessions}/local_b/.claude/projects/-x/s.jsonl`);
  put(`${sessions}/local_b/other.jsonl`);
  expect(found()).toEqual([
    `cowork ${sessions}/local_a/audit.jsonl`,
    `claude-code ${sessions}/local_b/.claude/projects/-x/s.jsonl`,
  ]);
});

test('transcripts that were swept away do not bring the log back', () => {
  put(`${sessions}/local_b/audit.jsonl`);
  mkdirSync(join(home, `${sessions}/local_b/.claude/projects`), { recursive: true });
  expect(found()).toEqual([]);
});

test('named config folders replace Cowork too', () => {
  put(`${sessions}/local_a/audit.jsonl`);
  put('own/projects/-x/s.jsonl');
  expect(found({ CLAUDE_CONFIG_DIR: join(home, 'own') })).toEqual(['claude-code own/projects/-x/s.jsonl']);
});
