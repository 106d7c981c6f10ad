import { expect, test } from 'vitest';
import { describeFolderInvitation, describeInvitation, placeOf } from './invitation-text.ts';

const PLACE = placeOf('postgres://db.example.org:6543/usage');
const ROLE = { role: 'claude_usage_desk', kind: 'writer' } as const;

test('a made role comes with a password line that nobody else can read, and the command to join', () => {
  const text = describeInvitation({ ...ROLE, password: 'secret', sql: [] }, PLACE).join('\n');
  expect(text).toContain(
    `(umask 077; printf '%s\\n' 'db.example.org:6543:usage:claude_usage_desk:secret' >> ~/.pgpass)`,
  );
  expect(text).toContain('claude-usage workspace join postgres://claude_usage_desk@db.example.org:6543/usage');
  expect(text.match(/secret/g)).toHaveLength(1);
});

test('a role that is still to be made comes with its statements and no password', () => {
  const text = describeInvitation({ ...ROLE, password: undefined, sql: ['CREATE ROLE x LOGIN'] }, PLACE).join('\n');
  expect(text).toContain('  CREATE ROLE x LOGIN;');
  expect(text).toContain('\\password claude_usage_desk');
  expect(text).toContain(':PASSWORD');
});

test.each([
  'postgres://localhost:5432/usage',
  'postgres://127.0.0.1:5432/usage',
  'postgres:///run/postgresql:5432/usage',
])('a server that is near only from here is pointed out: %s', (location) => {
  const text = describeInvitation({ ...ROLE, password: 'secret', sql: [] }, placeOf(location)).join('\n');
  expect(text).toContain('put the name in by which the other one does');
});

test('a folder has no roles: what must be shared, and the command', () => {
  const text = describeFolderInvitation('/drive/claude-usage.db').join('\n');
  expect(text).toContain('/drive/claude-usage.db.d');
  expect(text).toContain('claude-usage workspace join FOLDER');
});
