import type { SharedSums } from '../contract/shared-turn.ts';
import type { Connection, Prepared, SqlValue } from './dialect/dialect.ts';

/** A segment of this machine as the ledger keeps it, so that it can be put back whole. */
export interface OwnSegment extends SharedSums {
  readonly incarnation: string;
  readonly name: string;
  /** First and last sequence; equal but for a pack. */
  readonly low: number;
  readonly high: number;
  /** SHA-256 of the body, 64 hex digits. */
  readonly hash: string;
  /** `pending` until its file lies in the folder; `covered` by a pack; `withdrawn`: no longer to be counted. */
  readonly state: 'pending' | 'published' | 'covered' | 'withdrawn';
  readonly madeMs: number;
  readonly coveredMs: number | null;
  /** Bytes of the body. */
  readonly size: number;
}
export interface NewSegment extends Omit<OwnSegment, 'size'> {
  readonly body: Uint8Array;
}

/** What is known of another machine's papers. */
export interface Peer {
  readonly machine: string;
  /** Pinned at first sight. */
  readonly publicKey: string;
  readonly cardNumber: number;
  readonly version: string;
  /** Number of the newest manifest that was accepted, and what it says as JSON; numbers never go back. */
  readonly manifestNumber: number;
  readonly manifest: string;
  /** Its clock minus ours when it was last heard, ms. */
  readonly skewMs: number;
  /** Why it is not believed at the moment; empty when all is well. */
  readonly problem: string;
}
export interface PeerSegment {
  readonly machine: string;
  readonly incarnation: string;
  readonly name: string;
  /** `imported` and `covered` count; `waiting` is tried again; `quarantined` never. */
  readonly state: 'imported' | 'covered' | 'waiting' | 'quarantined';
  readonly reason: string;
  readonly rows: number;
}

/** The papers of the workspace in the ledger. Every change belongs to the caller's transaction. */
export class WorkspaceState {
  readonly #connection: Connection;
  readonly #statements: ReturnType<typeof prepareAll>;
  constructor(connection: Connection) {
    this.#connection = connection;
    this.#statements = prepareAll(connection);
  }

  ownSegments(): OwnSegment[] {
    return this.#statements.own.all().map(toOwn);
  }
  /** The packed bytes of an own segment; undefined when there is none of that name. */
  ownBody(incarnation: string, name: string): Uint8Array | undefined {
    const body = this.#connection
      .prepare('SELECT body FROM own_segment WHERE incarnation = ? AND name = ?')
      .get(incarnation, name)?.body;
    return body === undefined ? undefined : (body as unknown as Uint8Array);
  }
  addOwn(s: NewSegment): void {
    const { rows, input, output, cache5m, cache1h, cacheRead, webSearches } = s;
    const sums = JSON.stringify({ rows, input, output, cache5m, cache1h, cacheRead, webSearches });
    this.#statements.addOwn.run(
      s.incarnation,
      s.name,
      s.low,
      s.high,
      s.hash,
      sums,
      s.state,
      s.madeMs,
      s.coveredMs,
      s.body as unknown as SqlValue,
    );
  }
  setOwnState(incarnation: string, name: string, state: OwnSegment['state'], atMs: number): void {
    this.#statements.setOwn.run(state, state === 'covered' || state === 'withdrawn' ? atMs : null, incarnation, name);
  }
  forgetOwn(incarnation: string, name: string): void {
    this.#statements.forgetOwn.run(incarnation, name);
  }

  peers(): Peer[] {
    return this.#statements.peers.all().map((r) => r as unknown as Peer);
  }
  savePeer(p: Peer): void {
    this.#statements.savePeer.run(
      p.machine,
      p.publicKey,
      p.cardNumber,
      p.version,
      p.manifestNumber,
      p.manifest,
      p.skewMs,
      p.problem,
    );
  }
  peerSegments(machine: string): PeerSegment[] {
    return this.#statements.peerSegments.all(machine).map((r) => r as unknown as PeerSegment);
  }
  savePeerSegment(s: PeerSegment): void {
    this.#statements.savePeerSegment.run(s.machine, s.incarnation, s.name, s.state, s.reason, s.rows);
  }
  forgetPeerSegments(machine: string): void {
    this.#statements.forgetPeerSegments.run(machine);
  }

  /** A new local database, or a new identity: what was told before belongs to another. */
  startIncarnation(incarnation: string, machine: string): void {
    this.#connection.exec(`DELETE FROM own_segment; DELETE FROM ledger_meta WHERE key GLOB 'workspace_*'`);
    this.setNote('incarnation', incarnation);
    this.setNote('incarnation_of', machine);
  }
  /** Forgets every paper of the workspace, ours and the others'. */
  forgetAll(): void {
    this.#connection.exec(
      `DELETE FROM own_segment; DELETE FROM peer; DELETE FROM peer_segment; DELETE FROM ledger_meta WHERE key GLOB 'workspace_*'`,
    );
  }

  /**
   * Has the next sync withdraw what this machine told and tell it again. `told_under` names the workspace and the rules of
   * what was told: a blank behind it is another text, and still begins with the same workspace.
   */
  tellAnew(): void {
    const told = this.note('told_under');
    if (told !== undefined) this.setNote('told_under', `${told} `);
  }
  /** Small facts of this installation: its incarnation, the number of its last manifest, when it last wrote what. */
  note(key: string): string | undefined {
    const row = this.#statements.note.get(`workspace_${key}`);
    return row ? String(row.value) : undefined;
  }
  setNote(key: string, value: string): void {
    this.#statements.setNote.run(`workspace_${key}`, value);
  }
}

function toOwn(r: Record<string, SqlValue>): OwnSegment {
  const { sums, ...rest } = r;
  return { ...(rest as unknown as OwnSegment), ...(JSON.parse(String(sums)) as SharedSums) };
}

function prepareAll(c: Connection) {
  const one = (sql: string): Prepared => c.prepare(sql);
  return {
    own: one(`SELECT incarnation, name, low, high, hash, sums, state, made_ms AS madeMs, covered_ms AS coveredMs, LENGTH(body) AS size FROM own_segment
      ORDER BY incarnation, low, high`),
    addOwn:
      one(`INSERT OR REPLACE INTO own_segment (incarnation, name, low, high, hash, sums, state, made_ms, covered_ms, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    setOwn: one('UPDATE own_segment SET state = ?, covered_ms = ? WHERE incarnation = ? AND name = ?'),
    forgetOwn: one('DELETE FROM own_segment WHERE incarnation = ? AND name = ?'),
    peers:
      one(`SELECT machine, public_key AS publicKey, card_number AS cardNumber, version, manifest_number AS manifestNumber, manifest,
      skew_ms AS skewMs, problem FROM peer ORDER BY machine`),
    savePeer:
      one(`INSERT OR REPLACE INTO peer (machine, public_key, card_number, version, manifest_number, manifest, skew_ms, problem)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    peerSegments: one('SELECT machine, incarnation, name, state, reason, rows FROM peer_segment WHERE machine = ?'),
    savePeerSegment: one(
      `INSERT OR REPLACE INTO peer_segment (machine, incarnation, name, state, reason, rows) VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    forgetPeerSegments: one('DELETE FROM peer_segment WHERE machine = ?'),
    note: one('SELECT value FROM ledger_meta WHERE key = ?'),
    setNote: one(
      'INSERT INTO ledger_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ),
  };
}
