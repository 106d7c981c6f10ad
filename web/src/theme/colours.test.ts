import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TOKEN_CLASSES } from '../../../src/contract/reports/page.ts';
import { CLASS_COLOUR, slotColour, stackColour } from './colours.ts';
import { PALETTES } from './palettes.ts';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const others = readFileSync(new URL('palettes.css', import.meta.url), 'utf8');
const hues = [...css.matchAll(/--hue-\d: light-dark\((#\w{6}), (#\w{6})\)/g)];

type Rgb = readonly [number, number, number];
const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const rgb = (hex: string): Rgb =>
  [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255)) as unknown as Rgb;
const times = (m: readonly Rgb[], v: Rgb): Rgb =>
  m.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as unknown as Rgb;

/** Machado, Oliveira and Fernandes 2009, full severity. */
const SIGHTS: Readonly<Record<string, readonly Rgb[]>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'red-blind': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'green-blind': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'blue-blind': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function oklab(colour: Rgb): Rgb {
  const cone = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    colour,
  );
  const root = cone.map((x) => Math.cbrt(Math.max(0, x))) as unknown as Rgb;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    root,
  );
}
const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(rgb(a)), luminance(rgb(b))].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

/** The pair of a token within a block of the style sheet that begins at `[data-palette='name']`. */
function colourOf(palette: string, token: string, theme: 'light' | 'dark'): string {
  const block = `${css}${others}`.split(`[data-palette='${palette}'] {`)[1]?.split('}')[0] ?? '';
  const pair = new RegExp(`--${token}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(block);
  return pair?.[theme === 'light' ? 1 : 2] ?? `no ${token} in ${palette}`;
}
const looks = PALETTES.flatMap((palette) => (['light', 'dark'] as const).map((theme) => [palette, theme] as const));

test('every palette that can be chosen is there, and no other', () => {
  const named = [...`${css}${others}`.matchAll(/\[data-palette='(\w+)'\] \{/g)].map((found) => found[1]);
  expect(named).toEqual([...PALETTES]);
  expect(PALETTES.length).toBeGreaterThan(5);
});

test.each(looks)('%s, %s: text of every kind can be read on every ground (WCAG AA)', (palette, theme) => {
  for (const text of ['ink', 'soft', 'faint', 'accent', 'warn', 'alert']) {
    for (const ground of ['paper', 'raised', 'wash']) {
      const ratio = contrast(colourOf(palette, text, theme), colourOf(palette, ground, theme));
      expect(ratio, `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test.each(looks)('%s, %s: every mark stands out from the paper', (palette, theme) => {
  const at = theme === 'light' ? 1 : 2;
  const classes = [...css.matchAll(/--class-[\w-]+: light-dark\((#\w{6}), (#\w{6})\)/g)];
  expect(classes).toHaveLength(TOKEN_CLASSES.length);
  const marks = [...hues, ...classes].map((mark) => mark[at] ?? '');
  for (const mark of [...marks, colourOf(palette, 'rest', theme)]) {
    expect(contrast(mark, colourOf(palette, 'paper', theme)), mark).toBeGreaterThanOrEqual(3);
  }
});

test.each(['light', 'dark'] as const)('%s hues stay apart for every sight', (theme) => {
  const colours = hues.map((hue) => hue[theme === 'light' ? 1 : 2] ?? '');
  expect(colours).toHaveLength(8);
  for (const [sight, matrix] of Object.entries(SIGHTS)) {
    const seen = colours.map((colour) => oklab(times(matrix, rgb(colour))));
    for (const [i, a] of seen.entries()) {
      for (const b of seen.slice(i + 1)) {
        expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]), `${sight}, ${colours[i]}`).toBeGreaterThan(0.05);
      }
    }
  }
});

test('a slot keeps its colour, and every colour that is named exists', () => {
  const named = [
    ...Array.from({ length: 40 }, (_, slot) => slotColour(slot)),
    slotColour(-1),
    ...TOKEN_CLASSES.map((c) => CLASS_COLOUR[c]),
  ];
  for (const token of named) expect(css).toContain(`${token}:`);
  expect(slotColour(3)).toBe(slotColour(19));
  expect(stackColour('class', 'output', 2)).toBe('--class-output');
  expect(stackColour('model', 'output', 2)).toBe('--hue-2');
});
