import { expect, test } from 'vitest';
import { FolderUnavailable } from './folder.ts';
import { patiently } from './not-now.ts';

/** Fails with these codes, then gives its number. */
function failing(...codes: readonly string[]) {
  let calls = 0;
  const work = (): Promise<number> => {
    const code = codes[calls++];
    return code === undefined ? Promise.resolve(calls) : Promise.reject(Object.assign(new Error('no'), { code }));
  };
  return { work, calls: () => calls };
}
function clock() {
  const waits: number[] = [];
  return { waits, wait: (ms: number) => Promise.resolve(waits.push(ms)) };
}

test('a file that another program holds is tried again, each time later', async () => {
  const { waits, wait } = clock();
  expect(await patiently(failing('EBUSY', 'EPERM', 'EACCES', 'EBUSY').work, wait)).toBe(5);
  expect(waits).toEqual([40, 80, 160, 320]);
});

test('after five times it is called unavailable', async () => {
  const held = failing(...Array.from({ length: 9 }, () => 'EBUSY'));
  await expect(patiently(held.work, clock().wait)).rejects.toThrow(FolderUnavailable);
  expect(held.calls()).toBe(5);
});

test.each(['EIO', 'ENOSPC', 'EROFS', 'ESTALE'])(
  '%s is unavailable at once: asking again does not help',
  async (code) => {
    const away = failing(code, code);
    await expect(patiently(away.work, clock().wait)).rejects.toMatchObject({
      name: 'FolderUnavailable',
      message: code,
    });
    expect(away.calls()).toBe(1);
  },
);

test('whatever else fails is told as it is', async () => {
  const broken = failing('EINVAL');
  await expect(patiently(broken.work, clock().wait)).rejects.toMatchObject({ name: 'Error', code: 'EINVAL' });
});
