import { expect, test } from 'vitest';
import type { LedgerReader } from '../../ledger/ledger.ts';
import { chooseReader } from './choose-reader.ts';

const reader = (revision: () => Promise<string>): LedgerReader => ({ revision }) as unknown as LedgerReader;
const ledger = reader(async () => '1');

test.each([
  ['answers', async () => '7', 'postgres'],
  ['refuses', () => Promise.reject(new Error('refused')), 'ledger'],
  ['stays silent', () => new Promise<string>(() => undefined), 'ledger'],
])('a database that %s', async (_, revision, source) => {
  const shared = reader(revision);
  const chosen = await chooseReader(shared, ledger, 30);
  expect(chosen).toEqual({ source, reader: source === 'postgres' ? shared : ledger });
});
