/** How figures are written. Only writing: every total and share comes from the server. */
const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const tenths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1, minimumFractionDigits: 1 });

/** `$1,284.37`; two significant digits below a cent, so that a small cost is not a zero. */
export function formatUsd(usd: number): string {
  if (usd === 0) return '$0.00';
  if (Math.abs(usd) < 0.01) return `$${Number(usd.toPrecision(2))}`;
  return `${usd < 0 ? '−' : ''}$${cents.format(Math.abs(usd))}`;
}

/** For axes: `$1.2k`, `$40`, `$0.50`. */
export function formatUsdShort(usd: number): string {
  if (usd >= 1000) return `$${trim(usd / 1000)}k`;
  return Number.isInteger(usd) ? `$${usd}` : `$${cents.format(usd)}`;
}

/** `12,345,678`. */
export function formatCount(n: number): string {
  return integer.format(n);
}

/** `987`, `12.3K`, `4.56M`, `1.23B`. */
export function formatCompact(n: number): string {
  if (n >= 1e9) return `${(n / 1e9).toFixed(2)}B`;
  if (n >= 1e6) return `${(n / 1e6).toFixed(n >= 1e8 ? 1 : 2)}M`;
  if (n >= 1e4) return `${(n / 1e3).toFixed(1)}K`;
  return integer.format(n);
}

/** For axes: `1.5M`, `200K`. */
export function formatCompactShort(n: number): string {
  for (const [unit, letter] of [
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'K'],
  ] as const) {
    if (n >= unit) return `${trim(n / unit)}${letter}`;
  }
  return trim(n);
}

/** A fraction as `12.3 %`; `<0.1 %` instead of a false zero. */
export function formatShare(fraction: number): string {
  if (fraction > 0 && fraction < 0.001) return '<0.1 %';
  if (fraction < 1 && fraction > 0.999) return '>99.9 %';
  return `${tenths.format(fraction * 100)} %`;
}

/** A change as `+12 %`, `−3.4 %`, `×5.2` from fourfold on. */
export function formatChange(change: number): string {
  if (change >= 3) return `×${tenths.format(change + 1)}`;
  const percent = Math.abs(change * 100);
  const text = percent >= 9.95 ? integer.format(percent) : tenths.format(percent);
  if (text === '0.0') return '±0 %';
  return `${change < 0 ? '−' : '+'}${text} %`;
}

/** A difference of two rates in percentage points: `+1.7 points`. */
export function formatPoints(difference: number): string {
  const text = tenths.format(Math.abs(difference * 100));
  return text === '0.0' ? '±0 points' : `${difference < 0 ? '−' : '+'}${text} points`;
}

/** `3 turns`, `1 turn`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}

function trim(n: number): string {
  return String(Number(n.toFixed(n < 10 ? 1 : 0)));
}
