import table from './price-table.json' with { type: 'json' };

/** US dollars per million tokens. */
export interface ListedRates {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
}
/** Dates are UTC midnights, `YYYY-MM-DD`; `to` is exclusive, null = still. */
export interface ListedModel {
  readonly id: string;
  readonly name: string;
  readonly released: string;
  readonly aliases: readonly string[];
  /** Whether `inference_geo: us` costs more (Claude 4.6 and later). */
  readonly usPremium: boolean;
  /** Whether a regional endpoint of Bedrock or Vertex costs more (Claude 4.5 and later). */
  readonly regionalPremium: boolean;
  readonly batchMultiplier: number;
  /** Ascending; each holds until the next begins. */
  readonly periods: readonly { readonly from: string; readonly rates: ListedRates }[];
  /** Rates of a whole request, output included, whose input + cache read + cache write is above the threshold. */
  readonly longContext: {
    readonly aboveTokens: number;
    readonly from: string;
    readonly to: string | null;
    readonly rates: ListedRates;
  } | null;
  /** Factor on every token rate in fast mode; `longContext`: it multiplies the long-context rates where they apply. */
  readonly fast: readonly {
    readonly from: string;
    readonly to: string | null;
    readonly multiplier: number;
    readonly longContext: boolean;
  }[];
  readonly note: string;
  readonly source: string;
}
export interface ShippedTable {
  /** The day the prices were compiled. */
  readonly date: string;
  readonly unit: string;
  readonly webSearchUsdPer1000: number;
  readonly usMultiplier: number;
  readonly regionalMultiplier: number;
  readonly models: readonly ListedModel[];
}

/** The list prices that ship with this version; made by scripts/derive-price-table.ts. */
export const shippedTable: ShippedTable = table;
