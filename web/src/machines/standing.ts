import type { MachinePapers } from '../../../src/contract/reports/machine-papers.ts';
import type { MachineOfRoom } from '../../../src/contract/reports/machine-room.ts';
import { formatAge } from '../format/dates.ts';
import { formatCount } from '../format/numbers.ts';

/** How well a machine is known here, in two words and in a sentence. */
export interface Standing {
  readonly word: string;
  readonly sentence: string;
  /** Its figures are not whole, or may not be. */
  readonly warns: boolean;
  /** Parts that are missing, each reason once. */
  readonly reasons: readonly string[];
  readonly papers: MachinePapers | undefined;
}

/** A clock that is further ahead than this is told of, in seconds. */
const NOTABLE_SKEW = 60;

export function standingOf(machine: MachineOfRoom, papers: MachinePapers | undefined, silent: boolean): Standing {
  const rest = { papers, reasons: papers?.reasons ?? [] };
  if (machine.self)
    return {
      ...rest,
      word: 'here',
      warns: false,
      sentence: 'The machine that shows this page; its turns are here first.',
    };
  if (papers && !papers.complete) return { ...rest, ...missing(papers) };
  if (machine.retired)
    return {
      ...rest,
      word: 'retired',
      warns: false,
      sentence: 'Out of use: its figures stay, its silence is no news.',
    };
  if (silent)
    return {
      ...rest,
      word: 'silent',
      warns: true,
      sentence: 'Not heard from lately: its later turns are missing here.',
    };
  if (papers) return { ...rest, word: 'complete', warns: false, sentence: 'All that it has shared is here.' };
  return { ...rest, word: 'no word', warns: false, sentence: 'It tells nothing about its completeness.' };
}

function missing({ have, of, unit, inDoubt, reasons }: MachinePapers): Pick<Standing, 'word' | 'sentence' | 'warns'> {
  const parts = `${formatCount(have)} of ${formatCount(of)}`;
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  if (inDoubt && have >= of)
    return { word: 'in doubt', warns: true, sentence: `Its ${unit} are here, and not all is well${why}.` };
  return of === have
    ? { word: 'more to come', warns: true, sentence: `What it has told is here, and more is to come${why}.` }
    : { word: `${parts} ${unit}`, warns: true, sentence: `${parts} of its ${unit} are here${why}.` };
}

/** How far its clock is ahead, where that is worth a word. */
export function skewOf(papers: MachinePapers | undefined): string | undefined {
  const ahead = papers?.clockAheadSeconds ?? 0;
  if (ahead < NOTABLE_SKEW) return undefined;
  return `${formatAge(ahead * 1000).replace(' ago', '')} ahead`;
}

/** The machine that answers has the version that answers. */
export function versionOf(machine: MachineOfRoom, standing: Standing | undefined, own: string): string {
  return machine.self ? own : (standing?.papers?.version ?? '');
}
