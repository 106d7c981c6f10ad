import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stampOf } from '../jsonl/fingerprint.ts';
import type { Discovery } from '../source.ts';
import { discoverTranscripts } from './discover.ts';

let home = '';
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'discover-')));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const put = (...paths: string[]): void => {
  for (const path of paths) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), '{}\n');
  }
};
const discover = (env: Record<string, string> = {}): Discovery => discoverTranscripts({ env, home, platform: 'linux' });
const names = (found: Discovery): string[] => found.files.map((file) => file.path.slice(home.length + 1));

test('transcripts at any depth, sorted by code unit; nothing else', () => {
  const wanted = [
    '.claude/projects/-B/s.jsonl',
    '.claude/projects/-a/agent-c63fe96c.jsonl',
    '.claude/projects/-a/s/subagents/agent-1.jsonl',
    '.claude/projects/-a/s/subagents/workflows/wf_1/agent-2.jsonl',
    '.claude/projects/-é/s.jsonl',
  ];
  put(...wanted.toReversed());
  put(
    '.claude/projects/-a/s/tool-results/x.jsonl',
    '.claude/projects/-a/s/subagents/workflows/wf_1/journal.jsonl',
    '.claude/projects/-a/s/subagents/agent-1.meta.json',
    '.claude/projects/-a/s.orphaned.jsonl',
    '.claude/projects/-a/s.jsonl.superseded-1.jsonl',
    '.claude/projects/-a/notes.txt',
    '.claude/history.jsonl',
  );
  expect(names(discover())).toEqual(wanted);
  expect(discover().problems).toEqual([]);
});

test('no folder at all is no problem', () => {
  expect(discover()).toEqual({ files: [], problems: [] });
});

test('a folder reached twice is read once', () => {
  put('.claude/projects/-a/s.jsonl');
  symlinkSync(join(home, '.claude'), join(home, 'link'));
  const env = { CLAUDE_CONFIG_DIR: `${home}/.claude,${home}/link,${home}/.claude/projects` };
  expect(names(discover(env))).toEqual(['.claude/projects/-a/s.jsonl']);
});

test('one root inside another: each file once', () => {
  put('a/projects/-x/s.jsonl', 'a/projects/projects/-y/s.jsonl');
  const env = { CLAUDE_CONFIG_DIR: `${home}/a,${home}/a/projects/projects` };
  expect(names(discover(env))).toEqual(['a/projects/-x/s.jsonl', 'a/projects/projects/-y/s.jsonl']);
});

test('links below a root are not followed', () => {
  put('.claude/projects/-a/s.jsonl', 'elsewhere/t.jsonl');
  symlinkSync(join(home, 'elsewhere/t.jsonl'), join(home, '.claude/projects/-a/t.jsonl'));
  symlinkSync(join(home, '.claude/projects'), join(home, '.claude/projects/-a/loop'));
  expect(names(discover())).toEqual(['.claude/projects/-a/s.jsonl']);
});

test('Desktop: only what stands in a .claude/projects', () => {
  const root = '.config/Claude/local-agent-mode-sessions/w/g/local_1';
  put(`${root}/.claude/projects/-s/x.jsonl`, `${root}/audit.jsonl`, `${root}/.claude/history.jsonl`);
  expect(names(discover())).toEqual([`${root}/.claude/projects/-s/x.jsonl`]);
});

test('each file with its stamp', () => {
  put('.claude/projects/-a/s.jsonl');
  const path = join(home, '.claude/projects/-a/s.jsonl');
  expect(discover().files).toEqual([{ path, source: 'claude-code', ...stampOf(statSync(path)) }]);
});

/** Permissions do not bind the superuser; a name longer than the file system takes cannot be looked up by anyone. */
test('a root that cannot be looked at is named', () => {
  const closed = process.getuid?.() === 0 ? join(home, 'n'.repeat(300)) : join(home, 'closed');
  if (process.getuid?.() !== 0) {
    mkdirSync(join(closed, 'projects'), { recursive: true });
    chmodSync(closed, 0);
  }
  const found = discover({ CLAUDE_CONFIG_DIR: closed });
  expect(found.files).toEqual([]);
  expect(found.problems).toMatchObject([{ path: join(closed, 'projects'), kind: 'unreadable-folder' }]);
  if (process.getuid?.() !== 0) chmodSync(closed, 0o700);
});
