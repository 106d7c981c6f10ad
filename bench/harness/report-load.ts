import { quantile, short } from './figures.ts';
import type { Answer } from './http-client.ts';

/** The page's reports and those whose length does not grow with every session. */
const REPORTS = [
  'daily?',
  'summary?',
  'series?',
  'ranked?by=project&',
  'ranked?by=model&',
  'heatmap?',
  'recent-sessions?',
  'models?',
  'projects?',
  'weekly?',
  'monthly?',
  'machines?',
  'filters?',
] as const;

interface ReportLoad {
  /** Day with the newest turns. */
  readonly last: string;
  /** Days of the whole history. */
  readonly all: number;
  readonly longer: number;
  /** UTC if absent. */
  readonly zone?: string;
}

/**
 * What the page and scripts ask, in turn, each for a range of its own that ends at `last` or before: no two addresses are
 * the same. Ranges are `longer` by so many days.
 */
export function addresses(count: number, o: ReportLoad): string[] {
  return Array.from({ length: count }, (_, i) => {
    const until = Date.parse(`${o.last}T00:00:00Z`) - Math.floor(i / REPORTS.length) * 86_400_000;
    // A week, a month, three months, a year, everything.
    const days = [7, 30, 90, 365, o.all][i % 5]! + o.longer;
    const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
    return `/api/v1/${REPORTS[i % REPORTS.length]}timezone=${o.zone ?? 'UTC'}&since=${day(until - days * 86_400_000)}&until=${day(until)}`;
  });
}

/** Medians of the four slowest. Over one connection answers come in the order of the addresses. */
export function slowestReports(answers: readonly Answer[]): string {
  const medians = REPORTS.map((report, i) => {
    const own = answers.filter((_, at) => at % REPORTS.length === i);
    return {
      report: report.replace(/[?&]$/, ''),
      ms: quantile(
        own.map((a) => a.ms),
        0.5,
      ),
    };
  });
  const worst = medians.sort((a, b) => b.ms - a.ms).slice(0, 4);
  return worst.map(({ report, ms }) => `${report} ${short(ms)} ms`).join(', ');
}

/** Milliseconds of these shares of the answers. Throws when one failed. */
export function answerTimes(answers: readonly Answer[], ...shares: number[]): number[] {
  const failed = answers.filter((a) => a.status !== 200);
  if (failed.length > 0)
    throw new Error(`${failed.length} of ${answers.length} requests failed, the first with ${failed[0]!.status}`);
  const ms = answers.map((a) => a.ms);
  return shares.map((share) => quantile(ms, share));
}
