import { expect, test } from 'vitest';
import { browserCommand, canOpenBrowser } from './open-browser.ts';

test('a browser opens only where somebody can see it', () => {
  expect(canOpenBrowser('darwin', {}, true)).toBe(true);
  expect(canOpenBrowser('linux', { DISPLAY: ':0' }, true)).toBe(true);
  expect(canOpenBrowser('linux', {}, true)).toBe(false);
  expect(canOpenBrowser('darwin', {}, false)).toBe(false);
  expect(canOpenBrowser('darwin', { CI: '1' }, true)).toBe(false);
  expect(canOpenBrowser('linux', { DISPLAY: ':0', SSH_CONNECTION: 'x' }, true)).toBe(false);
});

test('the address is one argument everywhere: no shell takes it apart', () => {
  const url = 'http://127.0.0.1:8080/?a=1&b=$(x)';
  for (const platform of ['darwin', 'win32', 'linux'] as const) {
    expect(browserCommand(platform, url)[1].at(-1)).toBe(url);
  }
});
