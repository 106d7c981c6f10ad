import { useSyncExternalStore } from 'react';
import { PALETTES, type Palette } from './palettes.ts';

export type Theme = 'system' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const KEY = 'claude-usage.theme';
const PALETTE_KEY = 'claude-usage.palette';
const listeners = new Set<() => void>();
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const printing = matchMedia('print');
prefersDark.addEventListener('change', notify);
printing.addEventListener('change', notify);

const resolved = new Map<string, string>();

function notify(): void {
  resolved.clear();
  colourFrame();
  for (const listener of listeners) listener();
}

/** The browser's own frame around the page, and the window of the installed app, take the colour of the paper. */
function colourFrame(): void {
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', resolveColour('--paper'));
}
colourFrame();

function current(): Theme {
  const set = document.documentElement.dataset['theme'];
  return set === 'light' || set === 'dark' ? set : 'system';
}

function currentPalette(): Palette {
  return PALETTES.find((name) => name === document.documentElement.dataset['palette']) ?? PALETTES[0];
}

/** Sets the theme now and for the next visit. `system` follows the reader's system again. */
export function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  keep(KEY, theme);
  notify();
}

/** Sets the palette now and for the next visit. */
export function setPalette(palette: Palette): void {
  document.documentElement.dataset['palette'] = palette;
  keep(PALETTE_KEY, palette);
  notify();
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is forbidden: the choice holds until the page is left.
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current);
}

export function usePalette(): Palette {
  return useSyncExternalStore(subscribe, currentPalette);
}

/** A text that changes whenever the page's colours do; paper is always light. Canvas drawings repaint on it. */
export function useLook(): string {
  return useSyncExternalStore(subscribe, () => `${currentPalette()} ${isDark() ? 'dark' : 'light'}`);
}

function isDark(): boolean {
  return !printing.matches && (current() === 'system' ? prefersDark.matches : current() === 'dark');
}

/** The colour a token such as `--ink` has now. Canvas cannot read `light-dark()`, a computed style can. */
export function resolveColour(token: string): string {
  const known = resolved.get(token);
  if (known !== undefined) return known;
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  resolved.set(token, colour);
  return colour;
}
