import { expect, test } from 'vitest';
import { columnsFor, gridTemplate, sessionName, shortModels } from './columns.ts';

test('the machine is a column only where there are several, the models only where there is room', () => {
  const ids = (machines: boolean, roomy: boolean): string[] => columnsFor(machines, roomy).map(({ id }) => id);
  expect(ids(false, true)).toEqual(['title', 'project', 'models', 'lastActivity', 'turns', 'tokens', 'cost']);
  expect(ids(true, false)).toEqual(['title', 'project', 'machine', 'lastActivity', 'turns', 'tokens', 'cost']);
});

test('the grid has one track a column', () => {
  const columns = columnsFor(true, true);
  expect(gridTemplate(columns).split(' ')).toHaveLength(columns.length);
});

test('names are what there is', () => {
  expect(sessionName({ title: 'Fix it', sessionId: 'abcdefgh-1' })).toBe('Fix it');
  expect(sessionName({ title: '', sessionId: 'abcdefgh-1' })).toBe('Session abcdefgh');
  expect(shortModels(['claude-opus-4-5-20251101', 'glm-5'])).toBe('opus-4-5, glm-5');
});
