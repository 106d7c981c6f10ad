import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

const SYNCED = [
  'dropbox',
  'onedrive',
  'google drive',
  'googledrive',
  'icloud drive',
  'iclouddrive',
  'com~apple~clouddocs',
  'cloudstorage',
];
const NETWORK = /^(nfs\d?|cifs|smb\d?|smbfs|9p|afs|ceph|glusterfs|fuse\.(sshfs|rclone|gcsfuse|s3fs)|davfs)$/;

/**
 * Why a SQLite ledger must not lie at `path`, in half a sentence; undefined when the place looks like a disk of this
 * machine. Two programs that write one SQLite file over a drive lose rows, and its own check does not notice.
 */
export function unsafePlace(path: string, mounts: string = readMounts()): string | undefined {
  const part = path.split(/[\\/]/).find((p) => SYNCED.some((s) => p.toLowerCase().startsWith(s)));
  if (part !== undefined) return `it lies in ${part}, which is synced`;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.stfolder'))) return `it lies in ${folder}, which Syncthing syncs`;
    if (folder === dirname(folder)) break;
  }
  const mount = mounts
    .split('\n')
    .map((line) => line.split(' '))
    .map(([, at = '', type = '']) => ({ at: at.replaceAll('\\040', ' '), type }))
    .filter(({ at }) => at !== '' && (path === at || path.startsWith(at.endsWith(sep) ? at : at + sep)))
    .toSorted((a, b) => a.at.length - b.at.length)
    .at(-1);
  return mount && NETWORK.test(mount.type) ? `it lies on ${mount.at}, a ${mount.type} drive` : undefined;
}

function readMounts(): string {
  return existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8') : '';
}
