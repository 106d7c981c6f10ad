import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SharedTurn } from '../../src/contract/shared-turn.ts';
import { example } from '../support/shared-turn-example.ts';
import { sharedTurn } from '../support/shared-turns.ts';
import { StrictWorkspace } from '../support/strict-workspace.ts';

/** What machines do, in order: tell some turns, or take everything back. */
const step = fc.record({
  who: fc.constantFrom(0, 1),
  turns: fc.oneof({ weight: 6, arbitrary: fc.array(sharedTurn, { minLength: 1, maxLength: 4 }) }, fc.constant([])),
});

async function afterSteps(steps: readonly { who: number; turns: readonly SharedTurn[] }[], role: 'own' | 'owner') {
  const workspace = await StrictWorkspace.make();
  try {
    const machines = [await workspace.machine('a', role), await workspace.machine('b', role)];
    for (const { who, turns } of steps) {
      const titles = turns.map((t) => ({
        sessionId: t.sessionId,
        rank: 1,
        position: t.output,
        text: `${who} ${t.key}`,
      }));
      if (turns.length > 0) await machines[who]!.push(turns, titles);
      else await machines[who]!.withdraw();
    }
    return await workspace.contents();
  } finally {
    await workspace.close();
  }
}

test('whatever two machines tell and take back, a strict workspace shows what a simple one does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      expect(await afterSteps(steps, 'own')).toEqual(await afterSteps(steps, 'owner'));
    }),
    { numRuns: 15, interruptAfterTimeLimit: 60_000 },
  );
});

test('a turn that two writers sighted counts once, and stays when one of them takes its part back', async () => {
  const workspace = await StrictWorkspace.make();
  try {
    const [a, b] = [await workspace.machine('a', 'own'), await workspace.machine('b', 'own')];
    await a.push([example('msg_1', 10), example('msg_2', 7)]);
    await b.push([example('msg_1', 30)]);
    await a.push([example('msg_1', 10)]);
    const { turns } = (await workspace.contents()) as { turns: { key: string; output: number; machine: string }[] };
    // The more complete record counts; the sightings are equal, so the smaller machine owns it.
    expect(turns.map((t) => [t.key, t.output, t.machine])).toEqual([
      ['msg_1', 30, 'a'],
      ['msg_2', 7, 'a'],
    ]);
    await a.withdraw();
    const left = (await workspace.contents()) as { turns: { key: string; output: number; machine: string }[] };
    expect(left.turns.map((t) => [t.key, t.output, t.machine])).toEqual([['msg_1', 30, 'b']]);
  } finally {
    await workspace.close();
  }
});

test('two writers at once on the same turns: neither waits for ever, nor fails, nor counts twice', async () => {
  const workspace = await StrictWorkspace.make();
  try {
    const machines = await Promise.all(['a', 'b', 'c'].map((letter) => workspace.machine(letter, 'own')));
    const turns = (who: number) => Array.from({ length: 1500 }, (_, i) => example(`msg_${i}`, ((i + who) % 3) + 1));
    await Promise.all(machines.map((machine, who) => machine.push(turns(who))));
    const { rows } = await workspace.ask(
      workspace.dsn,
      `SELECT (SELECT COUNT(*)::int FROM claude_usage.event) AS turns, (SELECT SUM(output)::int FROM claude_usage.event) AS output,
         (SELECT SUM(turns)::int FROM claude_usage.slice) AS sliced, (SELECT SUM(output)::int FROM claude_usage.day_slice) AS by_day`,
    );
    expect(rows[0]).toEqual({ turns: 1500, output: 4500, sliced: 1500, by_day: 4500 });
  } finally {
    await workspace.close();
  }
});

test('what was taken back leaves no name behind, and names that come back are learnt anew', async () => {
  const workspace = await StrictWorkspace.make();
  const names = async (): Promise<unknown> => {
    const { rows } = await workspace.ask(
      workspace.dsn,
      `SELECT (SELECT array_agg(uid ORDER BY uid) FROM claude_usage.session) AS sessions, (SELECT array_agg(name) FROM claude_usage.project) AS projects,
         (SELECT array_agg(text ORDER BY text) FROM claude_usage.label) AS labels, (SELECT array_agg(text) FROM claude_usage.title) AS titles,
         (SELECT array_agg(DISTINCT title) FROM claude_usage.session) AS shown`,
    );
    return rows[0];
  };
  try {
    const [a, b] = [await workspace.machine('a', 'own'), await workspace.machine('b', 'own')];
    const secret = { sessionId: 's1', projectName: 'secret project', branch: 'secret branch' };
    await b.push([{ ...example('msg_b'), ...secret }]);
    await b.withdraw();
    await a.push(
      [{ ...example('msg_a'), ...secret }],
      [{ sessionId: 's1', rank: 1, position: 1, text: 'secret title' }],
    );
    expect(await names()).toEqual({
      ...{ sessions: ['s1'], projects: ['secret project'], labels: ['', 'secret branch'] },
      ...{ titles: ['secret title'], shown: ['secret title'] },
    });
    await b.push([{ ...example('msg_b'), ...secret }]);
    await b.withdraw();
    await a.withdraw();
    expect(await names()).toEqual({ sessions: null, projects: null, labels: [''], titles: null, shown: null });
    // b knew the numbers of these names from before.
    await b.push([{ ...example('msg_b'), ...secret }]);
    expect(await workspace.contents()).toMatchObject({
      turns: [{ key: 'msg_b', session: 's1', branch: 'secret branch' }],
    });
  } finally {
    await workspace.close();
  }
});

test('a copy that its writer told and did not derive counts with the next machine that tells the turn', async () => {
  const workspace = await StrictWorkspace.make();
  try {
    const [a, b] = [await workspace.machine('a', 'own'), await workspace.machine('b', 'own')];
    await b.push([example('msg_b', 5)]);
    const columns = `machine_id, seq, ts_ms, born_ms, session_id, project_id, class_id, branch_id, flags, input, cache_5m, cache_1h,
      cache_read, web_searches, owner_role`;
    await workspace.ask(
      workspace.dsn,
      `INSERT INTO claude_usage.copy (key, output, ${columns}) SELECT 'msg_a', 99, ${columns} FROM claude_usage.copy`,
    );
    await a.push([example('msg_a', 10)]);
    expect(await workspace.contents()).toMatchObject({
      turns: [
        { key: 'msg_a', output: 99, machine: 'a' },
        { key: 'msg_b', output: 5, machine: 'b' },
      ],
    });
  } finally {
    await workspace.close();
  }
});
