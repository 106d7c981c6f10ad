import { cleanText, pad, shorten, textWidth } from './text-width.ts';
import type { View } from './view.ts';

/** Names and values in two columns. */
export function printFacts(view: Pick<View, 'width' | 'style'>, facts: readonly (readonly [string, string])[]): string {
  const left = facts.reduce((most, [name]) => Math.max(most, textWidth(name)), 0);
  return facts
    .map(([name, value]) => {
      const room = Math.max(10, view.width - left - 2);
      return `${view.style.dim(pad(name, left, 'left'))}  ${shorten(cleanText(value), room)}`;
    })
    .join('\n');
}
