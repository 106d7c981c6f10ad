/** Figures as people read them. Exact values are what `--json` is for. */

/** What one US dollar is in the currency of the tables. */
export interface Currency {
  readonly code: string;
  readonly rate: number;
}
export const US_DOLLAR: Currency = { code: 'USD', rate: 1 };

const SYMBOLS: Readonly<Record<string, string>> = {
  USD: '$',
  EUR: '€',
  GBP: '£',
  JPY: '¥',
  CNY: 'CN¥',
  INR: '₹',
  KRW: '₩',
  BRL: 'R$',
  CAD: 'CA$',
  AUD: 'A$',
};

/** `12.34M` from a million, `12.3K` from a thousand, else the integer. A value never rounds up to `1000.0K`. */
export function formatCount(count: number): string {
  if (count >= 999_995_000) return `${(count / 1e9).toFixed(2)}B`;
  if (count >= 999_950) return `${(count / 1e6).toFixed(2)}M`;
  if (count >= 1_000) return `${(count / 1e3).toFixed(1)}K`;
  return String(count);
}

/** `1,234,567`. */
export function formatInteger(count: number): string {
  return groupThousands(String(Math.round(count)));
}

/** `$1,234.56`; below one cent two significant digits are kept, because `$0.00` would say it was free. */
export function formatMoney(usd: number, currency: Currency = US_DOLLAR): string {
  const amount = usd * currency.rate;
  const symbol = SYMBOLS[currency.code] ?? `${currency.code} `;
  return `${amount < 0 ? '-' : ''}${symbol}${formatAmount(Math.abs(amount))}`;
}

function formatAmount(amount: number): string {
  if (amount === 0 || amount >= 0.00995) return groupThousands(amount.toFixed(2));
  const decimals = Math.min(9, 1 - Math.floor(Math.log10(amount)));
  const text = amount.toFixed(decimals);
  return Number(text) === 0 ? '0.000000001' : text;
}

/** `12.3 %`, `<0.1 %` for what is more than nothing. `share` is 0 to 1. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.0005) return '<0.1 %';
  return `${(share * 100).toFixed(1)} %`;
}

/** `512 B`, `12.3 KB`, `1.2 GB`; decimal units. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${Math.round(bytes)} B`;
  if (bytes < 999_950) return `${(bytes / 1e3).toFixed(1)} KB`;
  if (bytes < 999_950_000) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** `820 ms`, `4.2 s`, `3 min 05 s`, `2 h 07 min`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** `1 turn`, `12,345 turns`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatInteger(count)} ${count === 1 ? one : many}`;
}

const two = (n: number): string => String(n).padStart(2, '0');
const groupThousands = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
