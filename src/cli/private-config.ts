import type { LoadedConfig } from '../config/load.ts';
import { requirePrivate } from '../lib/private-file.ts';

/** Throws `config` with the command to run when workspace.json holds a password that others can read. */
export function requirePrivateConfig({ values, provenance }: LoadedConfig): void {
  const { source, place } = provenance.pgDsn;
  if (source === 'file' && /^[a-z]+:\/\/[^/@]*:[^/@]+@|[?&]password=/i.test(values.pgDsn ?? '')) requirePrivate(place);
}
