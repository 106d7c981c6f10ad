import {
  type Counts,
  type MessageLine,
  type Scene,
  assistantLine,
  otherLine,
  syntheticLine,
  userLine,
} from './line-layout.ts';
import { modelAt, sellsFast } from './eras.ts';
import type { Random } from './random.ts';
import type { TotalsBuilder } from './totals.ts';
import type { TranscriptFile } from './transcript-file.ts';

/** How a stretch of turns in one file is billed and paced. */
export interface Billing {
  /** Cache writes for an hour; otherwise for five minutes. */
  readonly hour: boolean;
  readonly fast: boolean;
  readonly us: boolean;
}
/** Where turns are written to, drawn from, and counted. */
export interface Desk {
  readonly file: TranscriptFile;
  readonly random: Random;
  readonly truth: TotalsBuilder;
  /** One line a turn, without text, and nothing between. */
  readonly compact: boolean;
}
/** A message as it was written, for copies of it elsewhere. */
export interface Written {
  readonly line: MessageLine;
  readonly ms: number;
}

const TOOLS = ['Bash', 'Read', 'Edit', 'Grep', 'Glob', 'Write', 'Task', 'WebSearch', 'TodoWrite', 'mcp__tracker__find'];

/**
 * Writes the turns of one agent or session, with all that stands between them, and adds what they used to the truth at
 * the moment of deciding it.
 */
export class Conversation {
  readonly written: Written[] = [];
  readonly scene: Scene;
  ms: number;
  readonly #file: TranscriptFile;
  readonly #random: Random;
  readonly #truth: TotalsBuilder;
  readonly #compact: boolean;
  readonly #billing: Billing;
  #model: string;
  #context: number;
  #parent: string;

  constructor({ file, random, truth, compact }: Desk, scene: Scene, billing: Billing, ms: number) {
    this.#file = file;
    this.#random = random;
    this.#truth = truth;
    this.#compact = compact;
    this.scene = scene;
    this.#billing = billing;
    this.ms = ms;
    this.#model = modelAt(ms, scene.agent !== '', random);
    this.#context = random.int(9000, 24_000);
    this.#parent = random.uuid();
  }

  turns(count: number): void {
    for (let i = 0; i < count; i++) this.#turn();
  }

  #turn(): void {
    const r = this.#random;
    if (r.chance(0.12)) this.#prompt();
    if (r.chance(0.04)) this.#model = modelAt(this.ms, this.scene.agent !== '', r);
    this.ms += r.logNormal(4000, 0.9, 600_000);
    const tool = r.chance(0.76) ? (r.chance(0.5) ? 'Bash' : r.pick(TOOLS)) : '';
    const counts = this.#decide(tool);
    this.#message(counts, tool);
    if (this.#compact) return;
    if (tool) this.#result(tool);
    this.#between();
  }

  #decide(tool: string): Counts {
    const r = this.#random;
    if (this.#context > 190_000 && r.chance(0.3)) this.#context = r.int(14_000, 30_000);
    const write = r.logNormal(1500, 1.0, 60_000);
    const late = this.scene.family === 'settled' || this.scene.family === 'diagnosed';
    const counts = {
      input: r.chance(0.05) ? r.int(500, 9000) : r.int(1, 14),
      output: r.logNormal(260, 1.1, 32_000),
      w5: this.#billing.hour ? 0 : write,
      w1: this.#billing.hour ? write : 0,
      read: r.chance(0.02) ? 0 : this.#context,
      web: late && tool === 'WebSearch' ? r.int(1, 3) : 0,
      fast: late && this.#billing.fast && sellsFast(this.#model),
      us: late && this.#billing.us,
    };
    this.#context += write;
    return counts;
  }

