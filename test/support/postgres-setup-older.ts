import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres-server.ts';

/** The server of a run on an older Postgres (vitest globalSetup): the programs in `TEST_PG_OLDER_BIN`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const bin = process.env.TEST_PG_OLDER_BIN ?? '';
  const server = await startPostgres(bin);
  project.provide('postgresUrl', server.url);
  project.provide('postgresBin', bin);
  project.provide('postgresPooler', '');
  project.provide('postgresExamples', 5);
  project.provide('postgresStep', 7);
  return () => server.stop();
}
