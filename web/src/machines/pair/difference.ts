/** `+$12.30`, `−4`, `±0`: what the left one has more or less. */
export function formatDifference(difference: number, format: (n: number) => string): string {
  const size = format(Math.abs(difference));
  if (difference === 0) return `±${size}`;
  return `${difference > 0 ? '+' : '−'}${size}`;
}
