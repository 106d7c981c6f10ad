import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownPaths } from './paths.ts';
import { updatePreferences } from './write-preferences.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'claude-usage-preferences-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));
const paths = () => ownPaths({ HOME: home });
const content = () => JSON.parse(readFileSync(paths().preferencesFile, 'utf8')) as unknown;

test('makes the file and its folder, and nothing beside it', () => {
  updatePreferences(paths(), (values) => ({ ...values, currency: 'EUR' }));
  expect(content()).toEqual({ currency: 'EUR' });
  expect(readdirSync(paths().folder)).toEqual(['claude-usage.json']);
});

test('keeps what it does not know', () => {
  mkdirSync(paths().folder);
  writeFileSync(paths().preferencesFile, '{"later":{"x":1},"currency":"USD"}');
  updatePreferences(paths(), (values) => ({ ...values, currency: 'EUR' }));
  expect(content()).toEqual({ later: { x: 1 }, currency: 'EUR' });
});

test('a file that is wrong is left alone', () => {
  mkdirSync(paths().folder);
  writeFileSync(paths().preferencesFile, '{"currency":');
  expect(() => updatePreferences(paths(), () => ({}))).toThrow(/invalid JSON/);
  expect(readFileSync(paths().preferencesFile, 'utf8')).toBe('{"currency":');
});

test('a link stays a link and its target changes', () => {
  mkdirSync(paths().folder);
  const elsewhere = join(home, 'dotfiles.json');
  writeFileSync(elsewhere, '{}');
  symlinkSync(elsewhere, paths().preferencesFile);
  updatePreferences(paths(), () => ({ plan: 'pro' }));
  expect(lstatSync(paths().preferencesFile).isSymbolicLink()).toBe(true);
  expect(JSON.parse(readFileSync(elsewhere, 'utf8'))).toEqual({ plan: 'pro' });
});
