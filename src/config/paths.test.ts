import { expect, test } from 'vitest';
import { envValue, expandPath, homeFolder, ownPaths } from './paths.ts';

test('a variable that is unset, empty or blank is no value', () => {
  const env = { A: '', B: '  ', C: ' x ' };
  expect(['A', 'B', 'C', 'D'].map((name) => envValue(env, name))).toEqual([undefined, undefined, ' x ', undefined]);
});

test('home is HOME before USERPROFILE', () => {
  expect(homeFolder({ HOME: '/home/ana', USERPROFILE: 'C:\\Users\\ana' })).toBe('/home/ana');
  expect(homeFolder({ HOME: '', USERPROFILE: '/users/ana' })).toBe('/users/ana');
});

test('everything of ours lies in ~/.claude, wherever transcripts are read from', () => {
  const { home, ...own } = ownPaths({ HOME: '/home/ana', CLAUDE_CONFIG_DIR: '/elsewhere' });
  expect(home).toBe('/home/ana');
  for (const path of Object.values(own)) expect(path.startsWith('/home/ana/.claude')).toBe(true);
});

test.each([
  ['~', '/home/ana'],
  ['~/x/y', '/home/ana/x/y'],
  ['~\\x', '/home/ana/x'],
  ['/abs', '/abs'],
  ['rel/a', '/base/rel/a'],
  ['../a', '/a'],
  // Another user's home is a name like any other: no shell stands behind.
  ['~bob/x', '/base/~bob/x'],
])('%j becomes %j', (given, path) => {
  expect(expandPath(given, '/home/ana', '/base')).toBe(path);
});
