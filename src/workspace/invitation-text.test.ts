import { expect, test } from 'vitest';
import { describeFolderInvitation, describeInvitation } from './invitation-text.ts';

const ROLE = {
  role: 'claude_usage_desk',
  kind: 'writer',
  address: { host: 'db.example.org', port: '6543' },
  database: 'usage',
} as const;

test('a made role comes with a password line that nobody else can read, and the command to join', () => {
  const text = describeInvitation({ ...ROLE, password: 'secret', sql: [] }).join('\n');
  expect(text).toContain(
    `(umask 077; printf '%s\\n' 'db.example.org:6543:usage:claude_usage_desk:secret' >> ~/.pgpass)`,
  );
  expect(text).toContain('claude-usage workspace join postgres://claude_usage_desk@db.example.org:6543/usage');
  expect(text.match(/secret/g)).toHaveLength(1);
});

test('a role that is still to be made comes with its statements and no password', () => {
  const text = describeInvitation({ ...ROLE, password: undefined, sql: ['CREATE ROLE x LOGIN'] }).join('\n');
  expect(text).toContain('  CREATE ROLE x LOGIN;');
  expect(text).toContain('\\password claude_usage_desk');
  expect(text).toContain(':PASSWORD');
});

test.each(['localhost', '127.0.0.1', '/run/postgresql'])(
  'a server that is near only from here is pointed out: %s',
  (host) => {
    const text = describeInvitation({ ...ROLE, address: { host, port: '5432' }, password: 'secret', sql: [] }).join(
      '\n',
    );
    expect(text).toContain(`${host} is how this machine reaches the server`);
    expect(text).toContain(`@${host.startsWith('/') ? 'HOST' : host}:5432/usage`);
  },
);

test('odd names are quoted for the password file, the shell and the address', () => {
  const text = describeInvitation({ ...ROLE, database: `o'dd:one`, password: 'secret', sql: [] }).join('\n');
  expect(text).toContain(String.raw`'db.example.org:6543:o'\''dd\:one:claude_usage_desk:secret'`);
  expect(text).toContain(`:6543/o'dd%3Aone`);
});

test('a folder has no roles: what must be shared, and the command', () => {
  const text = describeFolderInvitation('/drive/claude-usage.db').join('\n');
  expect(text).toContain('/drive/claude-usage.db.d');
  expect(text).toContain('claude-usage workspace join FOLDER');
});
