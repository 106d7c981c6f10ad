import { expect, test } from 'vitest';
import { BatchWriter } from '../batch-writer.ts';
import { FileState, pathFactsOf } from './file-state.ts';

test.each([
  ['/h/.claude/projects/-w-lamp/s1.jsonl', { sidechain: false, sessionId: 's1', agentId: '', slug: '-w-lamp' }],
  [
    '/h/.claude/projects/-w-lamp/agent-c63f.jsonl',
    { sidechain: true, sessionId: '', agentId: 'c63f', slug: '-w-lamp' },
  ],
  [
    '/h/.claude/projects/-w-lamp/s1/subagents/agent-a1.jsonl',
    { sidechain: true, sessionId: 's1', agentId: 'a1', slug: '-w-lamp' },
  ],
  [
    '/h/x/-w-lamp/s1/subagents/workflows/wf/agent-a1.jsonl',
    { sidechain: true, sessionId: 's1', agentId: 'a1', slug: '-w-lamp' },
  ],
  ['C:\\h\\.claude\\projects\\D--lamp\\s1.jsonl', { sidechain: false, sessionId: 's1', agentId: '', slug: 'D--lamp' }],
  [
    '/h/projects/site/.claude/projects/-h-projects-site/s1.jsonl',
    { sidechain: false, sessionId: 's1', agentId: '', slug: '-h-projects-site' },
  ],
])('%s', (path, facts) => {
  expect(pathFactsOf(path)).toEqual(facts);
});

test('a folder below the project is of the project, also after other folders', () => {
  const writer = new BatchWriter(() => undefined);
  const state = new FileState(writer, {
    fileId: 1,
    path: '/h/.claude/projects/-w-lamp/s1.jsonl',
    offset: 0,
    lastTimestampMs: null,
  });
  const key = (cwd: string): string => writer.strings.get(state.projectOf(writer.strings.intern(cwd)));
  expect(
    ['/w/lamp/web/src', '/w/lamp', '/w/lamp/.claude/worktrees/fix', '/tmp/other', '/w/lamp/web/src'].map(key),
  ).toEqual(['dir:w/lamp', 'dir:w/lamp', 'dir:w/lamp', 'dir:tmp/other', 'dir:w/lamp']);
});
