import { expect, test } from 'vitest';
import { browserCommand, canOpenBrowser } from './open-browser.ts';

const URL = 'http://127.0.0.1:8080/?a=1&b=$(x)';

test.each([
  ['darwin', {}, true, true],
  ['win32', {}, true, true],
  ['linux', { DISPLAY: ':0' }, true, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true, true],
  ['linux', {}, true, false],
  ['darwin', {}, false, false],
  ['darwin', { CI: '1' }, true, false],
  ['darwin', { SSH_CONNECTION: '10.0.0.1 5 10.0.0.2 22' }, true, false],
] as const)('on %s with %j, interactive %s: %s', (platform, env, interactive, expected) => {
  expect(canOpenBrowser({ platform, env, interactive })).toBe(expected);
});

test.each(['darwin', 'win32', 'linux'] as const)(
  'on %s the address is one argument of a program that is no shell',
  (platform) => {
    const [command, parameters] = browserCommand(platform, URL);
    expect(parameters.at(-1)).toBe(URL);
    expect(command).not.toMatch(/sh$|cmd/);
  },
);
