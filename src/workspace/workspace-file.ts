import { randomBytes } from 'node:crypto';
import { UsageError } from '../contract/errors.ts';
import type { Folder } from './folder/folder.ts';
import { WORKSPACE_FILE } from './folder/names.ts';
import { exactObject, hex, integer, parseJson, WireError } from './wire/untrusted.ts';

/** Written once when a workspace is made, never again. */
export interface WorkspaceFile {
  /** 32 hex digits. */
  readonly id: string;
  /** Key of the pseudonyms, 64 hex digits. */
  readonly key: string;
  readonly createdMs: number;
}

/** The workspace in a folder; undefined when there is none: the drive is away, or nobody made one. */
export async function readWorkspaceFile(folder: Folder): Promise<WorkspaceFile | undefined> {
  const bytes = await folder.read(WORKSPACE_FILE, 64 * 1024);
  if (!bytes) return undefined;
  try {
    const o = exactObject(parseJson(Buffer.from(bytes).toString('utf8'), 'it'), 'it', [
      'format',
      'version',
      'id',
      'key',
      'createdMs',
    ]);
    if (o.format !== 'claude-usage/workspace') throw new WireError('it is no workspace file');
    if (o.version !== 1) throw new WireError('it has a newer format than this version knows');
    return {
      id: hex(o.id, 'its id', 32),
      key: hex(o.key, 'its key', 64),
      createdMs: integer(o.createdMs, 'its time', 0, 1e14),
    };
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause;
    throw new UsageError(
      'config',
      `${folder.location}/${WORKSPACE_FILE} cannot be used: ${cause.message}.`,
      'Update claude-usage, or choose another folder.',
      { cause },
    );
  }
}

/** Makes the workspace; when two machines do at once, both get the one that was first. */
export async function createWorkspaceFile(folder: Folder, nowMs: number): Promise<WorkspaceFile> {
  const made: WorkspaceFile = {
    id: randomBytes(16).toString('hex'),
    key: randomBytes(32).toString('hex'),
    createdMs: nowMs,
  };
  const bytes = Buffer.from(`${JSON.stringify({ format: 'claude-usage/workspace', version: 1, ...made })}\n`);
  if (await folder.writeNew(WORKSPACE_FILE, bytes)) return made;
  const there = await readWorkspaceFile(folder);
  if (!there)
    throw new UsageError(
      'config',
      `${folder.location} has a workspace file that cannot be read.`,
      'Try again when the drive is there.',
    );
  return there;
}
