import { assistant, CANARY, plain, progress, session, synthetic, user, uuid, type Place, type Turn } from './record.ts';
import { type Files, lines } from './files.ts';

const project = 'projects/-home-ada-src-lantern';

/** Ordinary work: streaming lines, sub-agents in their own files and in progress records, errors, titles, a worktree. */
export function everyday(): Files {
  return { ...streaming(), ...agents(), ...worktree(), ...oldVersions() };
}

function streaming(): Files {
  const place: Place = { session: session(1), cwd: '/home/ada/src/lantern', version: '2.1.47', branch: 'feat/wick' };
  const later: Place = { ...place, version: '2.1.114', branch: 'main' };
  const growing = { id: 'msg_ev01', model: 'claude-opus-4-6', input: 3, w1: 5120, read: 18_000 };
  const final = { id: 'msg_ev03', model: 'claude-opus-4-7', input: 6, w5: 900, w1: 2100, read: 41_000, output: 512 };
  return {
    [`${project}/${session(1)}.jsonl`]: lines(
      plain({ type: 'summary', summary: 'Lantern wick', leafUuid: uuid() }),
      user(place, '2026-02-20T09:00:00.000Z', 'light the lantern'),
      assistant(place, { ...growing, output: 8, at: '2026-02-20T09:00:02.000Z', block: 'thinking' }),
      assistant(place, { ...growing, output: 8, at: '2026-02-20T09:00:03.500Z' }),
      assistant(place, { ...growing, output: 420, at: '2026-02-20T09:00:05.250Z', block: 'tool', tool: 'Read' }),
      user(
        place,
        '2026-02-20T09:00:05.900Z',
        'file text "usage":{"input_tokens":77777,"output_tokens":77777} \\" end',
        'result',
      ),
      // Streams may cross midnight: the turn belongs to the day of its first line.
      assistant(place, {
        id: 'msg_ev02',
        model: 'claude-sonnet-4-6',
        input: 12,
        output: 3,
        read: 900,
        at: '2026-02-20T23:59:59.900Z',
      }),
      assistant(place, {
        id: 'msg_ev02',
        model: 'claude-sonnet-4-6',
        input: 12,
        output: 310,
        read: 900,
        at: '2026-02-21T00:00:01.100Z',
        final: true,
      }),
      plain({
        type: 'file-history-snapshot',
        messageId: uuid(),
        snapshot: { trackedFileBackups: {} },
        isSnapshotUpdate: false,
      }),
      // Resumed two months later by a newer version: same file, every line final, block lines repeat the usage.
      user(later, '2026-04-18T10:00:00.000Z', 'resume'),
      assistant(later, { ...final, at: '2026-04-18T10:00:01.000Z', block: 'thinking', final: true }),
      assistant(later, { ...final, at: '2026-04-18T10:00:01.400Z', final: true }),
      assistant(later, { ...final, at: '2026-04-18T10:00:02.000Z', block: 'tool', tool: 'Edit', final: true }),
      assistant(later, { ...final, at: '2026-04-18T10:00:02.400Z', block: 'tool', tool: 'Bash', final: true }),
      synthetic(later, '2026-04-18T10:05:00.000Z', "You've hit your session limit · resets 9:10pm (Europe/Vienna)", {
        requestId: 'req_synthetic',
        quotaLimits: { status: 'rejected', resetsAt: 1776546600, rateLimitType: 'five_hour' },
        error: 'rate_limit',
        apiErrorStatus: 429,
      }),
      plain({
        type: 'system',
        subtype: 'compact_boundary',
        content: CANARY,
        timestamp: '2026-04-18T10:06:00.000Z',
        uuid: uuid(),
        sessionId: session(1),
      }),
      plain({ type: 'ai-title', aiTitle: 'An earlier title', sessionId: session(1) }),
      plain({ type: 'ai-title', aiTitle: 'Light the lantern: “wick” & flame', sessionId: session(1) }),
      plain({ type: 'last-prompt', lastPrompt: CANARY, sessionId: session(1) }),
      plain({ type: 'permission-mode', permissionMode: 'default', sessionId: session(1) }),
    ),
  };
}

