import { expect, test } from 'vitest';
import { COLOUR, PLAIN, wantsColour } from './style.ts';

test('a terminal gets colour, a pipe does not', () => {
  expect(wantsColour(undefined, {}, true)).toBe(true);
  expect(wantsColour(undefined, {}, false)).toBe(false);
  expect(wantsColour(undefined, { TERM: 'dumb' }, true)).toBe(false);
});

test('NO_COLOR is kept, an empty one is unset, and the flag is above both', () => {
  expect(wantsColour(undefined, { NO_COLOR: '1' }, true)).toBe(false);
  expect(wantsColour(undefined, { NO_COLOR: '' }, true)).toBe(true);
  expect(wantsColour(true, { NO_COLOR: '1' }, false)).toBe(true);
  expect(wantsColour(false, { FORCE_COLOR: '1' }, true)).toBe(false);
});

test('FORCE_COLOR paints a pipe, 0 does not', () => {
  expect(wantsColour(undefined, { FORCE_COLOR: '1' }, false)).toBe(true);
  expect(wantsColour(undefined, { FORCE_COLOR: '0' }, false)).toBe(false);
});

test('what is painted ends unpainted, and nothing stays nothing', () => {
  expect(COLOUR.bold('x')).toBe('\u001b[1mx\u001b[22m');
  expect(COLOUR.dim('')).toBe('');
  expect(PLAIN.warn('x')).toBe('x');
});
