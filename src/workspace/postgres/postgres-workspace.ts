/**
 * One workspace in Postgres, from this machine's side, with the verbs of the shared folder. The ledger stays the truth:
 * a database that does not answer means late, never lost.
 */
import { UsageError } from '../../contract/errors.ts';
import { openPostgres, type PostgresOptions, type PostgresStore } from '../../ledger/dialect/postgres.ts';
import type { DirtyTurn } from '../../ledger/sharing.ts';
import type { ProjectResolver } from '../../ledger/sharing-writer.ts';
import type { HomeCalendar } from '../../ledger/slices.ts';
import type { SqlLedger } from '../../ledger/sql-ledger.ts';
import { projectReference, Sharer, type ShareRules } from '../share-rules.ts';
import { pull } from './pull.ts';
import { Pusher } from './push.ts';
import { migrate, type PgWorkspace, readWorkspace, requireWritable } from './schema.ts';

export interface PostgresWorkspaceOptions {
  readonly ledger: SqlLedger;
  /** Connection string; empty: libpq's PG* variables. Never shown. */
  readonly dsn: string;
  readonly rules: ShareRules;
  readonly card: { readonly name: string; readonly member: string; readonly team: string; readonly version: string };
  /** Days and price epochs in which a workspace that is made here keeps its day tables. */
  readonly calendar: HomeCalendar;
  readonly nowMs: () => number;
  /** How long to wait for the server. */
  readonly limits?: PostgresOptions;
}
export interface PostgresSync {
  readonly state: 'synced';
  /** Turns told, and turns taken in. */
  readonly pushed: number;
  readonly pulled: number;
  /** Transactions that had to be sent again. */
  readonly resends: number;
}

/** Dirty turns looked at in one go. */
const TAKE = 20_000;

export class PostgresWorkspace {
  readonly location: string;
  readonly #o: PostgresWorkspaceOptions;
  readonly #store: PostgresStore;

  private constructor(options: PostgresWorkspaceOptions, store: PostgresStore) {
    this.#o = options;
    this.#store = store;
    this.location = store.location;
  }
  /** Prepares; connects at the first verb. Throws `config` as `openPostgres` does. Close it. */
  static async open(options: PostgresWorkspaceOptions): Promise<PostgresWorkspace> {
    return new PostgresWorkspace(options, await openPostgres(options.dsn, options.limits));
  }
  async close(): Promise<void> {
    await this.#store.close();
  }

  /** Makes the workspace where there is none, and joins it. */
  async init(): Promise<PostgresSync> {
    return this.#sync(await migrate(this.#store, this.#o.calendar));
  }
  /** Joins a workspace that somebody made. Throws `not-found` when there is none. */
  async join(): Promise<PostgresSync> {
    return this.sync();
  }
  /** Sends what is new here and takes in what is new there. Throws `workspace-unreachable`, `ledger-newer`. */
  async sync(): Promise<PostgresSync> {
    return this.#sync(await this.#there());
  }

  /** Stops sharing and forgets the others. With `erase`, what this machine told is taken back from the workspace. */
  async leave(erase: boolean): Promise<void> {
    const { ledger } = this.#o;
    if (erase) {
      const there = await this.#there();
      requireWritable(this.#store, there);
      await (await this.#pusher(there)).withdraw();
    }
    const others = (await ledger.reader.machines()).filter((m) => !m.self);
    await ledger.write((w) => {
      for (const m of others)
        for (const uid of [m.uid, ...m.formerUids]) w.removeMachine(w.dimensions.machine(uid, m.name));
      for (const m of others) for (const uid of [m.uid, ...m.formerUids]) w.workspace.setNote(`pg_${uid}`, '{}');
      w.sharing.stop();
    });
  }

  async #there(): Promise<PgWorkspace> {
    const there = await readWorkspace(this.#store);
    if (there) return there;
    throw new UsageError(
      'not-found',
      `There is no workspace in ${this.location}.`,
      'Make one: claude-usage workspace init DSN',
    );
  }

  async #sync(there: PgWorkspace): Promise<PostgresSync> {
    const { ledger } = this.#o;
    const self = await this.#selfUid();
    const local = await this.#localProjects(there);
    const projectOf: ProjectResolver = (key, name) => local.get(key) ?? { key, name };
    await ledger.write((w) => w.sharing.unifyProjects(local));
    const pulled = await pull({ ledger, store: this.#store, self, workspace: there.id, projectOf });
    // An older version has read by now, and says why it goes no further.
    requireWritable(this.#store, there);
    const pusher = await this.#pusher(there);
    await this.#adoptRules(there, pusher);
    await pusher.hello(this.#o.nowMs());
    const pushed = await this.#pushDirty(there, pusher);
    return { state: 'synced', pushed, pulled, resends: pusher.resends };
  }

  /** Another workspace is told everything; other rules first take back what was told under the old ones. */
  async #adoptRules(there: PgWorkspace, pusher: Pusher): Promise<void> {
    const { ledger, rules } = this.#o;
    const now = JSON.stringify([there.id, rules]);
    const before = ledger.workspace().note('told_under');
    if (before !== undefined && before !== now && before.startsWith(`["${there.id}"`)) await pusher.withdraw();
    await ledger.write((w) => {
      if (!w.sharing.active) w.sharing.start();
      else if (before !== now) w.sharing.shareAgain();
      w.workspace.setNote('told_under', now);
    });
  }

  /** Turns stop being dirty only after their commit, and only when they are still as they were sent. */
  async #pushDirty(there: PgWorkspace, pusher: Pusher): Promise<number> {
    const { ledger, rules } = this.#o;
    const sharer = new Sharer(rules, there.key);
    let pushed = 0;
    for (;;) {
      const { dirty, titles } = await ledger.write((w) => {
        const taken = w.sharing.dirty(TAKE);
        return { dirty: taken, titles: w.sharing.titlesOf(taken.map((d) => d.turn.sessionId)) };
      });
      if (dirty.length === 0) return pushed;
      const turns = dirty.flatMap((d) => sharer.turn(d.turn) ?? []);
      await pusher.push(
        turns,
        titles.flatMap((t) => sharer.title(t) ?? []),
      );
      pushed += turns.length;
      const sent = new Map(dirty.map((d) => [d.eventId, JSON.stringify(d.turn)]));
      const isAsSent = (d: DirtyTurn): boolean => sent.get(d.eventId) === JSON.stringify(d.turn);
      await ledger.write((w) => w.sharing.taken(w.sharing.dirty(TAKE).filter(isAsSent)));
    }
  }

  async #pusher(there: PgWorkspace): Promise<Pusher> {
    const { card, rules } = this.#o;
    const member = new Sharer(rules, there.key).member(card.member);
    return new Pusher(this.#store, { ...card, member, uid: await this.#selfUid() }, this.#o.calendar);
  }
  async #selfUid(): Promise<string> {
    const self = (await this.#o.ledger.reader.machines()).find((m) => m.self);
    if (!self) throw new Error('the ledger has no machine of its own');
    return self.uid;
  }
  /** Local projects by the reference under which others know them. */
  async #localProjects(there: PgWorkspace): Promise<Map<string, { key: string; name: string }>> {
    const projects = (await this.#o.ledger.reader.projects()).filter((p) => !p.key.startsWith('ref:'));
    return new Map(projects.map((p) => [projectReference(there.key, p.key), { key: p.key, name: p.name }]));
  }
}
