/**
 * Derives src/pricing/price-table.json from a file of pricing facts (dated list prices with their sources).
 * Usage: node scripts/derive-price-table.ts FACTS.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { ListedModel, ListedRates, ShippedTable } from '../src/pricing/shipped-table.ts';

interface FactRates {
  input: number;
  output: number;
  cache_write_5m: number;
  cache_write_1h: number;
  cache_read: number;
}
interface FactSpan {
  effective_from: string;
  effective_to_exclusive: string | null;
}
interface FactModel {
  id: string;
  name: string;
  released: string;
  status: string;
  aliases: string[];
  vertex_ids: string[];
  periods: (FactSpan & { usd_per_mtok: FactRates; sources: string[] })[];
  long_context: (FactSpan & { threshold_prompt_tokens: number; rates: FactRates }) | null;
  fast: (FactSpan & { multiplier: number; rates_above_200k?: unknown })[];
  batch_multiplier: number;
  notes: string;
}
interface Facts {
  compiled: string;
  rules: {
    web_search_usd_per_1000: number;
    data_residency: { multiplier: number };
    bedrock_vertex_regional_premium: { multiplier: number };
  };
  models: FactModel[];
}

/** The US premium starts with Claude 4.6 (Opus 4.6), the regional one with Claude 4.5 (Sonnet 4.5). */
const US_PREMIUM_FROM = '2026-02-05';
const REGIONAL_PREMIUM_FROM = '2025-09-29';

const OUTPUT = new URL('../src/pricing/price-table.json', import.meta.url);

function derive(facts: Facts): ShippedTable {
  const taken = new Set(facts.models.flatMap((m) => [m.id, ...m.aliases]));
  return {
    date: facts.compiled,
    unit: 'USD per million tokens',
    webSearchUsdPer1000: facts.rules.web_search_usd_per_1000,
    usMultiplier: facts.rules.data_residency.multiplier,
    regionalMultiplier: facts.rules.bedrock_vertex_regional_premium.multiplier,
    models: facts.models.map((m) => deriveModel(m, taken)),
  };
}

function deriveModel(m: FactModel, taken: Set<string>): ListedModel {
  return {
    id: m.id,
    name: m.name,
    released: m.released,
    aliases: aliasesOf(m, taken),
    usPremium: m.released >= US_PREMIUM_FROM,
    regionalPremium: m.released >= REGIONAL_PREMIUM_FROM,
    batchMultiplier: m.batch_multiplier,
    periods: m.periods.map((p) => ({ from: p.effective_from, rates: ratesOf(p.usd_per_mtok) })),
    longContext: m.long_context && {
      aboveTokens: m.long_context.threshold_prompt_tokens,
      from: m.long_context.effective_from,
      to: m.long_context.effective_to_exclusive,
      rates: ratesOf(m.long_context.rates),
    },
    fast: m.fast.map((f) => ({
      from: f.effective_from,
      to: f.effective_to_exclusive,
      multiplier: f.multiplier,
      longContext: f.rates_above_200k !== undefined,
    })),
    note: m.notes,
    source: m.periods.at(-1)?.sources[0] ?? '',
  };
}

/** The suffix `[1m]` is no alias: every name loses it. A dated id also answers to its undated form, if nobody else does. */
function aliasesOf(m: FactModel, taken: Set<string>): string[] {
  const aliases = m.aliases.filter((a) => !a.endsWith(']'));
  const undated = m.id.replace(/-\d{8}$/, '');
  if (!taken.has(undated)) {
    taken.add(undated);
    aliases.push(undated);
  }
  return aliases;
}

function ratesOf(r: FactRates): ListedRates {
  return {
    input: r.input,
    output: r.output,
    cacheWrite5m: r.cache_write_5m,
    cacheWrite1h: r.cache_write_1h,
    cacheRead: r.cache_read,
  };
}

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('usage: node scripts/derive-price-table.ts FACTS.json');
const table = derive(JSON.parse(readFileSync(path, 'utf8')) as Facts);
writeFileSync(OUTPUT, `${JSON.stringify(table, null, 2)}\n`);
