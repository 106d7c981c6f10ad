import type { RangeName } from '../../src/contract/filters.ts';
import type { Stack } from '../../src/contract/reports/page.ts';
import type { SessionSort } from '../../src/contract/reports/recent-sessions.ts';
import type { Bucket } from '../../src/contract/reports/series.ts';
import { parseWeekHours } from '../../src/contract/week-hours.ts';

/** The state of the page as its address holds it. What is absent has its default. */
export interface Search {
  /** The figures are made up: a sample to explore. */
  readonly sample?: '1';
  readonly range?: RangeName;
  readonly since?: string;
  readonly until?: string;
  readonly model?: readonly string[];
  readonly project?: readonly string[];
  readonly machine?: readonly string[];
  readonly member?: readonly string[];
  readonly team?: readonly string[];
  /** Hours of the week by name (contract/week-hours.ts). */
  readonly hour?: readonly string[];
  readonly q?: string;
  readonly bucket?: Bucket;
  readonly stack?: Stack;
  readonly unit?: Unit;
  /** Token classes left out of the time chart. */
  readonly hide?: readonly string[];
  readonly heat?: HeatMetric;
  readonly sort?: SessionSort;
  readonly order?: 'asc' | 'desc';
  /** What the machines are sorted by. */
  readonly rank?: MachineRank;
  readonly rankOrder?: 'asc' | 'desc';
  /** The machine whose line is open. */
  readonly open?: string;
  /** The two machines side by side. */
  readonly left?: string;
  readonly right?: string;
}
export type MachineRank = (typeof MACHINE_RANKS)[number];
export type Unit = 'cost' | 'tokens';
export type HeatMetric = 'turns' | 'tokens' | 'cost';
export type Dimension = 'model' | 'project' | 'machine' | 'member' | 'team';

export const DEFAULT_RANGE: RangeName = '30d';

const MACHINE_RANKS = ['cost', 'tokens', 'turns', 'machine', 'lastTurn', 'lastHeard'] as const;
const RANGES = [
  'today',
  'week',
  'month',
  'prev-month',
  '7d',
  '30d',
  '90d',
  'all',
  'custom',
] as const satisfies readonly RangeName[];
const CHOICES = {
  range: RANGES,
  bucket: ['hour', 'day', 'week', 'month'],
  stack: ['class', 'model', 'machine', 'project'],
  unit: ['cost', 'tokens'],
  heat: ['turns', 'tokens', 'cost'],
  sort: ['lastActivity', 'cost', 'tokens', 'turns', 'title', 'project', 'machine'],
  order: ['asc', 'desc'],
  sample: ['1'],
  rank: MACHINE_RANKS,
  rankOrder: ['asc', 'desc'],
} as const;
const LISTS = ['model', 'project', 'machine', 'member', 'team', 'hide'] as const;
const FILTER_KEYS = ['since', 'until', 'model', 'project', 'machine', 'member', 'team', 'hour', 'q'] as const;
/** What takes every filter but the range away. */
export const NO_FILTERS = {
  model: undefined,
  project: undefined,
  machine: undefined,
  member: undefined,
  team: undefined,
  hour: undefined,
  q: undefined,
};
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads an address leniently: what it does not understand is left out, so that an old link still opens. */
export function readSearch(raw: Readonly<Record<string, unknown>>): Search {
  const out: Record<string, unknown> = {};
  for (const [key, allowed] of Object.entries(CHOICES)) {
    const value = text(raw[key]);
    if (value !== undefined && (allowed as readonly string[]).includes(value)) out[key] = value;
  }
  for (const key of LISTS) {
    const values = list(raw[key]);
    if (values.length > 0) out[key] = values;
  }
  const hours = list(raw['hour']).filter((name) => parseWeekHours(name) !== undefined);
  if (hours.length > 0) out['hour'] = hours;
  for (const key of ['since', 'until'] as const) {
    const value = text(raw[key]);
    if (value !== undefined && DAY.test(value)) out[key] = value;
  }
  for (const key of ['open', 'left', 'right'] as const) {
    const value = text(raw[key]);
    if (value !== undefined && value !== '' && value.length <= 500) out[key] = value;
  }
  const q = text(raw['q'])?.slice(0, 200);
  if (q) out['q'] = q;
  return out as Search;
}

/** `?model=a&model=b` ⇄ `{ model: ['a', 'b'] }`: the same form as the API's queries. */
export function parseAddress(search: string): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const key of new Set(new URLSearchParams(search).keys())) {
    const values = new URLSearchParams(search).getAll(key);
    out[key] = values.length > 1 ? values : values[0];
  }
  return out;
}
export function writeAddress(search: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== '') params.append(key, String(item));
    }
  }
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}

/** The filter bar's part of the address as a query of the API, in one order, so that it can be a cache key. */
export function filterParams(search: Search): URLSearchParams {
  const params = new URLSearchParams();
  params.set('range', search.range ?? DEFAULT_RANGE);
  for (const key of FILTER_KEYS) {
    if ((key === 'since' || key === 'until') && search.range !== 'custom') continue;
    const value = search[key];
    for (const item of typeof value === 'string' ? [value] : (value ?? [])) params.append(key, item);
  }
  return params;
}

/** Adds or removes one value of a list filter. */
export function toggled(values: readonly string[] | undefined, value: string): readonly string[] | undefined {
  const next = values?.includes(value) ? values.filter((v) => v !== value) : [...(values ?? []), value];
  return next.length === 0 ? undefined : next;
}

function text(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined || first === null ? undefined : String(first);
}
function list(value: unknown): readonly string[] {
  const items = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  return [...new Set(items.map(String).filter((v) => v !== '' && v.length <= 500))].slice(0, 200);
}
