/**
 * The counting rule by brute force: every line through JSON.parse, everything in memory, no code of src/. What it says
 * is what the fast way must say. Slow on purpose; for small corpora.
 *
 *   node bench/corpus/reference.ts ROOT…          totals of all roots together, as JSON
 *   node bench/corpus/reference.ts --expect FILE  checks the totals in FILE against the roots beside it
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CountedTurn, type RootTotals, TotalsBuilder } from './totals.ts';

type Json = Record<string, unknown>;
interface Candidate extends CountedTurn {
  readonly key: string;
  readonly rank: 0 | 2 | 3;
  readonly final: boolean;
  readonly hasSpeed: boolean;
  readonly hash: string;
  readonly ownerCertain: boolean;
}

/** True totals of one or several transcript roots (each holds `projects/`), counted together. */
export function referenceTotals(roots: readonly string[], zones: readonly string[] = []): RootTotals {
  const builder = new TotalsBuilder(zones);
  const copies = new Map<string, Candidate[]>();
  for (const root of roots) {
    for (const file of transcriptFiles(join(root, 'projects'))) {
      for (const line of readFileSync(file, 'utf8').split('\n')) {
        const candidates = candidatesOf(line);
        if (candidates.length > 0) builder.usageLines += 1;
        for (const c of candidates) copies.set(c.key, [...(copies.get(c.key) ?? []), c]);
      }
    }
  }
  for (const group of copies.values()) builder.add(oneTurn(group));
  return builder.finish();
}

function transcriptFiles(folder: string): string[] {
  const files: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'tool-results') files.push(...transcriptFiles(path));
    const skipped = /\.(orphaned|superseded)/.test(entry.name) || entry.name === 'journal.jsonl';
    if (entry.isFile() && entry.name.endsWith('.jsonl') && !skipped) files.push(path);
  }
  return files.sort();
}

function candidatesOf(line: string): Candidate[] {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return [];
  }
  if (!isObject(record)) return [];
  if (record['type'] === 'progress') {
    const data = record['data'];
    const nested = isObject(data) && data['type'] === 'agent_progress' ? data['message'] : undefined;
    if (!isObject(nested)) return [];
    const envelope = { ...nested, sessionId: record['sessionId'] };
    return turnsOfRecord({ timestamp: record['timestamp'], ...envelope }, 0, line);
  }
  return turnsOfRecord(record, record['isSidechain'] === true ? 2 : 3, line);
}

function turnsOfRecord(record: Json, rank: 0 | 2 | 3, line: string): Candidate[] {
  const message = record['message'];
  const usage = isObject(message) ? message['usage'] : undefined;
  if (!isObject(message) || !isObject(usage) || message['model'] === '<synthetic>') return [];
  const ms = Date.parse(String(record['timestamp']));
  if (Number.isNaN(ms)) return [];
  const hash = createHash('sha256').update(line).digest('hex');
  const forkedFrom = record['forkedFrom'];
  const certain = isObject(forkedFrom) && typeof forkedFrom['sessionId'] === 'string';
  const base = {
    rank,
    ms,
    hash,
    final: typeof message['stop_reason'] === 'string',
    session: text(certain ? forkedFrom['sessionId'] : record['sessionId']),
    ownerCertain: certain,
  };
  const main = {
    ...base,
    ...countsOf(usage),
    key: keyOf(record, message, hash),
    model: text(message['model']),
  };
  return [main, ...iterationsOf(usage, main)];
}

function keyOf(record: Json, message: Json, hash: string): string {
  const [id, request, uuid] = [message['id'], record['requestId'], record['uuid']];
  if (typeof id === 'string' && id) return id;
  if (typeof request === 'string' && request) return `req:${request}`;
  return typeof uuid === 'string' && uuid ? `uuid:${uuid}` : `line:${hash}`;
}

function countsOf(
  usage: Json,
): Pick<Candidate, 'input' | 'output' | 'w5' | 'w1' | 'read' | 'web' | 'fast' | 'batch' | 'us' | 'hasSpeed'> {
  const split = isObject(usage['cache_creation']) ? usage['cache_creation'] : {};
  const w1 = count(split['ephemeral_1h_input_tokens']);
  const w5 = count(split['ephemeral_5m_input_tokens']);
  const flat = count(usage['cache_creation_input_tokens']);
  const tools = isObject(usage['server_tool_use']) ? usage['server_tool_use'] : {};
  return {
    input: count(usage['input_tokens']),
    output: count(usage['output_tokens']),
    // What the split does not explain was written for five minutes.
    w5: Math.max(flat, w5 + w1) - w1,
    w1,
    read: count(usage['cache_read_input_tokens']),
    web: count(tools['web_search_requests']),
    fast: usage['speed'] === 'fast',
    batch: usage['service_tier'] === 'batch',
    us: usage['inference_geo'] === 'us',
    hasSpeed: typeof usage['speed'] === 'string',
  };
}

