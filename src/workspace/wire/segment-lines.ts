import { addSums, NO_SUMS, type SharedSums, type SharedTitle, type SharedTurn } from '../../contract/shared-turn.ts';
import type { ContextClass, PriceClass, Rank } from '../../contract/usage-event.ts';
import { toEpochMs } from '../../contract/units.ts';
import { EARLIEST_MS, LATEST_MS, LIMITS } from './limits.ts';
import { displayText, exactObject, hex, identifier, integer, parseJson, WireError } from './untrusted.ts';

export interface SegmentHeader {
  /** 32 hex digits. */
  readonly machine: string;
  /** 16 hex digits: one local database of the machine. */
  readonly incarnation: string;
  readonly sequence: number;
}

export function readHeader(line: string): SegmentHeader {
  const o = exactObject(parseJson(line, 'the header'), 'the header', [
    'format',
    'version',
    'machine',
    'incarnation',
    'sequence',
  ]);
  if (o.format !== 'claude-usage/segment') throw new WireError('it is no segment');
  if (o.version !== 1) throw new WireError('it has a newer format than this version knows');
  return {
    machine: hex(o.machine, 'the machine', 32),
    incarnation: hex(o.incarnation, 'the incarnation', 16),
    sequence: integer(o.sequence, 'the sequence', 1, 1e9),
  };
}

const FOOTER_KEYS = ['rows', 'input', 'output', 'cache5m', 'cache1h', 'cacheRead', 'webSearches', 'titles'] as const;

/** The sums as counted here, which the footer must state too. */
export function readFooter(line: string, counted: SharedSums, titles: number): SharedSums {
  const o = exactObject(parseJson(line, 'the footer'), 'the footer', FOOTER_KEYS);
  const found: Record<string, number> = { ...counted, titles };
  for (const key of FOOTER_KEYS)
    if (o[key] !== found[key]) throw new WireError(`the footer states other ${key} than the lines hold`);
  return counted;
}

interface Project {
  readonly key: string;
  readonly name: string;
}

/** Reads the lines between header and footer. */
export class SegmentLines {
  readonly turns: SharedTurn[] = [];
  readonly titles: SharedTitle[] = [];
  sums: SharedSums = NO_SUMS;
  readonly #sessions: string[] = [];
  readonly #projects: Project[] = [];
  readonly #branches: string[] = [];
  readonly #classes: PriceClass[] = [];
  readonly #births: number[] = [];
  #lastMs = 0;

  line(text: string): void {
    const values = parseJson(text, 'a line');
    if (!Array.isArray(values)) throw new WireError('a line is no list');
    const kind: unknown = values[0];
    if (kind === 0) this.#turn(values);
    else if (kind === 't') this.#title(values);
    else this.#entry(kind, values);
  }

  #entry(kind: unknown, v: readonly unknown[]): void {
    switch (kind) {
      case 's':
        this.#sessions.push(identifier(sized(v, 2)[1], 'a session', LIMITS.nameLength));
        return;
      case 'p':
        sized(v, 3);
        this.#projects.push({
          key: identifier(v[1], 'a project', LIMITS.nameLength),
          name: displayText(v[2], 'the name of a project', LIMITS.nameLength),
        });
        return;
      case 'b':
        this.#branches.push(displayText(sized(v, 2)[1], 'a branch', LIMITS.nameLength));
        return;
      case 'c':
        this.#classes.push(priceClass(sized(v, 6)));
        return;
      case 'f':
        this.#births.push(integer(sized(v, 2)[1], 'a birth', 0, LATEST_MS));
        return;
      default:
        throw new WireError('a line of an unknown kind');
    }
  }

  #title(v: readonly unknown[]): void {
    sized(v, 5);
    if (this.titles.length >= LIMITS.rows) throw new WireError(`more than ${LIMITS.rows} titles`);
    this.titles.push({
      sessionId: identifier(v[1], 'a session', LIMITS.nameLength),
      rank: integer(v[2], 'the rank of a title', 1, 9),
      position: integer(v[3], 'the place of a title', 0, Number.MAX_SAFE_INTEGER),
      text: displayText(v[4], 'a title', LIMITS.nameLength),
    });
  }

  #turn(v: readonly unknown[]): void {
    sized(v, 15);
    if (this.turns.length >= LIMITS.rows) throw new WireError(`more than ${LIMITS.rows} turns`);
    const timestampMs = this.#lastMs + integer(v[2], 'a time', -LATEST_MS, LATEST_MS);
    integer(timestampMs, 'a time', EARLIEST_MS, LATEST_MS);
    const flags = integer(v[8], 'the flags', 0, 63);
    const project = at(this.#projects, v[4], 'a project');
    const turn: SharedTurn = {
      key: identifier(v[1], 'a turn', LIMITS.nameLength),
      timestampMs: toEpochMs(timestampMs),
      sessionId: at(this.#sessions, v[3], 'a session'),
      projectKey: project.key,
      projectName: project.name,
      branch: at(this.#branches, v[5], 'a branch'),
      ...at(this.#classes, v[6], 'a price class'),
      bornMs: toEpochMs(at(this.#births, v[7], 'a birth')),
      rank: (flags & 3) as Rank,
      final: (flags & 4) !== 0,
      hasSpeed: (flags & 8) !== 0,
      ownerCertain: (flags & 16) !== 0,
      side: (flags & 32) !== 0,
      input: count(v[9]),
      output: count(v[10]),
      cache5m: count(v[11]),
      cache1h: count(v[12]),
      cacheRead: count(v[13]),
      webSearches: count(v[14]),
    };
    this.#lastMs = timestampMs;
    this.turns.push(turn);
    this.sums = addSums(this.sums, turn);
  }
}

const count = (value: unknown): number => integer(value, 'a count', 0, LIMITS.count);

function priceClass(v: readonly unknown[]): PriceClass {
  return {
    model: displayText(v[1], 'a model', LIMITS.nameLength),
    fast: integer(v[2], 'fast', 0, 1) === 1,
    batch: integer(v[3], 'batch', 0, 1) === 1,
    us: integer(v[4], 'us', 0, 1) === 1,
    context: integer(v[5], 'a context class', 0, 2) as ContextClass,
  };
}

function sized(v: readonly unknown[], length: number): readonly unknown[] {
  if (v.length !== length) throw new WireError('a line has another length than it should');
  return v;
}

function at<T>(list: readonly T[], index: unknown, what: string): T {
  const found = list[integer(index, `the number of ${what}`, 0, Math.max(0, list.length - 1))];
  if (found === undefined) throw new WireError(`${what} that was not named`);
  return found;
}
