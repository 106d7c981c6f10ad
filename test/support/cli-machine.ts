import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { BrokenPipe, type Host, type Sink } from '../../src/cli/host.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { TempHome } from './temp-home.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
export interface RunSetting {
  readonly env?: Readonly<Record<string, string>>;
  /** Cells of the terminal; undefined = a pipe. */
  readonly columns?: number;
  /** Milliseconds since 1970, UTC, or a clock. */
  readonly now?: number | (() => number);
  /** The reader of standard output goes after so many characters. */
  readonly breaksAfter?: number;
  /** What the user answers; without it nobody is there. */
  readonly answer?: string;
  /** The network; without it there is none. */
  readonly fetch?: Host['fetch'];
  /** Called when the dashboard waits for the user; resolves when the user interrupts. */
  readonly whileServing?: (out: string) => Promise<void>;
}

/** One machine whose command line runs in this process: its own home, its own clock. */
export class CliMachine implements Disposable {
  readonly files = new TempHome();
  readonly opened: string[] = [];

  get home(): string {
    return this.files.home;
  }

  /** Writes a file below the home folder. */
  write(path: string, content: unknown): string {
    const file = this.files.path(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
    );
    return file;
  }

  /** Writes a transcript of the usual place from its records. */
  transcript(name: string, records: readonly (object | string)[]): string {
    const lines = records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record)));
    return this.write(`.claude/projects/-work-app/${name}.jsonl`, `${lines.join('\n')}\n`);
  }

  async run(args: readonly string[], setting: RunSetting = {}): Promise<Ran> {
    const out = new TextSink(setting.columns, setting.breaksAfter);
    const err = new TextSink(setting.columns);
    const { now = Date.UTC(2026, 10, 22, 12) } = setting;
    const host: Host = {
      argv: args,
      env: { HOME: this.home, ...setting.env },
      cwd: this.home,
      platform: 'linux',
      runtime: { node: '24.0.0', arch: 'x64' },
      stdout: out,
      stderr: err,
      now: typeof now === 'number' ? () => now : now,
      pageFolder: this.files.path('no-page'),
      fetch: setting.fetch ?? (() => Promise.reject(new Error('this machine has no network'))),
      untilInterrupted: () => setting.whileServing?.(out.text) ?? Promise.resolve(),
      ask: async (question) => {
        if (setting.answer !== undefined) await err.write(question);
        return setting.answer;
      },
      openBrowser: (url) => {
        this.opened.push(url);
        return Promise.resolve(true);
      },
    };
    const code = await runCli(host);
    return { code, out: out.text, err: err.text };
  }

  [Symbol.dispose](): void {
    this.files[Symbol.dispose]();
  }
}

class TextSink implements Sink {
  text = '';
  readonly columns: number | undefined;
  readonly isTerminal: boolean;
  readonly #breaksAfter: number;

  constructor(columns: number | undefined, breaksAfter = Infinity) {
    this.columns = columns;
    this.isTerminal = columns !== undefined;
    this.#breaksAfter = breaksAfter;
  }

  write(text: string): Promise<void> {
    if (this.text.length >= this.#breaksAfter) return Promise.reject(new BrokenPipe());
    this.text += text;
    return Promise.resolve();
  }
}

/** A transcript record of a turn, as Claude Code writes it. */
export function turnRecord(
  id: string,
  at: string,
  more: { readonly model?: string; readonly output?: number; readonly cwd?: string; readonly session?: string } = {},
): object {
  const session = more.session ?? '11111111-2222-4333-8444-555555555555';
  return {
    type: 'assistant',
    uuid: `uuid-${id}`,
    requestId: `req_${id}`,
    sessionId: session,
    timestamp: at,
    cwd: more.cwd ?? '/work/app',
    gitBranch: 'main',
    version: '2.1.300',
    isSidechain: false,
    message: {
      id: `msg_${id}`,
      type: 'message',
      role: 'assistant',
      model: more.model ?? 'claude-opus-4-7',
      content: [{ type: 'text', text: '' }],
      stop_reason: 'end_turn',
      usage: {
        input_tokens: 1_000,
        output_tokens: more.output ?? 500,
        cache_creation_input_tokens: 2_000,
        cache_read_input_tokens: 30_000,
        cache_creation: { ephemeral_5m_input_tokens: 1_500, ephemeral_1h_input_tokens: 500 },
      },
    },
  };
}
