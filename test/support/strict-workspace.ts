import pg from 'pg';
import { openPostgres, type PostgresStore } from '../../src/ledger/dialect/postgres.ts';
import { PostgresReader } from '../../src/ledger/postgres-reader.ts';
import { type Invitation, invite } from '../../src/workspace/postgres/invite.ts';
import { Pusher } from '../../src/workspace/postgres/push.ts';
import { migrate } from '../../src/workspace/postgres/schema.ts';
import { newDatabase } from './postgres-database.ts';
import { contentsOf } from './reader-contents.ts';

export const CALENDAR = { zone: 'Europe/Berlin', epochs: [] };
export const NOW_MS = 1_790_000_000_000;

let made = 0;
/** Roles are the server's, and other tests run beside this one. */
const unusedName = (name: string): string => `${name} ${process.pid} ${Date.now().toString(36)} ${(made += 1)}`;

/** A workspace of a test's own, its owner, and roles for others. Close it: its roles go. */
export class StrictWorkspace {
  readonly dsn: string;
  readonly owner: PostgresStore;
  readonly #stores: PostgresStore[];
  readonly #roles: string[] = [];

  private constructor(dsn: string, owner: PostgresStore) {
    this.dsn = dsn;
    this.owner = owner;
    this.#stores = [owner];
  }
  static async make(): Promise<StrictWorkspace> {
    const dsn = await newDatabase();
    const owner = await openPostgres(dsn);
    await migrate(owner, CALENDAR);
    return new StrictWorkspace(dsn, owner);
  }

  /** Invites, and gives the connection string of the new role. */
  async invited(
    name: string,
    kind: 'writer' | 'reader',
    machine?: string,
  ): Promise<{ dsn: string; invitation: Invitation }> {
    const request = { name: unusedName(name), kind, ...(machine === undefined ? {} : { machine }) };
    const invitation = await invite(this.owner, request);
    this.#roles.push(invitation.role);
    const url = new URL(this.dsn);
    url.username = invitation.role;
    url.password = invitation.password ?? '';
    return { dsn: url.href, invitation };
  }
  async connected(dsn: string, queryTimeoutMs = 20_000): Promise<PostgresStore> {
    const store = await openPostgres(dsn, { queryTimeoutMs });
    this.#stores.push(store);
    return store;
  }
  /** A machine called `a`, `b`, … that tells under a role of its own, or with the owner's. */
  async machine(letter: string, role: 'own' | 'owner', queryTimeoutMs?: number): Promise<Pusher> {
    const dsn = role === 'owner' ? this.dsn : (await this.invited(letter, 'writer')).dsn;
    const card = { uid: letter.repeat(32), name: letter, member: '', team: '', version: 'test' };
    const pusher = new Pusher(await this.connected(dsn, queryTimeoutMs), card, CALENDAR);
    await pusher.hello(NOW_MS);
    return pusher;
  }
  /** All that a report can see. */
  async contents(): Promise<object> {
    return contentsOf(new PostgresReader(this.owner, '', []));
  }
  async ask(dsn: string, sql: string): Promise<pg.QueryResult> {
    const client = new pg.Client({ connectionString: dsn });
    await client.connect();
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  }
  async close(): Promise<void> {
    for (const store of this.#stores) await store.close();
    for (const role of this.#roles) await this.ask(this.dsn, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
  }
}
