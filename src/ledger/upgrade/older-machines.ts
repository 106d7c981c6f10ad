import { createHash } from 'node:crypto';
import type { Connection } from '../dialect/dialect.ts';

/** The machine row of a name in the older database. */
export type MachineOf = (name: string) => number;

/**
 * An upgrade never makes this machine two: rows without a machine, under its name, or under the one name that the
 * whole database knows (the host was called otherwise then) are this machine's. Other names get a row of their own,
 * under an identity made from the name, so that two upgrades agree on it.
 */
export function olderMachines(connection: Connection, names: readonly string[], ownName: string): MachineOf {
  const self = Number(connection.prepare('SELECT id FROM machine WHERE is_self = 1').get()?.id);
  const named = [...new Set(names.filter((n) => n !== ''))];
  const own = new Set(named.length === 1 ? named : named.filter((n) => sameHost(n, ownName)));
  const insert = connection.prepare('INSERT INTO machine (uid, name, is_self) VALUES (?, ?, 0)');
  const others = named.filter((n) => !own.has(n)).toSorted();
  const ids = new Map(others.map((name) => [name, insert.run(olderMachineUid(name), name).lastId]));
  return (name) => ids.get(name) ?? self;
}

/** `Studio.local` and `studio` are one host; `local` is what older dashboards called a host without a name. */
export function sameHost(a: string, b: string): boolean {
  const host = (name: string): string => name.toLowerCase().split('.')[0] ?? '';
  return a === 'local' || host(a) === host(b);
}

/** Two ledgers that know a machine by its name only agree on its uid. */
export const olderMachineUid = (name: string): string =>
  createHash('sha256').update(`older machine\0${name}`).digest('hex').slice(0, 32);
