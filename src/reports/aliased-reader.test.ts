import { expect, test } from 'vitest';
import type { LedgerReader } from '../ledger/ledger.ts';
import { withProjectAliases } from './aliased-reader.ts';

class Reader {
  #projects = [
    { id: 1, key: 'dir:acme/app', name: 'acme/app' },
    { id: 2, key: 'dir:acme/web', name: 'acme/web' },
  ];
  readonly location = 'here';
  projects() {
    return Promise.resolve(this.#projects);
  }
  revision() {
    return Promise.resolve(`r${this.#projects.length}`);
  }
}
const reader = new Reader() as unknown as LedgerReader;

test('a project is renamed by key or by name; identities stay', async () => {
  expect(await withProjectAliases(reader, { 'dir:acme/app': 'Shop', 'acme/web': 'Site' }).projects()).toEqual([
    { id: 1, key: 'dir:acme/app', name: 'Shop' },
    { id: 2, key: 'dir:acme/web', name: 'Site' },
  ]);
});

test('everything else passes through, private state included', async () => {
  const aliased = withProjectAliases(reader, { 'acme/app': 'Shop' });
  expect(aliased.location).toBe('here');
  expect(await aliased.revision()).toBe('r2');
});

test('without aliases it is the reader itself', () => {
  expect(withProjectAliases(reader, {})).toBe(reader);
});
