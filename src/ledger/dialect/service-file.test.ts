import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseTarget } from './postgres-target.ts';
import { serviceIn } from './service-file.ts';

const FILE = `# ours
[other]
host=other.example.org

[usage]
host = db.example.org
port=6543
dbname=usage
user=ada
options=-c a=b
host=second
[usage]
host=third
`;

test('the first section of the name, and in it the first line of each word', () => {
  expect(serviceIn(FILE, 'usage')).toEqual({
    host: 'db.example.org',
    port: '6543',
    dbname: 'usage',
    user: 'ada',
    options: '-c a=b',
  });
  expect(serviceIn(FILE, 'usag')).toBeUndefined();
});

test('a service is named by the string or PGSERVICE; what the string says itself goes before, the environment behind', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claude-usage-service-'));
  const path = join(folder, 'services');
  const env = { PGSERVICEFILE: path, PGHOST: 'ignored', PGDATABASE: 'ignored' };
  try {
    writeFileSync(path, FILE);
    const named = parseTarget('postgres:///?service=usage', env);
    expect(named.settings).toEqual({
      ...{ host: 'db.example.org', port: '6543', database: 'usage', user: 'ada', options: '-c a=b' },
    });
    expect(named.location).toBe('postgres://db.example.org:6543/usage');
    expect(named.tls).toEqual({ rejectUnauthorized: true });
    expect(parseTarget('', { ...env, PGSERVICE: 'usage' }).settings).toEqual(named.settings);
    expect(parseTarget('postgres://bob@near.example.org/more?service=usage', env).settings).toMatchObject({
      ...{ user: 'bob', host: 'near.example.org', database: 'more', port: '6543' },
    });
    expect(() => parseTarget('postgres:///?service=none', env)).toThrow(/no service "none"/);
    writeFileSync(path, '[usage]\nhost=db.example.org\npassword=secret\n');
    chmodSync(path, 0o644);
    expect(() => parseTarget('postgres:///?service=usage', env)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('chmod 600') }),
    );
    chmodSync(path, 0o600);
    expect(parseTarget('postgres:///?service=usage', env).secrets).toContain('secret');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
