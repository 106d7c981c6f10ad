import type { Problem, ProblemKind } from '../../ledger/ledger.ts';
import { counted } from './figures.ts';
import { cleanText } from './text-width.ts';

/** What each kind of unreadable thing is called, for one and for many. */
const KINDS: Readonly<Record<ProblemKind, readonly [string, string]>> = {
  'bad-json': ['line that is not JSON', 'lines that are not JSON'],
  'too-long': ['line that is too long', 'lines that are too long'],
  'bad-utf8': ['line that is not UTF-8', 'lines that are not UTF-8'],
  'nul-bytes': ['line with NUL bytes', 'lines with NUL bytes'],
  'no-timestamp': ['turn without a time', 'turns without a time'],
  'bad-number': ['line with an impossible number', 'lines with impossible numbers'],
  'unreadable-file': ['file that cannot be read', 'files that cannot be read'],
  'unreadable-folder': ['folder that cannot be read', 'folders that cannot be read'],
  'conflicting-id': ['turn whose id another one has', 'turns whose ids others have'],
};

/** `3 lines that are not JSON, first in /path at byte 120`. */
export function problemLine(kind: ProblemKind, problems: readonly Problem[]): string {
  const [one, many] = KINDS[kind];
  const [first] = problems;
  const where = first === undefined ? '' : `, ${problems.length === 1 ? '' : 'first '}in ${placeOf(first)}`;
  return `skipped ${counted(problems.length, one, many)}${where}`;
}

/** `/path/to/file.jsonl at byte 120`. */
export function placeOf({ path, offset }: Pick<Problem, 'path' | 'offset'>): string {
  return `${cleanText(path)}${offset === null ? '' : ` at byte ${offset}`}`;
}

export function kindText(kind: ProblemKind): string {
  return KINDS[kind][0];
}
