/** Palettes by name: tokens.css has the first, palettes.css the others. */
export const PALETTES = ['paper', 'slate', 'moss', 'plum', 'sea', 'contrast'] as const;
export type Palette = (typeof PALETTES)[number];