function agents(): Files {
  const main: Place = { session: session(2), cwd: '/home/ada/src/lantern', version: '2.1.41', branch: 'main' };
  const side: Place = { ...main, sidechain: true, agent: 'a1b2c3d4e5f600001' };
  const child: Turn = {
    id: 'msg_ag02',
    model: 'claude-haiku-4-5-20251001',
    input: 40,
    w5: 3000,
    read: 0,
    output: 222,
    at: '2026-02-24T08:01:00.000Z',
  };
  const folder = `${project}/${session(2)}`;
  return {
    [`${folder}.jsonl`]: lines(
      user(main, '2026-02-24T08:00:00.000Z', 'delegate'),
      assistant(main, {
        id: 'msg_ag01',
        model: 'claude-opus-4-6',
        input: 5,
        w1: 800,
        read: 30_000,
        output: 95,
        at: '2026-02-24T08:00:10.000Z',
        block: 'tool',
        tool: 'Task',
        final: true,
      }),
      // A copy of what the agent's own file says better, with a placeholder output.
      progress(main, { ...child, output: 2 }),
      // A copy larger than the original never wins over it.
      progress(main, {
        id: 'msg_ag03',
        model: 'claude-haiku-4-5-20251001',
        input: 41,
        w5: 99_000,
        output: 4,
        at: '2026-02-24T08:01:20.000Z',
      }),
      // Agents whose own file is gone: the copies are all there is, twice.
      progress(main, {
        id: 'msg_ag04',
        model: 'claude-sonnet-4-6',
        input: 7,
        w5: 1500,
        read: 2500,
        output: 1,
        at: '2026-02-24T08:02:00.000Z',
      }),
      progress(main, {
        id: 'msg_ag04',
        model: 'claude-sonnet-4-6',
        input: 7,
        w5: 1500,
        read: 2500,
        output: 64,
        at: '2026-02-24T08:02:01.000Z',
      }),
      plain({
        type: 'progress',
        data: { type: 'hook_progress', hookEvent: 'PostToolUse', command: CANARY },
        sessionId: session(2),
        timestamp: '2026-02-24T08:02:02.000Z',
        uuid: uuid(),
      }),
      plain({
        type: 'progress',
        data: { type: 'bash_progress', output: `${CANARY} "usage":{"input_tokens":5}` },
        sessionId: session(2),
        timestamp: '2026-02-24T08:02:03.000Z',
        uuid: uuid(),
      }),
      plain({ type: 'custom-title', customTitle: 'Delegation', sessionId: session(2) }),
    ),
    [`${folder}/subagents/agent-a1b2c3d4e5f600001.jsonl`]: lines(
      user(side, '2026-02-24T08:00:30.000Z', 'you are a sub-agent'),
      assistant(side, { ...child, output: 5 }),
      assistant(side, { ...child, at: '2026-02-24T08:01:03.000Z', block: 'tool', tool: 'Grep', final: true }),
      assistant(side, {
        id: 'msg_ag03',
        model: 'claude-haiku-4-5-20251001',
        input: 41,
        w5: 500,
        read: 3000,
        output: 180,
        at: '2026-02-24T08:01:30.000Z',
        final: true,
      }),
    ),
    [`${folder}/subagents/agent-a1b2c3d4e5f600001.meta.json`]: `${plain({ agentType: 'Explore', description: CANARY, toolUseId: 'toolu_01', spawnDepth: 1 })}\n`,
    [`${folder}/subagents/workflows/wf_0a1b2c3d-4e5/agent-a0000000000000002.jsonl`]: lines(
      assistant(
        { ...side, version: '2.1.219', agent: 'a0000000000000002' },
        {
          id: 'msg_ag05',
          model: 'claude-opus-5',
          input: 9,
          w5: 4400,
          output: 77,
          at: '2026-07-28T12:00:00.000Z',
          final: true,
        },
      ),
    ),
    // Run journals repeat what agents used; they are not transcripts.
    [`${folder}/subagents/workflows/wf_0a1b2c3d-4e5/journal.jsonl`]: lines(
      assistant(side, {
        id: 'msg_journal',
        model: 'claude-opus-5',
        input: 1_000_000,
        output: 1_000_000,
        at: '2026-07-28T12:00:00.000Z',
      }),
    ),
  };
}

function worktree(): Files {
  const place: Place = {
    session: session(3),
    cwd: '/home/ada/src/lantern/.claude/worktrees/brass',
    version: '2.1.219',
    branch: 'worktree-brass',
  };
  return {
    [`projects/-home-ada-src-lantern--claude-worktrees-brass/${session(3)}.jsonl`]: lines(
      assistant(place, {
        id: 'msg_wt01',
        model: 'claude-sonnet-5',
        input: 21,
        w1: 640,
        read: 12_000,
        output: 333,
        at: '2026-07-29T18:00:00.000Z',
        final: true,
      }),
      // The session moves into a folder below its project.
      assistant(
        { ...place, cwd: `${place.cwd}/src` },
        {
          id: 'msg_wt02',
          model: 'claude-sonnet-5',
          input: 4,
          read: 12_640,
          output: 90,
          at: '2026-07-29T18:00:20.000Z',
          final: true,
        },
      ),
      plain({ type: 'agent-name', agentName: 'brass', sessionId: session(3) }),
    ),
  };
}

function oldVersions(): Files {
  const inline: Place = { session: session(4), cwd: 'D:\\src\\oil-lamp', version: '1.0.98' };
  const flat: Place = {
    session: session(4),
    cwd: 'D:\\src\\oil-lamp',
    version: '2.0.42',
    sidechain: true,
    agent: 'c63fe96c',
  };
  const folder = 'projects/D--src-oil-lamp';
  return {
    [`${folder}/${session(4)}.jsonl`]: lines(
      assistant(inline, {
        id: 'msg_old01',
        model: 'claude-opus-4-1-20250805',
        input: 4,
        w5: 9000,
        read: 11_000,
        output: 60,
        at: '2025-09-03T07:00:00.000Z',
        envelope: { gitBranch: undefined },
      }),
      // Side chains stood in the same file.
      assistant(
        { ...inline, sidechain: true },
        {
          id: 'msg_old02',
          model: 'claude-sonnet-4-20250514',
          input: 8,
          w5: 700,
          output: 44,
          at: '2025-09-03T07:01:00.000Z',
        },
      ),
      // An older field for money, which is not believed.
      assistant(inline, {
        id: 'msg_old03',
        model: 'claude-3-5-haiku-20241022',
        input: 300,
        output: 20,
        at: '2025-09-03T07:02:00.000Z',
        envelope: { costUSD: 12.34 },
      }),
    ),
    [`${folder}/agent-c63fe96c.jsonl`]: lines(
      assistant(flat, {
        id: 'msg_old04',
        model: 'claude-haiku-4-5-20251001',
        input: 2,
        w5: 3100,
        output: 5,
        at: '2025-11-20T07:00:00.000Z',
      }),
      assistant(flat, {
        id: 'msg_old04',
        model: 'claude-haiku-4-5-20251001',
        input: 2,
        w5: 3100,
        output: 71,
        at: '2025-11-20T07:00:04.000Z',
        block: 'tool',
      }),
    ),
  };
}
