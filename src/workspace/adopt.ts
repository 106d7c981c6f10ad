import type { ProjectResolver } from '../ledger/sharing-writer.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import { manifests } from './collect.ts';
import { readSegment } from './read-segment.ts';
import type { Manifest } from './folder/documents.ts';
import type { Folder } from './folder/folder.ts';
import type { Identity } from './identity.ts';
import { takenBack } from './own-side.ts';
import type { Segment } from './wire/segment.ts';

/**
 * Takes over what lies in the workspace under our id and key, but is not known here: this ledger was lost, or restored
 * from a backup, or has a twin that nobody has noticed, and the workspace remembers more than it. The rows become own rows
 * again and are told again; only then may a manifest without the old segments be written. Returns false when some of it
 * cannot be read yet: nothing must be published until it can.
 */
export async function adoptFormer(
  ledger: SqlLedger,
  folder: Folder,
  identity: Identity,
  projectOf: ProjectResolver,
  notice: (line: string) => void,
): Promise<boolean> {
  const unknown = await unknownManifest(ledger, folder, identity);
  if (!unknown || unknown.manifest.left) return true;
  const { manifest, name } = unknown;
  const own = new Set(
    ledger
      .workspace()
      .ownSegments()
      .map((s) => s.name),
  );
  const foreign = manifest.segments.filter((s) => !own.has(s.name));
  const found: Segment[] = [];
  for (const listed of foreign) {
    const read = await readSegment({ folder }, identity.machine, listed);
    if (read.state === 'waiting') {
      notice(`This machine tells nothing until ${listed.name}, which it told before, can be read: ${read.reason}.`);
      return false;
    }
    if (read.segment) found.push(read.segment);
  }
  await ledger.write((w) => {
    const self = ledger.selfMachineId();
    for (const segment of found) {
      w.sharing.addColumns(self, segment.columns, projectOf);
      for (const title of segment.titles) w.sharing.title(title);
    }
    w.workspace.setNote('manifest', String(manifest.number));
    w.workspace.setNote('manifest_adopted', name);
  });
  const turns = found.reduce((sum, s) => sum + s.columns.rows, 0);
  if (turns > 0) notice(takenBack(turns));
  return true;
}

/** The newest manifest that we signed and do not remember. A twin's may bear the very number of ours. */
async function unknownManifest(
  ledger: SqlLedger,
  folder: Folder,
  { machine, publicKey }: Identity,
): Promise<{ manifest: Manifest; name: string } | undefined> {
  const state = ledger.workspace();
  const known = new Set([state.note('manifest_name'), state.note('manifest_adopted')]);
  const last = Number(state.note('manifest') ?? '0');
  for await (const found of manifests(folder, machine, publicKey, last - 1)) if (!known.has(found.name)) return found;
  return undefined;
}
