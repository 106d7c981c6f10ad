import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { differences, referenceTotals } from './reference.ts';

let root = '';
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'reference-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function file(name: string, ...lines: unknown[]): void {
  const path = join(root, 'projects', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, lines.map((l) => (typeof l === 'string' ? l : `${JSON.stringify(l)}\n`)).join(''));
}
function line(id: string, input: number, output: number, more: object = {}): object {
  const usage = { input_tokens: input, output_tokens: output };
  return {
    type: 'assistant',
    timestamp: '2026-03-01T00:00:00Z',
    sessionId: 's',
    message: { id, model: 'claude-opus-5', usage },
    ...more,
  };
}
const seen = (): number[] => {
  const { turns, inputTokens, outputTokens } = referenceTotals([root]);
  return [turns, inputTokens, outputTokens];
};

test('lines of one message count once, with the largest total, over all files', () => {
  file('p/a.jsonl', line('m', 1, 5), line('m', 1, 50), line('n', 2, 2));
  file('p/b/subagents/agent-1.jsonl', line('m', 1, 7));
  expect(seen()).toEqual([2, 3, 52]);
});

test('a line of the main chain beats a larger one of a side chain', () => {
  file('p/a.jsonl', line('m', 1, 500, { isSidechain: true }), line('m', 1, 5));
  expect(seen()).toEqual([1, 1, 5]);
});

test('a turn belongs to the day of its earliest line and to the session it was forked from', () => {
  const forkedFrom = { sessionId: 'parent' };
  file(
    'p/a.jsonl',
    line('m', 1, 50, { timestamp: '2026-03-02T00:00:00Z', forkedFrom }),
    line('m', 1, 5),
    line('k', 1, 1, { sessionId: 'parent' }),
  );
  const totals = referenceTotals([root]);
  expect(Object.keys(totals.utcDays)).toEqual(['2026-03-01']);
  expect(totals.sessions).toBe(1);
});

test('a last line without its newline counts when it is whole, and not when it is torn', () => {
  file('p/a.jsonl', line('m', 1, 5), JSON.stringify(line('n', 2, 2)));
  file('p/b.jsonl', JSON.stringify(line('o', 4, 4)).slice(0, -3));
  expect(seen()).toEqual([2, 3, 7]);
});

test('differences name the path, and forgive only the last decimal of a cost', () => {
  expect(differences({ a: { turns: 1, cost: 1.000001 } }, { a: { turns: 2, cost: 1.000002 } })).toEqual([
    'a.turns: 1, expected 2',
  ]);
  expect(differences({ cost: 1 }, { cost: 1.00001 })).toHaveLength(1);
});
