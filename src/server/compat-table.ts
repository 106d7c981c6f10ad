import { UsageError } from '../contract/errors.ts';
import type { ReportContext } from '../reports/report-context.ts';

/** The answers that programs around the older dashboards expect, in those programs' words. */
export interface CompatTable {
  /** All of `/api/data`. */
  readonly data: (context: ReportContext) => Promise<object>;
  /** One session with its turns. Throws `not-found`. */
  readonly sessionDetail: (context: ReportContext, sessionId: string) => Promise<object>;
  /** Sessions with a turn in the last five hours. */
  readonly activeSessions: (context: ReportContext) => Promise<number>;
  /** Per cent of the monthly budget that the local month has used, a whole number; 0 without a budget. */
  readonly budgetPercent: (context: ReportContext) => Promise<number>;
}

const missing = (): Promise<never> =>
  Promise.reject(new UsageError('not-found', 'This address is not served yet.', 'Use the reports under /api/v1.'));

export const COMPAT: CompatTable = {
  data: missing,
  sessionDetail: missing,
  activeSessions: missing,
  budgetPercent: missing,
};
