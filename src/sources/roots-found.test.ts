import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rootsFound } from './roots-found.ts';

test('each folder that is looked at, whether it is there, and what it holds', () => {
  const home = mkdtempSync(join(tmpdir(), 'roots-'));
  try {
    mkdirSync(join(home, 'a/projects/-work-api'), { recursive: true });
    mkdirSync(join(home, 'a/projects-of-others'), { recursive: true });
    mkdirSync(join(home, 'b/projects'), { recursive: true });
    writeFileSync(join(home, 'a/projects/-work-api/0a1b2c3d-0000-4000-8000-000000000001.jsonl'), '{}\n');
    const env = { CLAUDE_CONFIG_DIR: `${home}/a,${home}/b,${home}/c` };
    expect(rootsFound({ env, home, platform: 'linux' })).toEqual([
      { path: `${home}/a/projects`, found: true, transcripts: 1 },
      { path: `${home}/b/projects`, found: true, transcripts: 0 },
      { path: `${home}/c/projects`, found: false, transcripts: 0 },
    ]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test('a link to a folder counts what is behind it', () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'roots-')));
  try {
    mkdirSync(join(home, 'real/-p'), { recursive: true });
    writeFileSync(join(home, 'real/-p/0a1b2c3d-0000-4000-8000-000000000001.jsonl'), '{}\n');
    symlinkSync(join(home, 'real'), join(home, 'link'));
    expect(rootsFound({ env: {}, home, platform: 'linux', projectsDirs: [join(home, 'link')] })).toEqual([
      { path: join(home, 'link'), found: true, transcripts: 1 },
    ]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
