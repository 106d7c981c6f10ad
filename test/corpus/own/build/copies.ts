import { type Files, lines } from './files.ts';
import { assistant, session, user, type Place, type Turn } from './record.ts';

const cwd = '/srv/orchard';
const folder = 'projects/-srv-orchard';
const parent: Place = { session: session(10), cwd, version: '2.1.217' };

const history: readonly Turn[] = [
  {
    id: 'msg_cp01',
    model: 'claude-opus-5',
    input: 3,
    w1: 22_000,
    read: 14_000,
    output: 240,
    at: '2026-08-02T09:00:00.000Z',
    final: true,
  },
  {
    id: 'msg_cp02',
    model: 'claude-opus-5',
    input: 2,
    w1: 1300,
    read: 36_000,
    output: 610,
    at: '2026-08-02T09:01:00.000Z',
    block: 'tool',
    final: true,
  },
  {
    id: 'msg_cp03',
    model: 'claude-opus-5',
    input: 2,
    w1: 900,
    read: 37_300,
    output: 88,
    at: '2026-08-02T09:02:00.000Z',
    final: true,
  },
];

/** The same history in several files: forks with and without their origin, older resumes, context-fork agents. */
export function copies(): Files {
  return {
    [`${folder}/${session(10)}.jsonl`]: lines(
      user(parent, '2026-08-02T08:59:00.000Z', 'prune'),
      ...history.map((t) => assistant(parent, t)),
    ),
    ...forks(),
    ...replays(),
    ...elsewhere(),
  };
}

function forks(): Files {
  const plainFork: Place = { ...parent, session: session(11) };
  const branch: Place = { ...parent, session: session(12) };
  const from = { forkedFrom: { sessionId: session(10), messageUuid: '00000000-0000-4000-8000-00000000f000' } };
  const own = { model: 'claude-opus-5', input: 2, w1: 450, read: 38_200 };
  return {
    // --fork-session: every id and time kept, only the session rewritten.
    [`${folder}/${session(11)}.jsonl`]: lines(
      ...history.map((t) => assistant(plainFork, t)),
      assistant(plainFork, { ...own, id: 'msg_cp11', output: 130, at: '2026-08-02T11:00:00.000Z', final: true }),
    ),
    // /branch: each copied line names where it came from.
    [`${folder}/${session(12)}.jsonl`]: lines(
      ...history.slice(0, 2).map((t) => assistant(branch, { ...t, envelope: from })),
      assistant(branch, { ...own, id: 'msg_cp12', output: 75, at: '2026-08-02T12:00:00.000Z', final: true }),
    ),
    // A branch whose parent's file is gone: the turn still belongs to the parent's session.
    [`${folder}/${session(13)}.jsonl`]: lines(
      assistant(
        { ...parent, session: session(13) },
        {
          id: 'msg_cp13',
          model: 'claude-opus-5',
          input: 11,
          read: 5000,
          output: 19,
          at: '2026-08-03T09:00:00.000Z',
          final: true,
          envelope: { forkedFrom: { sessionId: session(14), messageUuid: '00000000-0000-4000-8000-00000000f001' } },
        },
      ),
      assistant(
        { ...parent, session: session(13) },
        { ...own, id: 'msg_cp14', output: 23, at: '2026-08-03T09:10:00.000Z', final: true },
      ),
    ),
  };
}

function replays(): Files {
  const compact: Place = { ...parent, sidechain: true, agent: 'acompact-1f2e3d' };
  const aside: Place = { ...parent, sidechain: true, agent: 'aside_question-9a8b7c' };
  return {
    // The agents that compact or answer on the side replay the parent's messages, dearer, under other request ids.
    [`${folder}/${session(10)}/subagents/agent-acompact-1f2e3d.jsonl`]: lines(
      ...history.map((t) => assistant(compact, { ...t, read: (t.read ?? 0) + 50_000, request: `req_again_${t.id}` })),
      assistant(compact, {
        id: 'msg_cp21',
        model: 'claude-opus-5',
        input: 3,
        w5: 2000,
        read: 38_000,
        output: 1900,
        at: '2026-08-02T10:00:00.000Z',
        final: true,
      }),
    ),
    [`${folder}/${session(10)}/subagents/agent-aside_question-9a8b7c.jsonl`]: lines(
      ...history.slice(0, 1).map((t) => assistant(aside, t)),
      assistant(aside, {
        id: 'msg_cp22',
        model: 'claude-opus-5',
        input: 14,
        w5: 300,
        read: 36_000,
        output: 55,
        at: '2026-08-02T10:30:00.000Z',
        final: true,
      }),
    ),
  };
}

function elsewhere(): Files {
  const old: Place = { session: session(15), cwd: '/srv/orchard/pears', version: '2.0.35' };
  const resumed: Place = { ...old, session: session(16) };
  const first: Turn = {
    id: 'msg_cp31',
    model: 'claude-sonnet-4-5-20250929',
    input: 5,
    w5: 8000,
    output: 12,
    at: '2025-11-03T09:00:00.000Z',
  };
  return {
    [`${folder}-pears/${session(15)}.jsonl`]: lines(assistant(old, first)),
    // An older --resume copied the history into a new file, here with a line the first file never got.
    [`${folder}-pears/${session(16)}.jsonl`]: lines(
      assistant(resumed, first),
      assistant(resumed, { ...first, output: 480, at: '2025-11-03T09:00:09.000Z' }),
      assistant(resumed, {
        id: 'msg_cp32',
        model: 'claude-sonnet-4-5-20250929',
        input: 6,
        w5: 210,
        read: 8000,
        output: 31,
        at: '2025-11-03T15:00:00.000Z',
      }),
    ),
    // One id under two request ids, both on the main chain, counts once.
    [`${folder}-pears/${session(17)}.jsonl`]: lines(
      assistant(
        { ...old, session: session(17) },
        {
          id: 'msg_cp33',
          request: 'req_one',
          model: 'claude-sonnet-4-5',
          input: 50,
          output: 5,
          at: '2025-11-04T09:00:00.000Z',
        },
      ),
      assistant(
        { ...old, session: session(17) },
        {
          id: 'msg_cp33',
          request: 'req_two',
          model: 'claude-sonnet-4-5',
          input: 50,
          output: 9,
          at: '2025-11-04T09:00:01.000Z',
        },
      ),
      assistant(
        { ...old, session: session(17) },
        {
          id: 'msg_cp33',
          request: null,
          model: 'claude-sonnet-4-5',
          input: 50,
          output: 9,
          at: '2025-11-04T09:00:02.000Z',
        },
      ),
    ),
    // Set aside by Claude Code itself: not read.
    [`${folder}/${session(18)}.orphaned.jsonl`]: lines(assistant(parent, { ...history[0]!, id: 'msg_orphan' })),
    [`${folder}/${session(18)}.jsonl.superseded-1.jsonl`]: lines(
      assistant(parent, { ...history[0]!, id: 'msg_superseded' }),
    ),
  };
}
