import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureChromium, findChromium } from '../../scripts/chromium.mjs';

let bin: string;
beforeEach(() => (bin = mkdtempSync(path.join(tmpdir(), 'claude-usage-bin-'))));
afterEach(() => rmSync(bin, { recursive: true, force: true }));

const here = (more: object = {}) => ({ env: { PATH: bin }, places: [], mayInstall: false, ...more });
function put(name: string, text = ''): string {
  const file = path.join(bin, name);
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

test('on the path, under each of its names; the one that was named before it', () => {
  const chrome = put('google-chrome');
  expect(findChromium(here())).toBe(chrome);
  const own = put('my-own');
  expect(findChromium(here({ env: { PATH: bin, CLAUDE_USAGE_CHROMIUM: own } }))).toBe(own);
});

test('in the usual places when the path has none', () => {
  const place = put('Chromium.app');
  expect(findChromium(here({ places: [place] }))).toBe(place);
});

test('none, and no right to install: the command is named', () => {
  expect(() => ensureChromium(here())).toThrow('apt-get install chromium');
});

test('a named one that is not there is an error, not a reason to install another', () => {
  put('apt-get', `#!/bin/sh\n: > "${bin}/asked"\n`);
  const env = { PATH: bin, CLAUDE_USAGE_CHROMIUM: path.join(bin, 'gone') };
  expect(() => ensureChromium(here({ env, mayInstall: true }))).toThrow('gone');
  expect(existsSync(path.join(bin, 'asked'))).toBe(false);
});

test('it updates the lists, installs, and finds what it installed', () => {
  put('apt-get', `#!/bin/sh\necho "$@" >> "${bin}/log"\ncase "$1" in install) : > "${bin}/chromium";; esac\n`);
  expect(ensureChromium(here({ mayInstall: true }))).toBe(path.join(bin, 'chromium'));
  expect(readFileSync(path.join(bin, 'log'), 'utf8')).toMatch(/^update .*\ninstall .*chromium\n$/);
});

test('what apt-get said when it failed', () => {
  put('apt-get', '#!/bin/sh\necho no network here\nexit 100\n');
  expect(() => ensureChromium(here({ mayInstall: true }))).toThrow('no network here');
});
