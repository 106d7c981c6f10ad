import type { HomeCalendar } from '../ledger/slices.ts';
import type { PostgresSettings } from './postgres/postgres-workspace.ts';
import type { TargetOptions, TargetSettings, WorkspaceTarget } from './target.ts';
import type { FolderSettings } from './workspace.ts';

/** Where a workspace is. */
export type Place =
  { readonly kind: 'folder'; readonly dbPath: string } | { readonly kind: 'postgres'; readonly dsn: string };
/** Of a workspace, what is plain data: it may go to another thread. */
export type WorkspaceSettings = (FolderSettings & { kind: 'folder' }) | (PostgresSettings & { kind: 'postgres' });

export function settingsOf(place: Place, common: TargetSettings, calendar: HomeCalendar): WorkspaceSettings {
  return place.kind === 'folder' ? { ...common, ...place } : { ...common, ...place, calendar };
}

/** The workspace of these settings. Dispose it. Throws `config` as `openPostgres` does. */
export async function openTarget(
  settings: WorkspaceSettings,
  here: Pick<TargetOptions, 'ledger' | 'nowMs' | 'notice' | 'answerMs' | 'minIntervalMs'>,
): Promise<WorkspaceTarget> {
  if (settings.kind === 'folder') return new (await import('./workspace.ts')).Workspace({ ...settings, ...here });
  const { PostgresWorkspace } = await import('./postgres/postgres-workspace.ts');
  return PostgresWorkspace.open({ ...settings, ...here });
}
