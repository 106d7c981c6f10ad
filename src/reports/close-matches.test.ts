import { expect, test } from 'vitest';
import { closeMatches } from './close-matches.ts';

const names = ['laptop', 'desktop', 'build-box', 'claude-opus-5', 'claude-opus-4-8', 'claude-sonnet-5'];

test('a part of a name finds the names that contain it, in order', () => {
  expect(closeMatches('OPUS', names)).toEqual(['claude-opus-4-8', 'claude-opus-5']);
});

test('a slip of the keys finds the name', () => {
  expect(closeMatches('latpop', names)).toEqual(['laptop']);
  expect(closeMatches('buildbox', names)).toEqual(['build-box']);
});

test('nothing is suggested for what is like nothing', () => {
  expect(closeMatches('zzzzzz', names)).toEqual([]);
  expect(closeMatches('x', [])).toEqual([]);
});

test('at most three, each once', () => {
  expect(closeMatches('a', ['a1', 'a2', 'a3', 'a4', 'a1'])).toEqual(['a1', 'a2', 'a3']);
});
