import { expect, test } from 'vitest';
import { unsafePlace } from './ledger-place.ts';

const MOUNTS = [
  '/dev/sda1 / ext4 rw 0 0',
  'server:/home /mnt/home\\040share nfs4 rw 0 0',
  '/dev/sdb1 /mnt/home\\040share/local ext4 rw 0 0',
  'ada@host: /mnt/far fuse.sshfs rw 0 0',
].join('\n');

test.each([
  ['/home/ada/.claude/usage.db', undefined],
  ['/mnt/home share/usage.db', 'a nfs4 drive'],
  ['/mnt/home share/local/usage.db', undefined],
  ['/mnt/far/usage.db', 'a fuse.sshfs drive'],
  ['/mnt/farther/usage.db', undefined],
  ['/home/ada/Dropbox (Personal)/usage.db', 'Dropbox (Personal), which is synced'],
  ['C:\\Users\\ada\\OneDrive - Firm\\usage.db', 'OneDrive - Firm, which is synced'],
  ['/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/usage.db', 'which is synced'],
])('the ledger at %s: %s', (path, reason) => {
  const found = unsafePlace(path, MOUNTS);
  if (reason === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(reason);
});
