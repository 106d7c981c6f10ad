import type { MachineStatus, MissingPart } from '../../workspace/status.ts';
import type { KeptHome, WorkspaceStatus } from '../../workspace/target.ts';
import { counted, formatCount, formatDuration, formatInteger } from './figures.ts';
import { cleanText, wrapText } from './text-width.ts';
import type { View } from './view.ts';

type Page = Pick<View, 'style' | 'width'>;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Parts that are named for one reason; the count is of all. */
const NAMED_PARTS = 5;

/** The status as text: the place, this machine, then each other one with what is missing of it and why. */
export function printStatus(status: WorkspaceStatus, page: Page, nowMs: number): string {
  const { style, width } = page;
  const head = status.present ? status.location : `${status.location} ${style.warn('is away')}`;
  const own =
    status.unshared === 0
      ? 'Everything of this machine that may leave is shared.'
      : `${counted(status.unshared, 'turn')} of this machine ${status.unshared === 1 ? 'is' : 'are'} not shared yet.`;
  const others =
    status.machines.length === 0 ? ['No other machine was heard of.'] : printMachines(status.machines, page, nowMs);
  const notes = [own, ...keptHomeLines(status.keptHome), ...ignoredLines(status.ignored)];
  return [head, ...notes.map((line) => wrapText(line, width)), '', ...others].join('\n');
}

/** A paragraph for each machine. */
export function printMachines(machines: readonly MachineStatus[], page: Page, nowMs: number): string[] {
  return machines.flatMap((m) => [headOf(m, page), ...detailsOf(m, page, nowMs)]);
}

function headOf(m: MachineStatus, { style }: Page): string {
  const state = m.complete ? 'complete' : m.retired ? stateOf(m) : style.warn(stateOf(m));
  const marks = [m.retired ? 'retired' : '', m.countsAs === '' ? '' : `counts as ${cleanText(m.countsAs)}`];
  return [`${style.bold(cleanText(m.name))}  ${state}`, ...marks.filter((mark) => mark !== '')].join(' · ');
}

function stateOf({ have, of, missing, inDoubt }: MachineStatus): string {
  if (inDoubt && have >= of) return 'in question';
  if (have === of) return of === 0 ? 'not known yet' : 'more to come';
  return `${formatInteger(have)} of ${counted(of, missing.length > 0 ? 'part' : 'turn')}`;
}

function detailsOf(m: MachineStatus, page: Page, nowMs: number): string[] {
  const { dim } = page.style;
  const sums = `${ofAll(m.turnsHere, m.turns, formatInteger)} turns · ${ofAll(m.tokensHere, m.tokens, formatCount)} tokens`;
  const ahead = m.clockAheadSeconds * 1000;
  const clock = ahead > MINUTE_MS ? ` · its clock is ${formatDuration(ahead)} ahead` : '';
  const told = `${heardText(m, nowMs)} · version ${cleanText(m.version) || 'unknown'}${clock}`;
  return [
    dim(indented(sums, page)),
    dim(indented(told, page)),
    ...m.reasons.map((reason) => indented(reasonLine(m, reason), page)),
  ];
}

const ofAll = (here: number, all: number, text: (n: number) => string): string =>
  here === all ? text(all) : `${text(here)} of ${text(all)}`;

function heardText({ lastHeard, retired }: MachineStatus, nowMs: number): string {
  if (lastHeard === null) return 'never heard';
  const days = Math.floor((nowMs - Date.parse(lastHeard)) / DAY_MS);
  const ago = days < 1 || retired ? '' : `, ${counted(days, 'day')} ago`;
  return `heard ${lastHeard.slice(0, 16).replace('T', ' ')} UTC${ago}`;
}

/** `parts 12, 14 to 17: it is not there yet`; a reason that is not about parts stands alone. */
function reasonLine({ missing }: MachineStatus, reason: string): string {
  const parts = missing.filter((part) => part.reason === reason);
  if (parts.length === 0) return cleanText(reason);
  const named = parts.slice(0, NAMED_PARTS).map(numberOf).join(', ');
  const more = parts.length > NAMED_PARTS ? ` and ${parts.length - NAMED_PARTS} more` : '';
  const refused = parts.some((part) => part.refused) ? ' (refused)' : '';
  return `${parts.length === 1 ? 'part' : 'parts'} ${named}${more}: ${cleanText(reason)}${refused}`;
}

/** `12-0123456789abcdef.ndjson.gz` is part 12, `p3-9-…` holds 3 to 9. */
function numberOf({ part }: MissingPart): string {
  const [, low = part, high] = /\/p?(\d+)(?:-(\d{1,9}))?-[0-9a-f]{16}\./.exec(part) ?? [];
  return high === undefined ? low : `${low} to ${high}`;
}

function keptHomeLines({ byRules, nameless }: KeptHome): string[] {
  return [
    ...(byRules > 0 ? [`${counted(byRules, 'turn')} of this machine stay home by its rules: not shared.`] : []),
    ...(nameless > 0
      ? [`${counted(nameless, 'turn')} of an older database without an id of their own stay home: not shared.`]
      : []),
  ];
}

function ignoredLines({ count, paths }: WorkspaceStatus['ignored']): string[] {
  if (count === 0) return [];
  const more = count > paths.length ? `, and ${count - paths.length} more` : '';
  return [
    `${counted(count, 'name')} there that no machine of a workspace writes, left alone: ${paths.map(cleanText).join(', ')}${more}.`,
  ];
}

function indented(text: string, { width }: Page): string {
  return wrapText(text, width - 2)
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
