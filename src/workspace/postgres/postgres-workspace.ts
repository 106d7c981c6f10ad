/** One workspace in Postgres, from this machine's side, with the verbs of the shared folder. */
import { UsageError } from '../../contract/errors.ts';
import { openPostgres, type PostgresOptions, type PostgresStore } from '../../ledger/dialect/postgres.ts';
import type { SharedTitle } from '../../contract/shared-turn.ts';
import type { DirtyTurn } from '../../ledger/sharing.ts';
import type { ProjectResolver } from '../../ledger/sharing-writer.ts';
import type { HomeCalendar } from '../../ledger/slices.ts';
import { inTime } from '../../lib/in-time.ts';
import {
  keptHome,
  ledgerWarning,
  localProjects,
  ownIdentity,
  ownSharer,
  previewLines,
  takenBack,
} from '../own-side.ts';
import { adoptTurnsOf, findMachine } from '../peers.ts';
import { Sharer } from '../share-rules.ts';
import type {
  InviteOptions,
  Synced,
  TargetOptions,
  TargetSettings,
  WorkspaceStatus,
  WorkspaceTarget,
} from '../target.ts';
import { describeInvitation } from '../invitation-text.ts';
import { invite } from './invite.ts';
import { isWhole } from '../status.ts';
import { machineStatuses } from './machine-status.ts';
import { forgetMark } from './mark.ts';
import { readOwnCopies, rememberOwnCopies } from './own-copies.ts';
import { machinesOf, pull } from './pull.ts';
import { Pusher } from './push.ts';
import { migrate, type PgWorkspace, readWorkspace, requireMigrated, requireWritable } from './schema.ts';

export interface PostgresSettings extends TargetSettings {
  /** Connection string; empty: libpq's PG* variables. Never shown. */
  readonly dsn: string;
  /** Days and price epochs in which this machine reads; the workspace keeps them ready. */
  readonly calendar: HomeCalendar;
  /** How long to wait for the server. */
  readonly limits?: PostgresOptions;
}
export interface PostgresWorkspaceOptions extends TargetOptions, PostgresSettings {}
export interface PostgresSync extends Synced {
  /** Transactions that had to be sent again. */
  readonly resends: number;
}

/** Dirty turns looked at in one go. */
const TAKE = 20_000;

/** Note of the ledger: own turns that the rules keep home, at least so many. */
export const KEPT_HOME = 'kept_home';

