import type { MachineStatus } from '../../workspace/status.ts';
import type { WorkspaceStatus } from '../../workspace/target.ts';
import type { Style } from './style.ts';

/** The status in lines: one a machine, and below it why it is not whole. */
export function printStatus(status: WorkspaceStatus, style: Style): string {
  const head = status.present ? status.location : `${status.location} ${style.warn('is away')}`;
  const own =
    status.unshared === 0
      ? 'Everything of this machine is shared.'
      : `${status.unshared} turns of this machine are not shared yet.`;
  const others =
    status.machines.length === 0
      ? ['No other machine was heard of.']
      : status.machines.flatMap((m) => machineLines(m, style));
  return [head, own, '', ...others].join('\n');
}

function machineLines(m: MachineStatus, style: Style): string[] {
  const parts = [
    m.complete ? 'complete' : style.warn(`${m.have} of ${m.of} parts`),
    `${m.turns} turns`,
    m.lastHeard === null ? 'never heard' : `heard ${m.lastHeard.slice(0, 16).replace('T', ' ')} UTC`,
    `version ${m.version || 'unknown'}`,
  ];
  if (m.clockAheadSeconds > 60) parts.push(style.warn(`its clock is ${m.clockAheadSeconds} s ahead`));
  return [`${m.name}  ${parts.join(' · ')}`, ...m.reasons.map((reason) => `  ${reason}`)];
}
