import { expect, test } from 'vitest';
import { passwordFor, passwordIn } from './password-file.ts';

const LOGIN = { host: 'db.example.org', port: '5432', database: 'usage', user: 'ada' };

test.each([
  ['db.example.org:5432:usage:ada:secret', 'secret'],
  ['*:*:*:*:secret', 'secret'],
  ['other:5432:usage:ada:no\n*:5432:*:ada:secret', 'secret'],
  ['# db.example.org:5432:usage:ada:no\r\ndb.example.org:5432:usage:ada:secret\r\n', 'secret'],
  ['*:*:*:ada:first\n*:*:*:ada:second', 'first'],
  [String.raw`*:*:*:ada:a\:b\\c`, String.raw`a:b\c`],
  ['*:*:*:ada:a:b', 'a:b'],
  ['*:*:*:ada:', ''],
])('the first line that fits: %s', (text, password) => {
  expect(passwordIn(text, LOGIN)).toBe(password);
});

test.each(['', 'db.example.org:5432:usage:ada', 'db.example.org:5433:usage:ada:x', '*:*:*:bob:x', '*:*:usage2:ada:x'])(
  'no line fits: %s',
  (text) => {
    expect(passwordIn(text, LOGIN)).toBeUndefined();
  },
);

test('escaped colons in a name, and a socket as localhost', () => {
  expect(passwordIn(String.raw`\:\:1:5432:usage:ada:x`, { ...LOGIN, host: '::1' })).toBe('x');
  expect(passwordIn('localhost:5432:usage:ada:x', { ...LOGIN, host: '/run/postgresql' })).toBe('x');
});

test('a file that is not there holds no password', () => {
  expect(passwordFor(LOGIN, '/nonexistent/pgpass')).toBeUndefined();
});
