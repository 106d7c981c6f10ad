import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, short } from '../harness/figures.ts';
import { run } from '../harness/process.ts';
import type { Measured } from '../harness/results.ts';
import { inSandbox } from '../harness/subject.ts';

const FILES = 10_000;
const FOLDERS = 40;
const CHILD = join(import.meta.dirname, 'unchanged-child.ts');

/** A scan that finds 10,000 files as they were: walking, looking at each, comparing. In a fresh process each time. */
export async function unchanged({ runs }: { runs: number }): Promise<Measured> {
  const root = mkdtempSync(join(tmpdir(), 'bench-unchanged-'));
  try {
    writeTinyFiles(root);
    const timed = await inSandbox((sandbox) => {
      const command = [process.execPath, CHILD];
      const once = (): string => run(command, sandbox.env(root)).stdout;
      once();
      return Array.from({ length: runs }, () => JSON.parse(once()) as { ms: number; unchanged: number });
    });
    for (const { unchanged: found } of timed)
      if (found !== FILES) throw new Error(`${found} of ${FILES} files were found unchanged`);
    const ms = median(timed.map((t) => t.ms));
    return {
      figures: { 'unchanged: ms for 10000 files': ms },
      text: `${FILES} unchanged files: ${short(ms)} ms, median of ${runs}`,
    };
  } finally {
    rmSync(root, { recursive: true });
  }
}

function writeTinyFiles(root: string): void {
  for (let i = 0; i < FILES; i++) {
    const folder = join(root, 'projects', `-srv-project-${i % FOLDERS}`);
    if (i < FOLDERS) mkdirSync(folder, { recursive: true });
    const id = String(i).padStart(12, '0');
    const usage = { input_tokens: 1, output_tokens: i };
    const message = { id: `msg_${id}`, model: 'claude-opus-5', usage };
    const session = `00000000-0000-4000-8000-${id}`;
    const line = {
      type: 'assistant',
      timestamp: '2026-09-01T10:00:00.000Z',
      sessionId: session,
      cwd: `/srv/project/${i % FOLDERS}`,
      message,
    };
    writeFileSync(join(folder, `${session}.jsonl`), `${JSON.stringify(line)}\n`);
  }
}
