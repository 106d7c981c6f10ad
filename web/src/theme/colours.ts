import type { Stack, TokenClass } from '../../../src/contract/reports/page.ts';

/** Eight hues that stay apart for colour-blind eyes, each in two strengths; a slot beyond them begins again. See tokens.css. */
const HUES = 16;

/** The colour token of a model, project or machine by its stable slot; grey for the rest of a ranking. */
export function slotColour(slot: number): string {
  return slot < 0 ? '--rest' : `--hue-${slot % HUES}`;
}

export const CLASS_COLOUR: Readonly<Record<TokenClass, string>> = {
  cacheRead: '--class-read',
  cacheWrite5m: '--class-write-5m',
  cacheWrite1h: '--class-write-1h',
  input: '--class-input',
  output: '--class-output',
  webSearch: '--class-web',
};

export const CLASS_NAME: Readonly<Record<TokenClass, string>> = {
  cacheRead: 'Cache read',
  cacheWrite5m: 'Cache write, 5 min',
  cacheWrite1h: 'Cache write, 1 h',
  input: 'Input',
  output: 'Output',
  webSearch: 'Web search',
};

export const CLASS_MEANING: Readonly<Record<TokenClass, string>> = {
  cacheRead: 'Context sent again and read from the prompt cache, at a tenth of the input price.',
  cacheWrite5m: 'Context written to the cache for five minutes, at 1.25 times the input price.',
  cacheWrite1h: 'Context written to the cache for one hour, at twice the input price.',
  input: 'Context sent outside the cache, at the full input price.',
  output: 'What the model wrote, thinking included.',
  webSearch: 'Searches that the model ran, billed by the search and not by token.',
};

/** The colour of one stack of the time chart. */
export function stackColour(stack: Stack, id: string, slot: number): string {
  return stack === 'class' ? (CLASS_COLOUR[id as TokenClass] ?? '--rest') : slotColour(slot);
}
