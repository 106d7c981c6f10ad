import { expect, test } from 'vitest';
import { rankedCsv, rankedMarkdown, splitCsv, splitMarkdown } from './tables.ts';

const figures = { cost: 1.5, tokens: 1200, turns: 3, costShare: 0.75, tokenShare: 0.6 };
const row = { ...figures, id: 'dir:a|b', name: '=a|b', slot: 0, sessions: 2, unpricedTokens: 7, spark: [] };
const rest = { cost: 0.5, tokens: 800, turns: 1, costShare: 0.25, tokenShare: 0.4, rows: 4 };

test('a ranking in a spreadsheet has raw values, every figure in its column, the rest as one row', () => {
  const lines = rankedCsv({ by: 'project', rows: [row], rest })
    .trimEnd()
    .split('\r\n');
  expect(lines).toEqual([
    'project,id,cost,costShare,tokens,tokenShare,turns,sessions,unpricedTokens',
    "'=a|b,dir:a|b,1.5,0.75,1200,0.6,3,2,7",
    '4 more,,0.5,0.25,800,0.4,1,,',
  ]);
  expect(new Set(lines.map((line) => line.split(',').length))).toEqual(new Set([9]));
});

test('a ranking in a paper is written as on the page', () => {
  expect(rankedMarkdown({ by: 'model', rows: [row], rest: null })).toBe(
    ['| Model | Cost | Share | Tokens | Turns |', '| --- | ---: | ---: | ---: | ---: |']
      .concat(String.raw`| =a\|b | $1.50 | 75.0 % | 1,200 | 3 |`)
      .join('\n'),
  );
});

test('the token classes go by their key in a spreadsheet and by their name in a paper', () => {
  const rows = [{ class: 'cacheRead', tokens: 10, tokenShare: 1, cost: 0.25, costShare: 1 }] as const;
  expect(splitCsv([...rows])).toBe('class,tokens,tokenShare,cost,costShare\r\ncacheRead,10,1,0.25,1\r\n');
  expect(splitMarkdown([...rows])).toContain('| Cache read | 10 | 100.0 % | $0.25 | 100.0 % |');
});
