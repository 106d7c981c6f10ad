import { AT, type SharedColumns, type SharedProject, TURN_NUMBERS } from '../../contract/shared-columns.ts';
import { NO_SUMS, type SharedSums, type SharedTitle } from '../../contract/shared-turn.ts';
import type { ContextClass, PriceClass } from '../../contract/usage-event.ts';
import { EARLIEST_MS, LATEST_MS, LIMITS } from './limits.ts';
import { displayText, exactObject, hex, identifier, integer, NewerFormat, parseJson, WireError } from './untrusted.ts';

export interface SegmentHeader {
  /** 32 hex digits. */
  readonly machine: string;
  /** 16 hex digits: one local database of the machine. */
  readonly incarnation: string;
  readonly sequence: number;
}

export function readHeader(line: string): SegmentHeader {
  const header = parseJson(line, 'the header');
  // A newer one may have other keys.
  if (isNewer(header)) throw new NewerFormat('it has a newer format than this version knows');
  const o = exactObject(header, 'the header', ['format', 'version', 'machine', 'incarnation', 'sequence']);
  if (o.format !== FORMAT) throw new WireError('it is no segment');
  if (o.version !== 1) throw new WireError('it has a format that no version knows');
  return {
    machine: hex(o.machine, 'the machine', 32),
    incarnation: hex(o.incarnation, 'the incarnation', 16),
    sequence: integer(o.sequence, 'the sequence', 1, 1e9),
  };
}

const FORMAT = 'claude-usage/segment';
function isNewer(header: unknown): boolean {
  const { format, version } = (header ?? {}) as { format?: unknown; version?: unknown };
  return format === FORMAT && Number.isSafeInteger(version) && Number(version) > 1;
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

/** Reads the lines between header and footer. */
export class SegmentLines {
  readonly titles: SharedTitle[] = [];
  readonly #keys = new KeyList();
  #numbers = new Float64Array(1024 * TURN_NUMBERS.length);
  readonly #sessions: string[] = [];
  readonly #projects: SharedProject[] = [];
  readonly #branches: string[] = [];
  readonly #classes: PriceClass[] = [];
  readonly #births: number[] = [];
  readonly #sums: Sums = { ...NO_SUMS };
  #lastMs = 0;

  get columns(): SharedColumns {
    return {
      rows: this.#keys.count,
      keys: this.#keys.text,
      numbers: this.#numbers.slice(0, this.#keys.count * TURN_NUMBERS.length),
      sessions: this.#sessions,
      projects: this.#projects,
      branches: this.#branches,
      classes: this.#classes,
      births: this.#births,
    };
  }
  get sums(): SharedSums {
    return this.#sums;
  }

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
    if (this.#keys.count >= LIMITS.rows) throw new WireError(`more than ${LIMITS.rows} turns`);
    const key = identifier(v[1], 'a turn', LIMITS.nameLength);
    const timestampMs = this.#lastMs + integer(v[2], 'a time', -LATEST_MS, LATEST_MS);
    const at = this.#room();
    const n = this.#numbers;
    n[at + AT.timestampMs] = integer(timestampMs, 'a time', EARLIEST_MS, LATEST_MS);
    n[at + AT.session] = indexIn(this.#sessions, v[3], 'a session');
    n[at + AT.project] = indexIn(this.#projects, v[4], 'a project');
    n[at + AT.branch] = indexIn(this.#branches, v[5], 'a branch');
    n[at + AT.priceClass] = indexIn(this.#classes, v[6], 'a price class');
    n[at + AT.birth] = indexIn(this.#births, v[7], 'a birth');
    n[at + AT.flags] = integer(v[8], 'the flags', 0, 63);
    const sums = this.#sums;
    sums.input += n[at + AT.input] = count(v[9]);
    sums.output += n[at + AT.output] = count(v[10]);
    sums.cache5m += n[at + AT.cache5m] = count(v[11]);
    sums.cache1h += n[at + AT.cache1h] = count(v[12]);
    sums.cacheRead += n[at + AT.cacheRead] = count(v[13]);
    sums.webSearches += n[at + AT.webSearches] = count(v[14]);
    sums.rows += 1;
    this.#keys.push(key);
    this.#lastMs = timestampMs;
  }

  /** Where the next turn's numbers go. */
  #room(): number {
    const at = this.#keys.count * TURN_NUMBERS.length;
    if (at < this.#numbers.length) return at;
    const wider = new Float64Array(this.#numbers.length * 2);
    wider.set(this.#numbers);
    this.#numbers = wider;
    return at;
  }
}

/** Keys as bytes: hundred thousands of strings that live for a moment are dear to collect. */
class KeyList {
  count = 0;
  #bytes = Buffer.allocUnsafe(32 * 1024);
  #length = 0;

  get text(): string {
    return this.#bytes.toString('latin1', 0, this.#length);
  }
  /** `key` is printable ASCII. */
  push(key: string): void {
    if (this.#length + key.length >= this.#bytes.length) {
      const wider = Buffer.allocUnsafe(this.#bytes.length * 2);
      this.#bytes.copy(wider);
      this.#bytes = wider;
    }
    this.#length += this.#bytes.write(key, this.#length, 'latin1');
    this.#bytes[this.#length++] = 10;
    this.count += 1;
  }
}
type Sums = { -readonly [K in keyof SharedSums]: SharedSums[K] };

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

function indexIn(list: readonly unknown[], index: unknown, what: string): number {
  const found = integer(index, `the number of ${what}`, 0, Math.max(0, list.length - 1));
  if (found >= list.length) throw new WireError(`${what} that was not named`);
  return found;
}
