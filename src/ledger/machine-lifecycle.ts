import { UsageError } from '../contract/errors.ts';
import type { Connection } from './dialect/dialect.ts';
import { bumpRevision } from './meta.ts';

/**
 * What a person may say about machines. Nothing here touches a turn: a rename is a label, a merge a reference, retiring
 * a mark, and each can be taken back.
 */
export class MachineLifecycle {
  readonly #connection: Connection;
  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Gives a machine a name of your own; empty gives its own name back. */
  rename(id: number, alias: string): void {
    this.#set('alias', alias, id);
  }
  /** Out of use, or back in use. */
  retire(id: number, retired: boolean): void {
    this.#set('retired', retired ? 1 : 0, id);
  }
  /**
   * From now on the figures of `from` count as those of `into`: one machine that was installed anew. Throws `usage` when
   * that would close a circle.
   */
  merge(from: number, into: number): void {
    for (let at: number | null = into; at !== null; at = this.#mergedInto(at)) {
      if (at !== from) continue;
      throw new UsageError(
        'usage',
        'A machine cannot be merged into itself.',
        'Run `claude-usage machines` to see what is merged.',
      );
    }
    this.#set('merged_into', into, from);
  }
  /** Takes a merge back. */
  separate(id: number): void {
    this.#set('merged_into', null, id);
  }

  #mergedInto(id: number): number | null {
    const into = this.#connection.prepare('SELECT merged_into FROM machine WHERE id = ?').get(id)?.merged_into;
    return into === null || into === undefined ? null : Number(into);
  }
  #set(column: 'alias' | 'retired' | 'merged_into', value: string | number | null, id: number): void {
    const { changes } = this.#connection.prepare(`UPDATE machine SET ${column} = ? WHERE id = ?`).run(value, id);
    if (changes === 0)
      throw new UsageError('not-found', 'There is no such machine.', 'Run `claude-usage machines` to see them.');
    bumpRevision(this.#connection);
  }
}
