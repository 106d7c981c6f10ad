import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { RangeName } from '../../../src/contract/filters.ts';
import { NO_FILTERS } from '../search.ts';
import { usePatchSearch } from '../state.ts';

/** Keys of the page, as the help lists them. */
export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['/', 'search'],
  ['?', 'this list'],
  ['g o', 'go to the overview'],
  ['g m', 'go to the machines'],
  ['g s', 'go to the sessions'],
  ['g c', 'go to the chart'],
  ['1 – 8', 'range: today, week, month, previous month, 7, 30, 90 days, all'],
  ['u', 'money or tokens'],
  ['x', 'clear every filter'],
  ['r', 'read what is new in the transcripts'],
  ['Esc', 'close, or leave a field'],
];
const RANGE_KEYS: readonly RangeName[] = ['today', 'week', 'month', 'prev-month', '7d', '30d', '90d', 'all'];
const CHORD_MS = 1200;
/** Opens the list of keys; heard by the help dialog. */
export const HELP_EVENT = 'claude-usage:help';

/** Listens for the page's keys. Keys typed in a field, or with a modifier, stay the browser's. */
export function useKeys(): void {
  const navigate = useNavigate();
  const patch = usePatchSearch();
  useEffect(() => {
    let chordUntil = 0;
    const toOverview = (): Promise<void> => navigate({ to: '/', search: (previous) => previous });
    const go = (key: string): void => {
      if (key === 'o') void toOverview();
      if (key === 'm') void navigate({ to: '/machines', search: (previous) => previous });
      if (key === 's') void focusOn('sessions', toOverview);
      if (key === 'c') void focusOn('chart', toOverview);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && event.target instanceof HTMLInputElement) event.target.blur();
      if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
      const chord = event.timeStamp < chordUntil;
      chordUntil = !chord && event.key === 'g' ? event.timeStamp + CHORD_MS : 0;
      if (chord) go(event.key);
      else if (event.key === '/') document.querySelector<HTMLInputElement>('#search')?.focus();
      else if (event.key === '?') dispatchEvent(new Event(HELP_EVENT));
      else if (event.key === 'u') document.querySelector<HTMLElement>('#unit button[aria-pressed="false"]')?.click();
      else if (event.key === 'x') patch(NO_FILTERS);
      else if (event.key === 'r') document.querySelector<HTMLElement>('#rescan')?.click();
      else if (/^[1-8]$/.test(event.key)) {
        patch({ range: RANGE_KEYS[Number(event.key) - 1], since: undefined, until: undefined, bucket: undefined });
      } else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate, patch]);
}

/** Goes to a part of the page; where the room has none, to the overview's. */
async function focusOn(id: string, toOverview: () => Promise<void>): Promise<void> {
  if (document.getElementById(id) === null) await toOverview();
  const part = document.getElementById(id);
  part?.scrollIntoView({ block: 'start' });
  part?.focus({ preventScroll: true });
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
  );
}
