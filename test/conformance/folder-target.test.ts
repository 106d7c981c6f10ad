import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { TempHome } from '../support/temp-home.ts';
import { registerTargetTests } from './register-target-tests.ts';

registerTargetTests('a shared folder', async () => {
  const home = new TempHome();
  const drive = home.path('drive');
  mkdirSync(drive);
  return {
    place: { kind: 'folder', dbPath: join(drive, 'usage.db') },
    everything: async () => textOf(drive),
    backup: async () => {
      const kept = home.path('kept');
      cpSync(drive, kept, { recursive: true });
      return async () => {
        rmSync(drive, { recursive: true });
        cpSync(kept, drive, { recursive: true });
      };
    },
    wipe: async () => {
      rmSync(drive, { recursive: true });
      mkdirSync(drive);
    },
    remove: async () => home[Symbol.dispose](),
  };
});

function textOf(folder: string): string {
  if (!existsSync(folder)) return '';
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)).toString() : readFileSync(path, 'utf8')))
    .join('\n');
}
