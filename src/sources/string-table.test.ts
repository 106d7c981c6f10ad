import { expect, test } from 'vitest';
import { StringTable } from './string-table.ts';
import { ToolSets, toolName } from './tool-names.ts';

test('each string once, the empty one first', () => {
  const table = new StringTable();
  expect([table.intern(''), table.intern('a'), table.intern('b'), table.intern('a')]).toEqual([0, 1, 2, 1]);
  expect([table.get(1), table.get(9)]).toEqual(['a', '']);
});

test('what is new is given once', () => {
  const table = new StringTable();
  table.intern('a');
  expect(table.takeNew()).toEqual({ first: 0, strings: ['', 'a'] });
  table.intern('a');
  table.intern('b');
  expect(table.takeNew()).toEqual({ first: 2, strings: ['b'] });
  expect(table.takeNew()).toEqual({ first: 3, strings: [] });
});

test('absurd lengths are cut', () => {
  const table = new StringTable();
  expect(table.get(table.intern('x'.repeat(10_000)))).toHaveLength(4096);
});

test('tools: a sorted set', () => {
  const table = new StringTable();
  const [read, bash] = [table.intern('Read'), table.intern('Bash')];
  const tools = new ToolSets(table);
  const both = tools.union(read, bash);
  expect(table.get(both)).toBe('Bash,Read');
  expect([tools.union(0, read), tools.union(read, 0), tools.union(both, bash)]).toEqual([read, read, both]);
});

test('a tool’s name cannot look like two', () => {
  expect(toolName('a, b\n')).toBe('a__b_');
});
