import { expect, test } from 'vitest';
import type { Folder } from './folder.ts';
import { TimedFolder } from './timed-folder.ts';

/** A drive that answers `list` only when told to. */
function hangingDrive(location: string) {
  const asked: string[] = [];
  const held = Promise.withResolvers<readonly []>();
  const folder: Folder = {
    location,
    list: (path) => (asked.push(path), held.promise),
    read: async (path) => (asked.push(path), undefined),
    write: async () => undefined,
    writeNew: async () => true,
    remove: async () => undefined,
  };
  return { folder, asked, answer: () => held.resolve([]) };
}

test('a call that does not come back is given up, and nothing more is asked of the drive until it does', async () => {
  const { folder, asked, answer } = hangingDrive('/mnt/stalled');
  const timed = new TimedFolder(folder, 5);
  const gone = { code: 'workspace-unreachable', message: 'The drive with /mnt/stalled does not answer.' };
  await expect(timed.list('m')).rejects.toMatchObject(gone);
  await expect(timed.read('workspace.json', 10)).rejects.toMatchObject(gone);
  await expect(new TimedFolder(folder, 5).read('other', 10)).rejects.toMatchObject(gone);
  expect(asked).toEqual(['m']);
  answer();
  await expect.poll(() => timed.read('workspace.json', 10).catch(() => 'no')).toBeUndefined();
  expect(await timed.writeNew('a', new Uint8Array())).toBe(true);
});

test('another place is another drive, and an error of the drive is its own', async () => {
  const { folder } = hangingDrive('/mnt/well');
  const timed = new TimedFolder({ ...folder, remove: () => Promise.reject(new Error('read-only')) }, 1000);
  await timed.write('a', new Uint8Array());
  await expect(timed.remove('a')).rejects.toThrow('read-only');
});
