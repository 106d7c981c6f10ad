import { expect, test } from 'vitest';
import { distinctLength, shortModel, shortModels } from './names.ts';

test.each([
  ['claude-opus-4-7-20260416', 'opus-4-7'],
  ['claude-3-5-haiku-20241022', '3-5-haiku'],
  ['gpt-next-9', 'gpt-next-9'],
  ['claude-sonnet-4-5-20250929[1m]', 'sonnet-4-5-20250929[1m]'],
  ['', ''],
])('%j is shown as %j', (model, short) => expect(shortModel(model)).toBe(short));

test('models of a row are joined', () => {
  expect(shortModels(['claude-opus-5', 'claude-sonnet-5'])).toBe('opus-5, sonnet-5');
});

test('ids are cut to where they differ, and never below eight', () => {
  expect(distinctLength(['aaaaaaaa-1', 'bbbbbbbb-1'])).toBe(8);
  expect(distinctLength(['aaaaaaaa-1x', 'aaaaaaaa-2x'])).toBe(10);
  expect(distinctLength(['aaaaaaaa-1', 'aaaaaaaa-1'])).toBe(8);
  expect(distinctLength([])).toBe(8);
});
