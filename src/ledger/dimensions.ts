import type { ContextClass, PriceClass } from '../contract/usage-event.ts';
import type { Connection, Prepared, SqlValue } from './dialect/dialect.ts';

/**
 * Interning of the writer: text to small integer and back, each looked up in the ledger once. Lives as long as one write
 * transaction, because a rollback takes new ids with it.
 */
export class Dimensions {
  readonly #statements: Statements;
  readonly #sessions = new Map<string, number>();
  readonly #machines = new Map<string, number>();
  readonly #projects = new Map<string, number>();
  readonly #sightings = new Map<string, number>();
  readonly #folders = new Map<string, number>();
  readonly #classes = new Map<string, number>();
  readonly #labels = new Map<string, number>();
  readonly #sessionUid = new Map<number, string>();
  readonly #folderPath = new Map<number, string>();
  readonly #classFacts = new Map<number, PriceClass>();
  readonly #machineUid = new Map<number, string>();
  readonly #labelText = new Map<number, string>();

  constructor(connection: Connection) {
    this.#statements = prepareAll(connection);
  }

  session(uid: string): number {
    return this.#intern(this.#sessions, uid, this.#statements.sessionId, this.#statements.addSession, [uid]);
  }
  /** Another machine; its name is what its card says. */
  machine(uid: string, name: string): number {
    const s = this.#statements;
    return this.#intern(this.#machines, uid, s.machineId, s.addMachine, [uid], [uid, name]);
  }
  project(key: string, name: string): number {
    const s = this.#statements;
    return this.#intern(this.#projects, key, s.projectId, s.addProject, [key], [key, name]);
  }
  /** Stands for the files of another machine that were born at one time: what the merge rule needs of a sighting. */
  sighting(machineId: number, bornMs: number): number {
    const path = `shared:${machineId}:${bornMs}`;
    const s = this.#statements;
    return this.#intern(this.#sightings, path, s.fileId, s.addSighting, [path], [path, bornMs]);
  }
  folder(path: string, projectId: number): number {
    const s = this.#statements;
    return this.#intern(this.#folders, `${projectId}\0${path}`, s.folderId, s.addFolder, [path, projectId]);
  }
  priceClass(c: PriceClass): number {
    const row = [c.model, Number(c.fast), Number(c.batch), Number(c.us), c.context];
    return this.#intern(this.#classes, row.join('\0'), this.#statements.classId, this.#statements.addClass, row);
  }
  label(text: string): number {
    return this.#intern(this.#labels, text, this.#statements.labelId, this.#statements.addLabel, [text]);
  }

  sessionUid(id: number): string {
    return remember(this.#sessionUid, id, () => String(this.#statements.sessionUid.get(id)?.uid ?? ''));
  }
  folderPath(id: number): string {
    return remember(this.#folderPath, id, () => String(this.#statements.folderPath.get(id)?.path ?? ''));
  }
  machineUid(id: number): string {
    return remember(this.#machineUid, id, () => String(this.#statements.machineUid.get(id)?.uid ?? ''));
  }
  labelText(id: number): string {
    return remember(this.#labelText, id, () => String(this.#statements.labelText.get(id)?.text ?? ''));
  }
  classFacts(id: number): PriceClass {
    return remember(this.#classFacts, id, () => {
      const row = this.#statements.classFacts.get(id);
      return {
        model: String(row?.model ?? ''),
        fast: row?.fast === 1,
        batch: row?.batch === 1,
        us: row?.us === 1,
        context: Number(row?.context ?? 0) as ContextClass,
      };
    });
  }

  #intern(
    cache: Map<string, number>,
    name: string,
    find: Prepared,
    add: Prepared,
    by: SqlValue[],
    row: SqlValue[] = by,
  ): number {
    const known = cache.get(name);
    if (known !== undefined) return known;
    const found = find.get(...by);
    const id = found ? Number(found.id) : add.run(...row).lastId;
    cache.set(name, id);
    return id;
  }
}

function remember<T>(cache: Map<number, T>, id: number, load: () => T): T {
  const known = cache.get(id);
  if (known !== undefined) return known;
  const value = load();
  cache.set(id, value);
  return value;
}

type Statements = ReturnType<typeof prepareAll>;
function prepareAll(c: Connection) {
  return {
    sessionId: c.prepare('SELECT id FROM session WHERE uid = ?'),
    addSession: c.prepare('INSERT INTO session (uid) VALUES (?)'),
    sessionUid: c.prepare('SELECT uid FROM session WHERE id = ?'),
    projectId: c.prepare('SELECT id FROM project WHERE key = ?'),
    addProject: c.prepare('INSERT INTO project (key, name) VALUES (?, ?)'),
    fileId: c.prepare('SELECT id FROM file WHERE path = ?'),
    addSighting: c.prepare(
      `INSERT INTO file (path, source, stamp, born_ms, read_offset, proof) VALUES (?, 'shared', '', ?, 0, '')`,
    ),
    folderId: c.prepare('SELECT id FROM folder WHERE path = ? AND project_id = ?'),
    addFolder: c.prepare('INSERT INTO folder (path, project_id) VALUES (?, ?)'),
    folderPath: c.prepare('SELECT path FROM folder WHERE id = ?'),
    classId: c.prepare(
      'SELECT id FROM price_class WHERE model = ? AND fast = ? AND batch = ? AND us = ? AND context = ?',
    ),
    addClass: c.prepare('INSERT INTO price_class (model, fast, batch, us, context) VALUES (?, ?, ?, ?, ?)'),
    classFacts: c.prepare('SELECT model, fast, batch, us, context FROM price_class WHERE id = ?'),
    machineId: c.prepare('SELECT id FROM machine WHERE uid = ?'),
    addMachine: c.prepare('INSERT INTO machine (uid, name) VALUES (?, ?)'),
    machineUid: c.prepare('SELECT uid FROM machine WHERE id = ?'),
    labelId: c.prepare('SELECT id FROM label WHERE text = ?'),
    addLabel: c.prepare('INSERT INTO label (text) VALUES (?)'),
    labelText: c.prepare('SELECT text FROM label WHERE id = ?'),
  };
}
