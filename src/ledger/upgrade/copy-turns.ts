import { contextClassOf, RANK, type Tokens } from '../../contract/usage-event.ts';
import { projectFolderOf, projectNameOf } from '../../lib/project-of.ts';
import { parseTimestamp } from '../../lib/timestamp.ts';
import type { Connection } from '../dialect/dialect.ts';
import type { EventRow } from '../event-row.ts';
import { FLAG } from '../schema.ts';
import type { LedgerWriter } from '../writer.ts';
import { foldDoubled } from './fold-doubled.ts';
import type { OlderLayout } from './layout.ts';
import type { MachineOf } from './older-machines.ts';
import { type OlderSession, olderSessions } from './older-sessions.ts';
import { contentKey, COUNTS, countSql, type OlderTurn, selectTurn, toOlderTurn } from './older-turn.ts';

export interface Copied {
  readonly rows: number;
  /** Rows that repeat another and do not count, with their tokens. */
  readonly doubled: number;
  readonly doubledTokens: Tokens;
  /** Turns known by content only, until a transcript tells their id. */
  readonly unkeyed: number;
}

/** Ids that say nothing about the response: a running number over an audit log. */
const NUMBERED_ID = 'cowork-';
const NO_SESSION = 'unknown';

/** Reads every kept row, session by session, and adds the turns it stands for. */
export function copyTurns(
  connection: Connection,
  layout: OlderLayout,
  writer: LedgerWriter,
  machineOf: MachineOf,
  now: Date,
): Copied {
  connection.exec('CREATE TABLE legacy_link (event_key TEXT PRIMARY KEY, legacy_id INTEGER NOT NULL) WITHOUT ROWID');
  if (layout.turns.columns.length === 0) return nothingCopied();
  connection.exec('CREATE INDEX upgrade_session ON legacy_turns (session_id)');
  const copy = new TurnCopy(connection, layout, writer, machineOf, now.getTime());
  for (const row of connection.prepare('SELECT DISTINCT session_id AS id FROM legacy_turns').all())
    copy.session(row.id ?? null);
  connection.exec('DROP INDEX upgrade_session');
  return copy.copied;
}

const nothingCopied = () => ({
  rows: 0,
  doubled: 0,
  doubledTokens: { input: 0, output: 0, cache5m: 0, cache1h: 0, cacheRead: 0 },
  unkeyed: 0,
});

class TurnCopy {
  readonly copied = nothingCopied();
  readonly #writer: LedgerWriter;
  readonly #machineOf: MachineOf;
  readonly #sessionOf: (id: string) => OlderSession;
  readonly #read: ReturnType<Connection['prepare']>;
  readonly #link: ReturnType<Connection['prepare']>;
  readonly #repeated: ReadonlySet<number>;
  readonly #earliestMs: number;
  readonly #folders = new Map<string, number>();
  /** NULL and '' are one session here. */
  readonly #repeatsOfNone = new Map<string, number>();