export class PostgresWorkspace implements WorkspaceTarget {
  readonly kind = 'postgres';
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
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store.close();
  }
  get ledgerWarning(): string | undefined {
    return ledgerWarning(this.#o.ledger);
  }

  async init(): Promise<PostgresSync> {
    return this.#sync(await migrate(this.#store, this.#o.calendar));
  }
  async join(): Promise<PostgresSync> {
    return this.sync();
  }
  async sync(): Promise<PostgresSync> {
    return this.#sync(await this.#there());
  }

  async leave(erase: boolean): Promise<void> {
    const { ledger } = this.#o;
    const { machine } = await ownIdentity(this.#o);
    if (erase) {
      const there = await this.#there();
      requireWritable(this.#store, there);
      await (await this.#pusher(there)).withdraw();
    }
    const others = (await ledger.reader.machines()).filter((m) => !m.self);
    await ledger.write((w) => {
      for (const m of others)
        for (const uid of [m.uid, ...m.formerUids]) w.removeMachine(w.dimensions.machine(uid, m.name));
      for (const m of others) for (const uid of [m.uid, ...m.formerUids]) forgetMark(w.workspace, uid);
      if (erase) forgetMark(w.workspace, machine);
      w.sharing.stop();
    });
  }

  async preview(): Promise<string> {
    const there = await readWorkspace(this.#store);
    return previewLines(
      this.#o.ledger,
      await ownIdentity(this.#o),
      await ownSharer(this.#o, there?.key || '00'.repeat(32)),
    );
  }

  async status(): Promise<WorkspaceStatus> {
    const { ledger } = this.#o;
    const { machine } = await ownIdentity(this.#o);
    const unshared = ledger.unsharedTurns();
    const there = await this.#reach().then(
      () => readWorkspace(this.#store),
      () => undefined,
    );
    const machines = there ? await machineStatuses(this.#store, ledger, machine) : [];
    return {
      location: this.location,
      present: there !== undefined,
      unshared,
      keptHome: await keptHome(this.#o),
      machines,
      ignored: { count: 0, paths: [] },
      complete: there !== undefined && unshared === 0 && machines.every(isWhole),
    };
  }

  async rescue(machine: string): Promise<{ readonly turns: number; readonly sync: PostgresSync }> {
    const { uid } = await findMachine(this.#o.ledger, machine);
    const turns = await adoptTurnsOf(this.#o.ledger, uid);
    return { turns, sync: await this.sync() };
  }

  async invite({ name, reader, machine }: InviteOptions): Promise<readonly string[]> {
    await this.#there();
    return describeInvitation(await invite(this.#store, { name, kind: reader ? 'reader' : 'writer', machine }));
  }

  async trust(): Promise<PostgresSync> {
    throw new UsageError(
      'usage',
      'In Postgres a machine is known by the role that it connects with; there is no key to trust.',
      'To hand a machine over to another role: claude-usage workspace invite NAME --machine ID',
    );
  }

  /** One try, within the time that was given. Throws `workspace-unreachable`, or an error when that is over. */
  async #reach(): Promise<void> {
    const answer = this.#store.transaction((query) => query('SELECT 1'));
    const { answerMs } = this.#o;
    if (answerMs === undefined) return void (await answer);
    await inTime(answer, answerMs, new Error(`${this.location} did not answer in ${answerMs} ms`));
  }

  async #there(): Promise<PgWorkspace> {
    // A report does not wait for a server that is starting; a sync that was asked for does.
    if (this.#o.answerMs !== undefined) await this.#reach();
    const there = await readWorkspace(this.#store);
    if (there) {
      requireMigrated(this.#store, there);
      return there;
    }
    throw new UsageError(
      'not-found',
      `There is no workspace in ${this.location}.`,
      'Make one: claude-usage workspace init DSN',
    );
  }

  async #sync(there: PgWorkspace): Promise<PostgresSync> {
    const { ledger, notice } = this.#o;
    const { machine: self } = await ownIdentity(this.#o);
    await ownSharer(this.#o, there.key);
    const local = await localProjects(ledger, there.key);
    const projectOf: ProjectResolver = (key, name) => local.get(key) ?? { key, name };
    await ledger.write((w) => w.sharing.unifyProjects(local));
    const reading = { ledger, store: this.#store, self, workspace: there.id, projectOf };
    const all = await machinesOf(this.#store);
    const { turns, machines } = await pull(reading, all);
    const pulled = { state: 'synced', received: turns, unit: 'turns', machines, waiting: 0, refused: 0 } as const;
    // Whoever may only look tells nothing, and need not be told so each time.
    if (there.access === 'reader') return { ...pulled, sent: 0, resends: 0 };
    // An older version has read by now, and says why it goes no further.
    requireWritable(this.#store, there);
    const pusher = await this.#pusher(there);
    // Before anything is read back: some of it may be what is to go.
    const withdrew = await this.#withdrawOutdated(there, pusher);
    const own = await readOwnCopies(reading, withdrew ? await machinesOf(this.#store) : all);
    if (own.found > 0) notice(takenBack(own.found));
    await this.#adoptRules(there, own.tellAgain);
    const pending = ledger.unsharedTurns();
    await pusher.hello(this.#o.nowMs(), pending);
    const sent = await this.#pushDirty(there, pusher);
    // Last: until then the others keep what they have of this machine.
    if (own.wentBackFrom !== undefined) await pusher.beginAnew(own.wentBackFrom);
    if (pending > 0) await pusher.settled();
    if (pusher.changes.size > 0) await rememberOwnCopies(reading, own, pusher);
    return { ...pulled, sent, resends: pusher.resends };
  }

  /** What was told under other rules is taken back. */
  async #withdrawOutdated(there: PgWorkspace, pusher: Pusher): Promise<boolean> {
    const before = this.#o.ledger.workspace().note('told_under');
    const outdated = before?.startsWith(`["${there.id}"`) === true && before !== this.#toldUnder(there);
    if (outdated) await pusher.withdraw();
    return outdated;
  }
  /** Another workspace is told everything, and so is one that forgot, and what was taken back. */
  async #adoptRules(there: PgWorkspace, tellAgain: boolean): Promise<void> {
    const now = this.#toldUnder(there);
    await this.#o.ledger.write((w) => {
      const changed = w.workspace.note('told_under') !== now;
      if (!w.sharing.active) w.sharing.start();
      else if (changed || tellAgain) w.sharing.shareAgain();
      if (changed) w.workspace.setNote(KEPT_HOME, '0');
      w.workspace.setNote('told_under', now);
    });
  }
  #toldUnder(there: PgWorkspace): string {
    return JSON.stringify([there.id, this.#o.rules]);
  }

  /** Turns stop being dirty only after their commit, and only when they are still as they were sent. */
  async #pushDirty(there: PgWorkspace, pusher: Pusher): Promise<number> {
    const { ledger } = this.#o;
    const sharer = await ownSharer(this.#o, there.key);
    let pushed = 0;
    for (;;) {
      const { dirty, titles } = await ledger.write((w) => {
        const taken = w.sharing.dirty(TAKE);
        return { dirty: taken, titles: w.sharing.titlesOf(taken.map((d) => d.turn.sessionId)) };
      });
      if (dirty.length === 0) return pushed;
      const turns = dirty.flatMap((d) => sharer.turn(d.turn) ?? []);
      const shown = titles.flatMap((t) => sharer.title(t) ?? []);
      await pusher.push(turns, shown);
      pushed += turns.length;
      const sent = asTold(dirty, titles);
      await ledger.write((w) => {
        const now = w.sharing.dirty(TAKE);
        const unchanged = asTold(now, w.sharing.titlesOf(now.map((d) => d.turn.sessionId)));
        w.sharing.taken(now.filter((d) => sent.get(d.eventId) === unchanged.get(d.eventId)));
        const kept = Number(w.workspace.note(KEPT_HOME) ?? 0) + dirty.length - turns.length;
        w.workspace.setNote(KEPT_HOME, String(kept));
      });
    }
  }

  async #pusher(there: PgWorkspace): Promise<Pusher> {
    const { card, rules } = this.#o;
    const member = new Sharer(rules, there.key).member(card.member);
    return new Pusher(this.#store, { ...card, member, uid: (await ownIdentity(this.#o)).machine }, this.#o.calendar);
  }
}

/** What is told of each turn, to see whether it changed meanwhile. */
function asTold(dirty: readonly DirtyTurn[], titles: readonly SharedTitle[]): Map<number, string> {
  const titled = new Map(titles.map((title) => [title.sessionId, title]));
  return new Map(dirty.map(({ eventId, turn }) => [eventId, JSON.stringify([turn, titled.get(turn.sessionId)])]));
}