  /** The lines of one message, one for each content block, as they stream in. */
  #message(counts: Counts, tool: string): void {
    const r = this.#random;
    const { family, agent } = this.scene;
    const streaming = agent !== '' || (family !== 'settled' && family !== 'diagnosed');
    const share = r.unit();
    const blocks = this.#compact ? 1 : share < 0.34 ? 1 : share < 0.8 ? 2 : share < 0.95 ? 3 : 4;
    const ids = { id: `msg_01${r.base62(7)}`, request: `req_011C${r.base62(7)}`, model: this.#model };
    const started = this.ms;
    const stopped =
      family === 'first' || family === 'second' || (family === 'progress' && r.chance(0.7))
        ? 'null'
        : tool
          ? '"tool_use"'
          : '"end_turn"';
    for (let block = 0; block < blocks; block++) {
      const last = block === blocks - 1;
      const partial = streaming && !last;
      const line: MessageLine = {
        ...ids,
        stamp: new Date(this.ms).toISOString(),
        counts: partial
          ? { ...counts, output: Math.max(1, Math.floor((counts.output * (block + 1)) / (blocks * 3))) }
          : counts,
        stop: partial ? 'null' : stopped,
      };
      this.#block(line, last ? tool : r.chance(0.5) ? 'thinking' : 'text');
      if (last) this.written.push({ line, ms: started });
      else this.ms += r.int(200, 2500);
    }
    this.#truth.add({ ...counts, model: ids.model, batch: false, ms: started, session: this.scene.session });
  }

  #block(line: MessageLine, kind: string): void {
    const r = this.#random;
    const around = this.#compact ? (['', ''] as const) : blockAround(kind, r);
    const bytes = this.#compact
      ? 0
      : kind === 'thinking'
        ? r.logNormal(350, 0.9, 20_000)
        : kind === 'text' || kind === ''
          ? r.logNormal(170, 1.0, 20_000)
          : r.logNormal(260, 1.3, 40_000);
    const [before, after] = assistantLine(this.scene, line, this.#parent, around, r);
    this.#file.line(before, bytes, after, true);
    this.#parent = r.uuid();
  }

  /** What a tool answered: more than half of all bytes. Its text stands there twice, as content and as result. */
  #result(tool: string): void {
    const r = this.#random;
    this.ms += r.logNormal(900, 1.3, 300_000);
    const bytes = r.chance(0.002) ? r.int(200_000, 600_000) : r.logNormal(2650, 1.25, 120_000);
    const content = [`[{"tool_use_id":"toolu_01${r.base62(7)}","type":"tool_result","content":"`, '"}]'] as const;
    const usage =
      tool === 'Task'
        ? ',"totalTokens":31234,"usage":{"input_tokens":7,"cache_creation_input_tokens":900,"cache_read_input_tokens":30000,"output_tokens":327}'
        : '';
    const result = `,"toolUseResult":{"stdout":"","stderr":"","interrupted":false,"isImage":false${usage}}`;
    const [before, after] = userLine(this.scene, this.#parent, new Date(this.ms).toISOString(), content, result, r);
    this.#file.line(before, bytes, after);
    this.#parent = r.uuid();
  }

  #prompt(): void {
    const r = this.#random;
    this.ms += r.logNormal(60_000, 1.4, 7_200_000);
    if (this.#compact) return;
    const [before, after] = userLine(this.scene, this.#parent, new Date(this.ms).toISOString(), ['"', '"'], '', r);
    this.#file.line(before, r.chance(0.3) ? r.logNormal(9000, 0.8, 60_000) : r.logNormal(160, 1.0, 4000), after);
  }

  #between(): void {
    const r = this.#random;
    const stamp = new Date(this.ms).toISOString();
    const write = (kind: 'hook' | 'bash' | 'snapshot' | 'queue', bytes: number): void => {
      const [before, after] = otherLine(this.scene, kind, stamp, r);
      this.#file.line(before, bytes, after);
    };
    if (r.chance(0.13)) write('snapshot', r.int(100, 500));
    if (r.chance(0.03)) write('queue', r.int(20, 200));
    if (this.scene.family === 'progress' && r.chance(0.3)) write('hook', 60);
    if (this.scene.family === 'progress' && r.chance(0.25)) write('bash', r.int(200, 1500));
    if (r.chance(0.002)) this.#file.line(syntheticLine(this.scene, stamp, r), 0, '');
  }
}

/** A content block around its text. */
export function blockAround(kind: string, random: Random): readonly [string, string] {
  if (kind === 'thinking') return ['{"type":"thinking","thinking":"', `","signature":"${random.base62(100)}"}`];
  if (kind === 'text' || kind === '') return ['{"type":"text","text":"', '"}'];
  return [`{"type":"tool_use","id":"toolu_01${random.base62(7)}","name":"${kind}","input":{"description":"`, '"}}'];
}
