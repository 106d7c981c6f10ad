import { expect, test } from 'vitest';
import { UsageError } from './errors.ts';
import { parsePriceOverrides } from './price-overrides.ts';

const WHERE = '~/.claude/claude-usage.json: prices';

test('takes prices, dated lists of them, and aliases', () => {
  const given = {
    models: { a: { input: 1, output: 2 }, b: [{ input: 0, output: 0.5, cacheRead: 0.05, from: '2026-11-22' }] },
    aliases: { short: 'claude-opus-5' },
  };
  expect(parsePriceOverrides(given, WHERE)).toEqual(given);
  expect(parsePriceOverrides({}, WHERE)).toEqual({});
});

test.each([
  [{ models: { m: { input: '5', output: 25 } } }, 'models.m.input', '"5"'],
  [{ models: { m: { input: -1, output: 25 } } }, 'models.m.input', '-1'],
  [{ models: { m: { input: 1 } } }, 'models.m.output', 'nothing'],
  [{ models: { m: { input: 1, output: 2, cache: 3 } } }, 'models.m', 'cache'],
  [{ models: { m: [{ input: 1, output: 2, from: '2026-02-30' }] } }, 'models.m.0.from', '2026-02-30'],
  [{ models: { m: [] } }, 'models.m', '[]'],
  [{ models: { m: 5 } }, 'models.m', '5'],
  [{ models: { m: { input: Infinity, output: 1 } } }, 'models.m.input', 'null'],
  [{ aliases: { a: 5 } }, 'aliases.a', '5'],
  [{ modles: {} }, 'prices', 'modles'],
  ['cheap', 'prices', 'cheap'],
])('%j is refused, naming the key and what was found', (given, key, found) => {
  const error = (() => {
    try {
      return parsePriceOverrides(given, WHERE);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({ code: 'config', hint: expect.stringContaining('US dollars per million tokens') });
  const { message } = error as UsageError;
  expect(message.slice(0, message.indexOf(': ', WHERE.indexOf(': ') + 2))).toMatch(new RegExp(`${key}$`));
  expect(message).toContain(found);
});
