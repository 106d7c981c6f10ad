/** Colour, or the lack of it. Four roles only: a table is read by its alignment, not by its paint. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  accent(text: string): string;
  warn(text: string): string;
}

const sgr =
  (on: string, off: string) =>
  (text: string): string =>
    text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`;

export const COLOUR: Style = {
  bold: sgr('1', '22'),
  dim: sgr('2', '22'),
  accent: sgr('36', '39'),
  warn: sgr('33', '39'),
};
const same = (text: string): string => text;
export const PLAIN: Style = { bold: same, dim: same, accent: same, warn: same };

/**
 * Whether to paint: `--color` and `--no-color` decide, then NO_COLOR (https://no-color.org), then FORCE_COLOR,
 * then whether the stream is a terminal that is not `dumb`.
 */
export function wantsColour(
  flag: boolean | undefined,
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (flag !== undefined) return flag;
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] && env['FORCE_COLOR'] !== '0') return true;
  return isTerminal && env['TERM'] !== 'dumb';
}
