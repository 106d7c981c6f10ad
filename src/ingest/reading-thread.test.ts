import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TempHome } from '../../test/support/temp-home.ts';
import { readFiles, type ReadOutcome, type ReadSink, type ReadTask } from './read-files.ts';
import { ReadingThread } from './reading-thread.ts';

const line = (n: number): string =>
  `${JSON.stringify({
    type: 'assistant',
    sessionId: 's',
    cwd: '/p',
    timestamp: '2026-11-01T00:00:00.000Z',
    message: {
      id: `m${n}`,
      model: 'claude-sonnet-4-5',
      stop_reason: 'end_turn',
      usage: { input_tokens: n, output_tokens: 1 },
    },
  })}\n`;

class Heard implements ReadSink {
  readonly keys: string[] = [];
  readonly outcomes: ReadOutcome[] = [];
  batch(batch: Parameters<ReadSink['batch']>[0]): void {
    this.keys.push(...batch.keys.split('\n'));
  }
  done(outcome: ReadOutcome): void {
    this.outcomes.push(outcome);
  }
}

function tasksIn(home: TempHome): ReadTask[] {
  return [300, 1, 0, 700].map((lines, file): ReadTask => {
    const path = home.path(`${file}.jsonl`);
    writeFileSync(path, Array.from({ length: lines }, (_, n) => line(file * 1000 + n)).join(''));
    return { path, source: 'claude-code', fileId: file + 1 };
  });
}

test('the thread tells all that a reading in this thread tells, then ends', async () => {
  using home = new TempHome();
  const tasks = [...tasksIn(home), { path: home.path('gone.jsonl'), source: 'claude-code', fileId: 9 } as const];
  const here = new Heard();
  readFiles(tasks, here);
  const there = new Heard();
  const thread = new ReadingThread();
  expect(thread.spent).toBe(false);
  await thread.read(tasks, there);
  expect(thread.spent).toBe(true);
  expect(there.keys).toEqual(here.keys);
  expect(there.keys).toHaveLength(1001);
  expect(there.outcomes).toEqual(here.outcomes);
});

test('what the sink throws ends the reading with that error', async () => {
  using home = new TempHome();
  const thread = new ReadingThread();
  const sink = {
    ...new Heard(),
    batch: () => {
      throw new Error('disk full');
    },
    done: () => undefined,
  };
  await expect(thread.read(tasksIn(home), sink)).rejects.toThrow('disk full');
  await thread.stop();
});

test('a thread that dies ends the reading, and one that nobody needed goes unheard', async () => {
  using home = new TempHome();
  const thread = new ReadingThread();
  const reading = thread.read(tasksIn(home), { batch: () => undefined, done: () => undefined });
  const [outcome] = await Promise.allSettled([reading, thread.stop()]);
  expect(outcome).toMatchObject({
    status: 'rejected',
    reason: { message: expect.stringContaining('reading thread ended') },
  });
  await new ReadingThread().stop();
});
