import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeBodies } from './bodies.ts';
import { type Billing, blockAround, Conversation } from './conversation.ts';
import { eraAt } from './eras.ts';
import { assistantLine, type MessageLine, progressLine, type Scene } from './line-layout.ts';
import { Random } from './random.ts';
import { type RootTotals, TotalsBuilder } from './totals.ts';
import { TranscriptFile } from './transcript-file.ts';

export interface CorpusOptions {
  /** Folder to write `projects/` and `truth.json` to. */
  readonly out: string;
  readonly bytes: number;
  readonly seed: number;
  /** Whether main files repeat their sub-agents' messages; ccusage counts such copies otherwise. Default true. */
  readonly nestedCopies?: boolean;
  /** One short line a turn and nothing between: for large ledgers from little text. Default false. */
  readonly compact?: boolean;
}
export interface CorpusFacts {
  readonly bytes: number;
  readonly files: number;
  readonly lines: number;
}
export interface Corpus {
  readonly truth: RootTotals;
  readonly facts: CorpusFacts;
}

const DAY = 86_400_000;
const LAST_DAY = Date.parse('2026-11-20T00:00:00Z');
const NAMES = [
  'lantern',
  'orchard',
  'mint',
  'ferry',
  'quarry',
  'loom',
  'harbour',
  'sundial',
  'kiln',
  'beacon',
  'thicket',
  'anvil',
];

/**
 * Writes a projects tree of about `bytes` bytes, and beside it `truth.json`: the totals that the generator meant, summed
 * while it decided them and never read back.
 */
export function generateCorpus(options: CorpusOptions): Corpus {
  const generator = new Generator(options);
  while (generator.facts().bytes < options.bytes) generator.session();
  const corpus = { truth: generator.truth.finish(), facts: generator.facts() };
  writeFileSync(join(options.out, 'truth.json'), `${JSON.stringify(corpus.truth, null, 1)}\n`);
  writeFileSync(join(options.out, 'facts.json'), `${JSON.stringify({ seed: options.seed, ...corpus.facts })}\n`);
  return corpus;
}

class Generator {
  /** The session's file, and that of the sub-agent it is busy with. */
  readonly #file: TranscriptFile;
  readonly #side: TranscriptFile;
  readonly truth = new TotalsBuilder();
  readonly #random: Random;
  readonly #out: string;
  readonly #projects: readonly string[];

  readonly #nestedCopies: boolean;
  readonly #compact: boolean;

