import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPriceTable } from './price-table.ts';

const table = loadPriceTable();
const idOf = (name: string): string | undefined => table.match(name)?.model.id;

describe('every listed name finds its own model', () => {
  test.each(table.models.map((m) => [m.id, m.aliases] as const))('%s', (id, aliases) => {
    expect(table.match(id)).toMatchObject({ model: { id }, how: 'exact', regional: false });
    for (const alias of aliases) expect(table.match(alias)).toMatchObject({ model: { id }, how: 'alias' });
  });
});

test.each([
  ['claude-opus-4-8-20260601', 'claude-opus-4-8', 'family'],
  ['claude-opus-4-20250601', 'claude-opus-4-20250514', 'family'],
  ['claude-opus-4-1', 'claude-opus-4-1-20250805', 'alias'],
  ['claude-fable-5-latest', 'claude-fable-5', 'family'],
  ['claude-fable-5-1-20260901', 'claude-fable-5-1', 'family'],
  ['claude-3-7-sonnet:thinking', 'claude-3-7-sonnet-20250219', 'family'],
  ['claude-3-5-sonnet@20240620', 'claude-3-5-sonnet-20240620', 'exact'],
])('%s is priced as %s by %s', (name, id, how) => {
  expect(table.match(name)).toMatchObject({ model: { id }, how });
});

test.each([
  'claude-opus-9',
  'claude-opus-4-9',
  'claude-opus-4-9-20270101',
  'claude-fable-5-3',
  'claude-opus-5-6',
  'claude-opus-50',
  'claude-opus',
  'claude',
  'claude-opus-5x',
  'my-claude-opus-5',
  'gpt-5',
  '<synthetic>',
  '',
  'snowflake/claude-4-opus',
])('%s has no price', (name) => {
  expect(idOf(name)).toBeUndefined();
});

test('a version number after a known name is never swallowed', () => {
  const known = new Set(table.models.flatMap((m) => [m.id, ...m.aliases]));
  const names = fc.constantFrom(...known);
  fc.assert(
    fc.property(
      names,
      fc.integer({ min: 1, max: 99 }),
      fc.constantFrom('', '-20270101', '-latest'),
      (name, version, rest) => {
        const versioned = `${name}-${version}`;
        fc.pre(!known.has(versioned));
        expect(idOf(versioned + rest)).toBeUndefined();
      },
    ),
  );
});

test('a date, a context mark or a provider changes nothing but the region', () => {
  const plain = table.models.filter((m) => !/-\d{8}$/.test(m.id)).map((m) => m.id);
  fc.assert(
    fc.property(
      fc.constantFrom(...plain),
      fc.constantFrom('', '-20261231', '[1m]', '-20261231[1m]', '@20261231', '@default'),
      fc.constantFrom('', 'anthropic/', 'vertex_ai/', 'global.anthropic.', 'us.anthropic.', 'jp.anthropic.'),
      (id, suffix, prefix) => {
        const match = table.match(prefix + id + suffix);
        expect(match?.model.id).toBe(id);
        expect(match?.regional).toBe(/^(us|jp)\./.test(prefix));
      },
    ),
  );
});
