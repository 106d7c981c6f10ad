/** A Postgres of a test's own: started, crashed and stopped by the tests, as a user that is not root. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

/** Password of the test server: no byte of any output may hold it. */
export const CANARY = 'canary-7f3a91-password';

export interface PostgresServer {
  readonly url: string;
  readonly port: number;
  /** Stops it at once, as a power cut would, and starts it again. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a server from the programs in `bin`: a fresh one, or the one whose data lies in `keptIn`, where it stays. Its
 * database sorts text as English does, so that a query which relies on the order of bytes must say so. `more` settings are
 * written `name=value`.
 */
export async function startPostgres(
  bin: string,
  keptIn?: string,
  more: readonly string[] = [],
): Promise<PostgresServer> {
  const folder = newFolder('pg');
  const programs = reachable(bin, folder);
  const data = keptIn ?? join(folder, 'data');
  if (!existsSync(join(data, 'PG_VERSION'))) await initialize(programs, data, folder);
  const port = await freePort();
  const url = `postgres://postgres:${CANARY}@127.0.0.1:${port}/postgres`;
  const own = ['fsync=off', 'max_connections=400', `unix_socket_directories=${folder}`];
  const settings = [...own, ...more].flatMap((s) => ['-c', s]);
  const start = (): Promise<Service> =>
    startService(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...settings], folder, url);
  let service = await start();
  return {
    url,
    port,
    crash: async () => {
      // SIGQUIT: an immediate shutdown, recovered from the log at the next start.
      await service.end('SIGQUIT');
      service = await start();
    },
    stop: async () => {
      await service.end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function initialize(programs: string, data: string, folder: string): Promise<void> {
  mkdirSync(data, { recursive: true });
  giveAway(data);
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, `${CANARY}\n`);
  giveAway(passwordFile);
  const initFlags = ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US', '--lc-messages=C', '--no-sync'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await succeeds(join(programs, 'initdb'), [`--pgdata=${data}`, ...access, ...initFlags], folder);
}

export interface Service {
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts a program that serves `url` and waits until it answers there. Throws with its own words when it does not. */
export async function startService(program: string, args: string[], folder: string, url: string): Promise<Service> {
  const child = spawn(program, args, { ...unprivileged(), cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = wordsOf(child);
  const ended = once(child, 'close');
  const killed = (): unknown => child.kill('SIGQUIT');
  process.once('exit', killed);
  try {
    while (!(await answers(url))) {
      if (child.exitCode !== null || child.pid === undefined) throw new Error('it ended');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } catch (cause) {
    throw new Error(`${program} does not serve, and its tests are not skipped: ${said()}`, { cause });
  }
  return {
    end: async (signal) => {
      process.removeListener('exit', killed);
      child.kill(signal);
      await ended;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function succeeds(program: string, args: string[], folder: string): Promise<void> {
  const child = spawn(program, args, { ...unprivileged(), cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = wordsOf(child);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${program} failed, and the tests are not skipped: ${said()}`);
}

function wordsOf(child: ChildProcess): () => string {
  const said: string[] = [];
  child.once('error', (error) => said.push(error.message));
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => said.push(String(bytes)));
  return () => said.join('').slice(-2000);
}

/** A temporary folder that the servers may write. */
export function newFolder(kind: string): string {
  const folder = mkdtempSync(join(tmpdir(), `claude-usage-${kind}-`));
  giveAway(folder);
  return folder;
}

/** Hands a file to the user that runs the servers. */
export function giveAway(path: string): void {
  chmodSync(path, 0o700);
  const { uid, gid } = unprivileged();
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** Postgres and the pooler refuse to run as root: there they run as `postgres`, or as `nobody` where it is missing. */
function unprivileged(): { uid?: number; gid?: number } {
  if (userInfo().uid !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error('Postgres does not run as root, and this machine has neither a user postgres nor a user nobody.');
}

/** The folder of programs itself, or a copy within `folder` where the other user may not look into root's own. */
function reachable(bin: string, folder: string): string {
  const { status } = spawnSync(join(bin, 'initdb'), ['--version'], { ...unprivileged(), cwd: folder });
  if (status === 0) return bin;
  const copy = join(folder, 'programs');
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
