import type { TestProject } from 'vitest/node';
import { startPooler } from './postgres-pooler.ts';
import { startPostgres } from './postgres-server.ts';

/** The same older Postgres (vitest globalSetup), behind the pooler in `TEST_PG_POOLER`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const bin = process.env.TEST_PG_OLDER_BIN ?? '';
  const program = process.env.TEST_PG_POOLER ?? '';
  const server = await startPostgres(bin);
  const pooler = await startPooler(program, server.port);
  project.provide('postgresUrl', pooler.url);
  project.provide('postgresBin', bin);
  project.provide('postgresPooler', program);
  project.provide('postgresExamples', 5);
  project.provide('postgresStep', 7);
  return async () => {
    await pooler.stop();
    await server.stop();
  };
}
