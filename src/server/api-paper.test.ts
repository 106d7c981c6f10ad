import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { apiPaper, errorsPaper } from './api-paper.ts';

/** Prettier aligns the columns of a table; what a cell says is what counts. */
const plain = (text: string): string => text.replace(/ *\| */g, '|').replace(/-{3,}/g, '---');

test.each([
  ['api.md', apiPaper],
  ['errors.md', errorsPaper],
])('docs/%s says what the code does (npm run docs writes it)', (name, paper) => {
  const written = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
  expect(plain(written)).toBe(plain(paper()));
});
