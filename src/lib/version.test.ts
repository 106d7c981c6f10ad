import { expect, test } from 'vitest';
import { VERSION } from './version.ts';

test('the version is a semantic one', () => {
  expect(VERSION).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
});