  constructor(connection: Connection, layout: OlderLayout, writer: LedgerWriter, machineOf: MachineOf, nowMs: number) {
    this.#writer = writer;
    this.#machineOf = machineOf;
    this.#sessionOf = olderSessions(connection, layout.sessions);
    this.#read = connection.prepare(
      `SELECT ${selectTurn(layout.turns)} FROM legacy_turns WHERE session_id IS ? ORDER BY rowid`,
    );
    this.#link = connection.prepare('INSERT INTO legacy_link (event_key, legacy_id) VALUES (?, ?)');
    this.#repeated = repeatedIds(connection, layout);
    this.#earliestMs = earliestMs(connection, layout) ?? nowMs;
  }

  session(id: string | number | null): void {
    const rows = this.#read.all(id).map(toOlderTurn);
    const uid = id === null || id === '' ? NO_SESSION : String(id);
    const facts = this.#sessionOf(uid);
    const { kept, doubled } = foldDoubled(rows.filter((t) => !this.#repeated.has(t.rowId)));
    this.copied.rows += rows.length;
    for (const t of [...doubled, ...rows.filter((t) => this.#repeated.has(t.rowId))]) this.#drop(t);
    const undatedMs = this.#undatedMs(facts, kept);
    const repeats = uid === NO_SESSION ? this.#repeatsOfNone : new Map<string, number>();
    for (const t of kept) this.#add(uid, facts, t, undatedMs, repeats);
    const title = { sessionId: this.#writer.dimensions.session(uid), rank: 0, position: 1, text: facts.title };
    if (facts.title !== '') this.#writer.setTitle(title);
  }

  #drop(t: OlderTurn): void {
    this.copied.doubled++;
    const sums = this.copied.doubledTokens;
    for (const bucket of Object.keys(COUNTS) as (keyof Tokens)[]) sums[bucket] += t[bucket];
  }

  /** A row without a time lies at the end of its session: a transcript found later can only move it to the truth. */
  #undatedMs(facts: OlderSession, turns: readonly OlderTurn[]): number {
    const later = (a: number, b: number): number => (Number.isNaN(a) || b > a ? b : a);
    const last = turns.reduce((ms, t) => later(ms, t.timestampMs), facts.lastMs);
    if (!Number.isNaN(last)) return last;
    return Number.isNaN(facts.firstMs) ? this.#earliestMs : facts.firstMs;
  }

  #add(session: string, facts: OlderSession, t: OlderTurn, undatedMs: number, repeats: Map<string, number>): void {
    const key = t.messageId === '' ? this.#contentKey(session, t, repeats) : t.messageId;
    if (t.messageId === '' || t.messageId.startsWith(NUMBERED_ID)) this.copied.unkeyed++;
    if (t.messageId === '') this.#link.run(key, t.rowId);
    this.#writer.addEvent(
      this.#eventOf(session, facts, t, key, Number.isNaN(t.timestampMs) ? undatedMs : t.timestampMs),
    );
  }

  #contentKey(session: string, t: OlderTurn, repeats: Map<string, number>): string {
    const plain = contentKey(session, t, 0);
    const repeat = repeats.get(plain) ?? 0;
    repeats.set(plain, repeat + 1);
    return contentKey(session, t, repeat);
  }

  /** Nobody noted whether the output count became final; the row is taken at its word. */
  #eventOf(session: string, facts: OlderSession, t: OlderTurn, key: string, tsMs: number): EventRow {
    const d = this.#writer.dimensions;
    const context = contextClassOf(t.input + t.cacheRead + t.cache5m + t.cache1h);
    const none = d.label('');
    const { input, output, cache5m, cache1h, cacheRead } = t;
    return {
      key,
      tsMs,
      input,
      output,
      cache5m,
      cache1h,
      cacheRead,
      sessionId: d.session(session),
      folderId: this.#folder(facts, t.cwd),
      machineId: this.#machineOf(t.machine || facts.machine),
      classId: d.priceClass({ model: t.model, fast: false, batch: false, us: false, context }),
      branchId: d.label(facts.branch),
      toolsId: t.tool === '' ? none : d.label(t.tool),
      agentId: d.label(t.agentId),
      versionId: none,
      fileId: 0,
      flags: RANK.legacy | FLAG.final | (t.subagent ? FLAG.side : 0),
      webSearches: 0,
    };
  }

  #folder(facts: OlderSession, cwd: string): number {
    const place = `${facts.project}\0${cwd}`;
    const known = this.#folders.get(place);
    if (known !== undefined) return known;
    const name = projectOf(facts.project, cwd);
    const id = this.#writer.dimensions.folder(cwd, this.#writer.dimensions.project(`dir:${name}`, name));
    this.#folders.set(place, id);
    return id;
  }
}

/**
 * The project of a row: the folder above its cwd that bears the session's project name, worktrees folded, as a later
 * scan of the transcript will find it.
 */
function projectOf(sessionProject: string, cwd: string): string {
  if (cwd === '') return sessionProject || 'unknown';
  for (
    let folder = cwd.replaceAll('\\', '/');
    folder !== '';
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))
  ) {
    if (projectNameOf(folder) === sessionProject) return projectNameOf(projectFolderOf(folder, ''));
  }
  return projectNameOf(projectFolderOf(cwd, ''));
}

/** Rows that bear the id of a larger row. Only a database that lost its unique index has any. */
function repeatedIds(connection: Connection, { turns }: OlderLayout): ReadonlySet<number> {
  if (!turns.has('message_id')) return new Set();
  const total = Object.values(COUNTS)
    .map((c) => countSql(turns, c))
    .join(' + ');
  const rows = connection.prepare(`SELECT id FROM (
    SELECT rowid AS id, ROW_NUMBER() OVER (PARTITION BY message_id ORDER BY ${total} DESC, rowid) AS place
    FROM legacy_turns WHERE message_id <> '') WHERE place > 1`);
  return new Set(rows.all().map((r) => Number(r.id)));
}

function earliestMs(connection: Connection, { turns }: OlderLayout): number | undefined {
  if (!turns.has('timestamp')) return undefined;
  const row = connection
    .prepare(`SELECT MIN(timestamp) AS first FROM legacy_turns WHERE timestamp GLOB '20[0-9][0-9]-*'`)
    .get();
  const ms = parseTimestamp(String(row?.first ?? ''));
  return Number.isNaN(ms) ? undefined : ms;
}
