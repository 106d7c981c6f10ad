import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../contract/errors.ts';
import { requirePrivate } from '../../lib/private-file.ts';

/**
 * The settings that stand under `[name]` in `PGSERVICEFILE`, else in ~/.pg_service.conf, by libpq's words. Throws `config`
 * when they do not, or when they hold a password that others can read.
 */
export function readService(name: string, env: NodeJS.ProcessEnv): Record<string, string> {
  const path = env.PGSERVICEFILE ?? join(homedir(), '.pg_service.conf');
  const isThere = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const found = isThere ? serviceIn(readFileSync(path, 'utf8'), name) : undefined;
  if (!found) {
    throw new UsageError(
      'config',
      `There is no service ${JSON.stringify(name)} in ${path}.`,
      'Add a section [NAME] with host=, dbname= and user=, or name the file in PGSERVICEFILE.',
    );
  }
  if (found.password !== undefined) requirePrivate(path);
  return found;
}

/** The first section of that name counts, and in it the first line of each word. */
export function serviceIn(text: string, name: string): Record<string, string> | undefined {
  let found: Record<string, string> | undefined;
  let isOurs = false;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('[')) {
      if (found) return found;
      isOurs = line === `[${name}]`;
      if (isOurs) found = {};
    } else if (isOurs && found) {
      const [word = '', ...value] = line.split('=');
      found[word.trim()] ??= value.join('=').trim();
    }
  }
  return found;
}
