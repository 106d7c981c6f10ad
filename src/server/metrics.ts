import type { ModelsReport } from '../contract/reports/models.ts';
import type { ScanEvent } from '../contract/scan-event.ts';

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}
type Row = ModelsReport['models'][number];

const TOKEN_TYPES = [
  ['input', 'inputTokens'],
  ['output', 'outputTokens'],
  ['cache_read', 'cacheReadTokens'],
  ['cache_write_5m', 'cacheCreation5mTokens'],
  ['cache_write_1h', 'cacheCreation1hTokens'],
] as const satisfies readonly (readonly [string, keyof Row])[];

/** The all-time figures by model, and how the last scan went, in Prometheus' text format. */
export function metricsText({ models, totals, coverage, meta }: ModelsReport, scan: ScanEvent): string {
  const perModel = (value: (row: Row) => number): Sample[] =>
    models.map((row) => ({ labels: { model: row.model }, value: value(row) }));
  const tokens = models.flatMap((row) =>
    TOKEN_TYPES.map(([type, key]) => ({ labels: { model: row.model, type }, value: row[key] })),
  );
  return [
    family('info', 'gauge', 'Version of the program and date of its price table.', [
      { labels: { version: meta.version, price_table: meta.priceTable }, value: 1 },
    ]),
    family('tokens_total', 'counter', 'Tokens by model and class.', tokens),
    family(
      'cost_usd_total',
      'counter',
      'US dollars by model.',
      perModel((row) => row.totalCost),
    ),
    family(
      'turns_total',
      'counter',
      'Responses of the model.',
      perModel((row) => row.turns),
    ),
    family(
      'web_searches_total',
      'counter',
      'Web searches by model.',
      perModel((row) => row.webSearches),
    ),
    family('unpriced_tokens_total', 'counter', 'Tokens of models without a price.', [{ value: totals.unpricedTokens }]),
    family('sessions_total', 'counter', 'Sessions with a turn.', [{ value: totals.sessions }]),
    family('skipped_lines', 'gauge', 'Lines that could not be read.', [{ value: coverage.skippedLines }]),
    family('skipped_files', 'gauge', 'Files that could not be read.', [{ value: coverage.skippedFiles }]),
    family('scan_failed', 'gauge', '1 when the last scan failed.', [{ value: scan.failure === null ? 0 : 1 }]),
    family('last_scan_timestamp_seconds', 'gauge', 'End of the last good scan by this server.', lastScan(scan)),
  ].join('');
}

function lastScan({ lastScan: at }: ScanEvent): Sample[] {
  return at === null ? [] : [{ value: Date.parse(at) / 1000 }];
}

function family(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  const full = `claude_usage_${name}`;
  const lines = samples.map(({ labels = {}, value }) => `${full}${labelText(labels)} ${value}\n`);
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** A label is one line whatever a transcript wrote into it. */
function escapeLabel(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replace(/\p{Cc}/gu, '');
}
