import { UsageError } from '../../contract/errors.ts';
import type { LedgerOptions } from '../open-ledger.ts';
import type { HomeCalendar } from '../slices.ts';

/** Upgrades an older dashboard's database in place. */
export async function upgradeOlderDatabase(path: string, _options: LedgerOptions, _calendar: HomeCalendar): Promise<void> {
  throw new UsageError('upgrade-failed', `${path} was made by an older dashboard.`, 'Point CLAUDE_USAGE_DB at another file.');
}
