import { expect, test } from 'vitest';
import { machineChangeReport } from '../contract/reports/machine-change.ts';
import { UsageError } from '../contract/errors.ts';
import { serverApp } from '../../test/support/server-app.ts';

test('a change is asked for by its route, and told as a sentence', async () => {
  const { change, changes } = serverApp();
  const answer = await change('/api/v1/machines/rename?machine=box&name=old%20box');
  expect(machineChangeReport.parse(await answer.json()).change.now).toBe('So it is.');
  await change('/api/v1/machines/rename?machine=box');
  await change('/api/v1/machines/merge?machine=box&into=laptop');
  await change('/api/v1/machines/merge?machine=box&into=laptop&undo=true');
  await change('/api/v1/machines/retire?machine=box&undo=1');
  expect(changes).toEqual([
    { kind: 'rename', machine: 'box', name: 'old box' },
    { kind: 'rename', machine: 'box', name: '' },
    { kind: 'merge', machine: 'box', into: 'laptop', undo: false },
    { kind: 'merge', machine: 'box', into: 'laptop', undo: true },
    { kind: 'retire', machine: 'box', undo: true },
  ]);
});

test.each(['rename?machine=box&name=x', 'merge?machine=box&into=y', 'retire?machine=box'])(
  '%s needs this origin and the token',
  async (path) => {
    const { request, changes } = serverApp();
    const url = `/api/v1/machines/${path}`;
    const origin = 'http://127.0.0.1:8080';
    const foreign = { origin: 'http://evil.example', 'x-claude-usage-token': 'test-token' };
    expect((await request(url, { method: 'POST', headers: { origin } })).status).toBe(403);
    expect((await request(url, { method: 'POST', headers: foreign })).status).toBe(403);
    expect((await request(url)).status).toBe(405);
    expect(changes).toEqual([]);
  },
);

test('what is missing or misspelt is refused by name', async () => {
  const { change, changes } = serverApp();
  for (const path of ['rename?name=x', 'merge?machine=box', 'retire?machine=box&undone=1', 'retire?machine='])
    expect((await change(`/api/v1/machines/${path}`)).status).toBe(400);
  expect(changes).toEqual([]);
});

test('a refusal comes through in its own words', async () => {
  const refuse = async () => {
    throw new UsageError('usage', 'no machine is called box', 'Choose one of: laptop');
  };
  const answer = await serverApp({ changeMachine: refuse }).change('/api/v1/machines/retire?machine=box');
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { message: 'no machine is called box' } });
});
