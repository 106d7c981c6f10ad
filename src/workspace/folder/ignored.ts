/** What lies in a shared folder and is no part of the workspace: conflict copies, notes of people, foreign files. */
import { type Folder, type FolderEntry, FolderUnavailable } from './folder.ts';
import {
  isIncarnation,
  isMachineUid,
  MACHINES,
  parseDocumentName,
  parseHeartbeatName,
  parseSegmentName,
  WORKSPACE_FILE,
} from './names.ts';

const SHOWN = 5;
/** Drafts of ours and of sync programs. */
const isTemporary = (name: string): boolean => /^[.~]/.test(name);

type Fits = (name: string) => boolean;
const PAPERS: Readonly<Record<string, Fits>> = {
  card: (name) => parseDocumentName(name) !== undefined,
  man: (name) => parseDocumentName(name) !== undefined,
  hb: (name) => parseHeartbeatName(name) !== undefined,
  seg: isIncarnation,
};

/** Everything under a name that the protocol does not know. A folder that cannot be read now is passed over. */
export async function ignoredIn(
  folder: Folder,
): Promise<{ readonly count: number; readonly paths: readonly string[] }> {
  const found: string[] = [];
  /** Names of a folder that fit; the others are noted. */
  const sift = async (path: string, fits: Fits): Promise<string[]> => {
    const names = (await listed(folder, path)).map((e) => e.name).filter((name) => !isTemporary(name));
    found.push(...names.filter((name) => !fits(name)).map((name) => (path === '' ? name : `${path}/${name}`)));
    return names.filter(fits).map((name) => (path === '' ? name : `${path}/${name}`));
  };
  await sift('', (name) => name === WORKSPACE_FILE || name === MACHINES);
  for (const machine of await sift(MACHINES, isMachineUid)) {
    for (const kind of await sift(machine, (name) => Object.hasOwn(PAPERS, name))) {
      const inside = await sift(kind, PAPERS[kind.slice(machine.length + 1)]!);
      if (!kind.endsWith('/seg')) continue;
      for (const incarnation of inside) await sift(incarnation, (name) => parseSegmentName(name) !== undefined);
    }
  }
  return { count: found.length, paths: found.toSorted(byCodeUnit).slice(0, SHOWN) };
}

async function listed(folder: Folder, path: string): Promise<readonly FolderEntry[]> {
  try {
    return await folder.list(path);
  } catch (error) {
    if (error instanceof FolderUnavailable) return [];
    throw error;
  }
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : 1);
