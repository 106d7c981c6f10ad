import type { ProjectResolver } from '../ledger/sharing-writer.ts';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import { newestManifest, readSegment } from './collect.ts';
import type { Folder } from './folder/folder.ts';
import type { Segment } from './wire/segment.ts';
import type { Identity } from './identity.ts';

/**
 * Takes over what lies in the workspace under our id and key, but is not known here: this ledger was lost, or restored
 * from a backup, and the workspace remembers more than it. The rows become own rows again and are told again; only then
 * may a manifest without the old segments be written. Returns false when some of it cannot be read yet: nothing must be
 * published until it can.
 */
export async function adoptFormer(
  ledger: SqlLedger,
  folder: Folder,
  identity: Identity,
  projectOf: ProjectResolver,
  notice: (line: string) => void,
): Promise<boolean> {
  const last = Number(ledger.workspace().note('manifest') ?? '0');
  const manifest = await newestManifest(folder, identity.machine, identity.publicKey, last);
  if (!manifest || manifest.left) return true;
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
    if (read.state === 'waiting') return false;
    if (read.segment) found.push(read.segment);
  }
  await ledger.write((w) => {
    const self = ledger.selfMachineId();
    for (const segment of found) {
      w.sharing.add(self, segment.turns, projectOf);
      for (const title of segment.titles) w.sharing.title(title);
    }
    w.workspace.setNote('manifest', String(manifest.number));
  });
  const turns = found.reduce((sum, s) => sum + s.turns.length, 0);
  if (turns > 0) notice(`${turns} turns of this machine were found in the workspace and taken back into the ledger.`);
  return true;
}
