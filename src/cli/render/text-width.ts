/**
 * How many terminal cells a text takes, and how to make it fit. Names come from other people's folders and other
 * machines: whatever could move the cursor, change colours or reverse the reading direction is removed first.
 */

// Anything but printable ASCII needs the slow path.
const PLAIN = /^[\x20-\x7e]*$/;
// C0, DEL, C1, line and paragraph separators, direction marks and isolates, byte order mark.
// eslint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/g;
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const EMOJI = /^\p{Emoji_Presentation}|\ufe0f/u;

/** East Asian Wide and Fullwidth blocks (Unicode 16, coarse), ascending pairs. */
const WIDE: readonly number[] = [
  0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xa000, 0xa4cf, 0xa960, 0xa97f,
  0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff00, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff,
  0x1f900, 0x1f9ff, 0x20000, 0x3fffd,
];
let segmenter: Intl.Segmenter | undefined;

/** The text without anything that could act on a terminal; runs of it become one blank. */
export function cleanText(text: string): string {
  return PLAIN.test(text) ? text : text.replace(UNSAFE, ' ').trim();
}

/** Terminal cells of a text that holds no control characters. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const grapheme of graphemes(text)) width += graphemeWidth(grapheme);
  return width;
}

/** At most `width` cells: the middle gives way to `…`, so that both ends of a path stay readable. */
export function shorten(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width < 1) return '';
  if (width < 6) return `${headOf(text, width - 1)}…`;
  const head = headOf(text, Math.floor((width - 1) / 2));
  return `${head}…${tailOf(text, width - 1 - textWidth(head))}`;
}

/** A list joined by `, ` in at most `width` cells: whole names, then how many more there are. */
export function shortenList(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const names = text.split(', ');
  for (let kept = names.length - 1; kept > 0; kept--) {
    const short = `${names.slice(0, kept).join(', ')} +${names.length - kept}`;
    if (textWidth(short) <= width) return short;
  }
  return shorten(text, width);
}

/** Text in lines of at most `width` cells, broken between words. */
export function wrapText(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer) <= width || line === '') {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].join('\n');
}

/** Blanks on one side, up to `width` cells. */
export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'left' ? text + blanks : blanks + text;
}

function headOf(text: string, width: number): string {
  return fill(graphemes(text), width).join('');
}

function tailOf(text: string, width: number): string {
  return fill(graphemes(text).reverse(), width).reverse().join('');
}

function fill(parts: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const part of parts) {
    used += graphemeWidth(part);
    if (used > width) break;
    taken.push(part);
  }
  return taken;
}

function graphemes(text: string): string[] {
  if (PLAIN.test(text)) return [...text];
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

function graphemeWidth(grapheme: string): number {
  const code = grapheme.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (EMOJI.test(grapheme)) return 2;
  if (ZERO_WIDTH.test(grapheme)) return 0;
  for (let i = 0; i < WIDE.length; i += 2) {
    if (code >= (WIDE[i] ?? 0) && code <= (WIDE[i + 1] ?? 0)) return 2;
  }
  return 1;
}