  constructor({ out, bytes, seed, nestedCopies = true, compact = false }: CorpusOptions) {
    this.#nestedCopies = nestedCopies;
    this.#compact = compact;
    this.#random = new Random(seed);
    this.#out = out;
    const bodies = makeBodies(seed);
    this.#file = new TranscriptFile(bodies, this.#random);
    this.#side = new TranscriptFile(bodies, this.#random);
    const count = Math.max(4, Math.round(Math.sqrt(bytes / 1_500_000)));
    this.#projects = Array.from(
      { length: count },
      (_, i) => `/home/ada/src/${NAMES[i % NAMES.length]}${i < NAMES.length ? '' : `-${i}`}`,
    );
  }

  facts(): CorpusFacts {
    return {
      bytes: this.#file.totalBytes + this.#side.totalBytes,
      files: this.#file.totalFiles + this.#side.totalFiles,
      lines: this.#file.totalLines + this.#side.totalLines,
    };
  }

  /** One session: its file, its sub-agents, and now and then a fork of it. */
  session(): void {
    const r = this.#random;
    const scene = this.#scene(this.#startOfSession());
    const billing = { hour: scene.family !== 'first' && r.chance(0.7), fast: r.chance(0.05), us: r.chance(0.02) };
    const talk = this.#talk(this.#file, scene, billing, this.#startedMs);
    this.#title(scene);
    talk.turns(r.logNormal(48, 0.9, 500));
    for (let agents = r.chance(0.34) ? r.logNormal(2.4, 0.6, 9) : 0; agents > 0; agents--) this.#agent(talk);
    if (r.chance(0.02)) this.#replay(talk);
    if (r.chance(0.08)) this.#resume(talk, billing);
    const history = r.chance(0.05) ? this.#file.prefix(r.int(1, this.#file.lines)) : undefined;
    this.#title(scene);
    this.#end(this.#file);
    this.#save(this.#file, this.#mainPath(scene), this.#startedMs);
    if (history) this.#fork(talk, history, billing);
  }

  #startedMs = 0;
  /** Days over a year, most of them recent; hours of a working day. */
  #startOfSession(): number {
    const r = this.#random;
    const daysBack = Math.floor(r.unit() ** 1.7 * 440);
    this.#startedMs = LAST_DAY - daysBack * DAY + Math.floor((7 + r.unit() * 15) * 3_600_000);
    return this.#startedMs;
  }

  #scene(ms: number): Scene {
    const r = this.#random;
    const project = this.#projects[Math.floor(r.unit() ** 2 * this.#projects.length)]!;
    const tree = r.chance(0.06) ? `wt-${r.int(1, 9)}` : '';
    return {
      ...eraAt(ms, r),
      session: r.uuid(),
      cwd: tree ? `${project}/.claude/worktrees/${tree}` : project,
      branch: tree ? `worktree-${tree}` : r.chance(0.6) ? 'main' : `feat/${r.pick(NAMES)}`,
      slug: `${r.pick(NAMES)}-${r.pick(NAMES)}-${r.pick(NAMES)}`,
      agent: '',
    };
  }

  #title(scene: Scene): void {
    const r = this.#random;
    if (scene.family === 'first')
      this.#file.line(
        `{"type":"summary","summary":"${r.pick(NAMES)} ${r.pick(NAMES)}","leafUuid":"${r.uuid()}"}`,
        0,
        '',
      );
    else
      this.#file.line(
        `{"type":"ai-title","aiTitle":"${r.pick(NAMES)} and ${r.pick(NAMES)}","sessionId":"${scene.session}"}`,
        0,
        '',
      );
  }

  /** A sub-agent: in a file of its own, repeated in the main file by some versions, now and then only there. */
  #agent(talk: Conversation): void {
    const r = this.#random;
    const id = `a${r.hex(16)}`;
    const repeats = this.#nestedCopies && talk.scene.family === 'progress' && r.chance(0.6);
    if (repeats && r.chance(0.15)) return this.#lostAgent(talk, id);
    const scene = { ...talk.scene, agent: id };
    const ms = this.#startedMs + r.int(1000, 600_000);
    const agentTalk = this.#talk(this.#side, scene, { hour: false, fast: false, us: false }, ms);
    agentTalk.turns(r.logNormal(17, 0.7, 120));
    this.#end(this.#side);
    const flat = scene.family === 'second' || scene.family === 'first';
    this.#save(
      this.#side,
      flat
        ? this.#path(scene, `agent-${id.slice(0, 8)}.jsonl`)
        : this.#path(scene, scene.session, 'subagents', `agent-${id}.jsonl`),
      ms,
    );
    // The copies' outputs are those of the beginning of the stream: they never grow.
    if (repeats)
      for (const { line } of agentTalk.written)
        this.#nested(talk.scene, id, {
          ...line,
          counts: { ...line.counts, output: Math.min(line.counts.output, r.int(1, 8)) },
        });
  }

  /** A sub-agent whose own file is gone: the copies in the main file are all there is. */
  #lostAgent(talk: Conversation, id: string): void {
    const r = this.#random;
    const model = 'claude-haiku-4-5-20251001';
    for (let i = r.int(2, 12); i > 0; i--) {
      const counts = {
        input: r.int(1, 9),
        output: r.int(1, 8),
        w5: r.int(100, 4000),
        w1: 0,
        read: r.int(0, 40_000),
        web: 0,
        fast: false,
        us: false,
      };
      talk.ms += r.int(1000, 9000);
      this.#nested(talk.scene, id, {
        id: `msg_01${r.base62(7)}`,
        request: `req_011C${r.base62(7)}`,
        model,
        stamp: new Date(talk.ms).toISOString(),
        counts,
        stop: 'null',
      });
      this.truth.add({ ...counts, model, batch: false, ms: talk.ms, session: talk.scene.session });
    }
  }

  #nested(scene: Scene, agent: string, line: MessageLine): void {
    const [before, after] = progressLine(scene, line, agent, blockAround('text', this.#random), this.#random);
    this.#file.line(before, this.#random.int(100, 2500), after, true);
  }

  /** Continued on another day, often by another version, in the same file. */
  #resume(talk: Conversation, billing: Billing): void {
    const ms = talk.ms + this.#random.int(1, 6) * DAY;
    if (ms > LAST_DAY + DAY) return;
    const scene = { ...talk.scene, ...eraAt(ms, this.#random) };
    this.#talk(this.#file, scene, billing, ms).turns(this.#random.int(3, 40));
  }

  #talk(file: TranscriptFile, scene: Scene, billing: Billing, ms: number): Conversation {
    return new Conversation(
      { file, random: this.#random, truth: this.truth, compact: this.#compact },
      scene,
      billing,
      ms,
    );
  }

  /** A crash in the middle of a line, or just before its newline. */
  #end(file: TranscriptFile): void {
    if (this.#random.chance(0.01))
      file.torn(
        '{"parentUuid":"5e8b7a10-0000-4000-8000-000000000000","isSidechain":false,"message":{"model":"claude-op',
      );
    else if (this.#random.chance(0.02)) file.withoutLastNewline();
  }

  /** The agent that compacts: replays the parent's messages, dearer and under other request ids, then makes one call. */
  #replay(talk: Conversation): void {
    const r = this.#random;
    const scene = { ...talk.scene, agent: `acompact-${r.hex(6)}` };
    for (const { line } of talk.written.slice(0, 20)) {
      const counts = { ...line.counts, read: line.counts.read + 50_000 };
      const [before, after] = assistantLine(
        scene,
        { ...line, counts, request: `req_011D${r.base62(7)}` },
        r.uuid(),
        blockAround('text', r),
        r,
      );
      this.#side.line(before, 200, after, true);
    }
    this.#talk(this.#side, scene, { hour: false, fast: false, us: false }, talk.ms + 5000).turns(1);
    this.#save(this.#side, this.#path(scene, scene.session, 'subagents', `agent-${scene.agent}.jsonl`), talk.ms);
  }

  /** The history of a session under another session id, then turns of its own. */
  #fork(talk: Conversation, history: ReturnType<TranscriptFile['prefix']>, billing: Billing): void {
    const scene = { ...talk.scene, session: this.#random.uuid() };
    const id = Buffer.from(scene.session);
    for (
      let at = history.bytes.indexOf(talk.scene.session);
      at >= 0;
      at = history.bytes.indexOf(talk.scene.session, at)
    )
      id.copy(history.bytes, at);
    this.#file.startWith(history);
    const ms = talk.ms + 3_600_000;
    this.#talk(this.#file, scene, billing, ms).turns(this.#random.int(2, 30));
    this.#save(this.#file, this.#mainPath(scene), ms);
  }

  #save(file: TranscriptFile, path: string, bornMs: number): void {
    this.truth.usageLines += file.save(path, bornMs);
  }
  #mainPath(scene: Scene): string {
    return this.#path(scene, `${scene.session}.jsonl`);
  }
  #path(scene: Scene, ...rest: string[]): string {
    return join(this.#out, 'projects', scene.cwd.replace(/[^A-Za-z0-9]/g, '-'), ...rest);
  }
}