/** Attempts that the top level leaves out: the advisor, server-side compaction, and attempts that fell back. */
function iterationsOf(usage: Json, top: Candidate): Candidate[] {
  const list = Array.isArray(usage['iterations']) ? usage['iterations'].filter(isObject) : [];
  const served = list.findIndex((i) => i['type'] === 'fallback_message');
  return list.flatMap((entry, index) => {
    const type = entry['type'];
    const declined = type === 'message' && index < served && count(entry['output_tokens']) > 0;
    if (type !== 'advisor_message' && type !== 'compaction' && !declined) return [];
    const model = typeof entry['model'] === 'string' ? entry['model'] : top.model;
    return [{ ...top, ...countsOf(entry), key: `${top.key}#${index}`, model }];
  });
}

/** One whole line wins; its time and its session are those of the earliest copy. */
function oneTurn(copies: readonly Candidate[]): CountedTurn {
  const winner = copies.reduce((best, c) => (beats(c, best) ? c : best));
  const owner = copies.find((c) => c.ownerCertain) ?? copies.reduce((first, c) => (c.ms < first.ms ? c : first));
  return { ...winner, ms: Math.min(...copies.map((c) => c.ms)), session: owner.session };
}

function beats(a: Candidate, b: Candidate): boolean {
  const order = (c: Candidate): number[] => [c.rank, c.input + c.output + c.w5 + c.w1 + c.read, +c.final, +c.hasSpeed];
  const [x, y] = [order(a), order(b)];
  const differs = x.findIndex((v, i) => v !== y[i]);
  return differs < 0 ? a.hash > b.hash : x[differs]! > y[differs]!;
}

const isObject = (v: unknown): v is Json => typeof v === 'object' && v !== null && !Array.isArray(v);
const text = (v: unknown): string => (typeof v === 'string' ? v : '');
const count = (v: unknown): number => (typeof v === 'number' ? v : 0);

function main(argv: readonly string[]): void {
  if (argv[0] !== '--expect' || !argv[1]) return void console.log(JSON.stringify(referenceTotals(argv), null, 1));
  for (const [name, differences] of checkExpected(argv[1])) {
    console.log(`${differences.length === 0 ? 'equal' : 'DIFFERENT'}  ${name}`);
    for (const line of differences) console.log(`    ${line}`);
    if (differences.length > 0) process.exitCode = 1;
  }
}

/** What the reference finds otherwise than `file` says, by root; roots are in `transcripts/` beside it. */
export function checkExpected(file: string): Map<string, string[]> {
  const base = join(dirname(file), 'transcripts');
  const roots = readdirSync(base).sort();
  const expected = JSON.parse(readFileSync(file, 'utf8')) as Record<string, RootTotals>;
  const found = new Map<string, string[]>();
  for (const [name, totals] of Object.entries(expected)) {
    const chosen = roots.includes(name) ? [name] : roots;
    const zones = Object.keys(totals.localDays ?? {});
    found.set(
      name,
      differences(
        referenceTotals(
          chosen.map((r) => join(base, r)),
          zones,
        ),
        totals,
      ),
    );
  }
  return found;
}

/** Paths at which two totals differ; costs may differ in the last, sixth decimal, which was rounded. */
export function differences(found: unknown, expected: unknown, path = ''): string[] {
  if (isObject(found) && isObject(expected)) {
    const keys = [...new Set([...Object.keys(found), ...Object.keys(expected)])].sort();
    return keys.flatMap((key) => differences(found[key], expected[key], path ? `${path}.${key}` : key));
  }
  const money = /cost$/i.test(path) && Math.abs(Number(found) - Number(expected)) < 1.5e-6;
  const same = money || JSON.stringify(found) === JSON.stringify(expected);
  return same ? [] : [`${path}: ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`];
}

if (import.meta.main) main(process.argv.slice(2));
