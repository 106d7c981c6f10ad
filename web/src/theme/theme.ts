import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';
export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const KEY = 'claude-usage.theme';
const listeners = new Set<() => void>();
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const printing = matchMedia('print');
prefersDark.addEventListener('change', notify);
printing.addEventListener('change', notify);

const resolved = new Map<string, string>();

function notify(): void {
  resolved.clear();
  for (const listener of listeners) listener();
}

function current(): Theme {
  const set = document.documentElement.dataset['theme'];
  return set === 'light' || set === 'dark' ? set : 'system';
}

/** Sets the theme now and for the next visit. `system` follows the reader's system again. */
export function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage is forbidden: the theme holds until the page is left.
  }
  notify();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current);
}

/** True while the page is dark, by choice or by the system; paper is always light. Canvas drawings repaint on it. */
export function useDark(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => !printing.matches && (current() === 'system' ? prefersDark.matches : current() === 'dark'),
  );
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
