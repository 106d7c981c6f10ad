import { describe } from 'vitest';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { registerExampleTests } from './register-example-tests.ts';

describe('naive ledger', () => {
  registerExampleTests(async (contents) => new MemoryLedger(contents));
});
