import type { LedgerReader } from '../../src/ledger/ledger.ts';
import type { LedgerContents } from './ledger-contents.ts';

/** Makes a ledger that holds the contents: what a conformance suite runs on. Whoever calls it closes it. */
export type LedgerFactory = (contents: LedgerContents) => Promise<LedgerReader>;
