/** A pgbouncer in transaction mode before a server of the tests: any database, any role. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CANARY, freePort, giveAway, newFolder, startService } from './postgres-server.ts';

export interface Pooler {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts `program` before the server at `serverPort`. Throws with its own words when it does not serve. */
export async function startPooler(program: string, serverPort: number): Promise<Pooler> {
  const folder = newFolder('pooler');
  const port = await freePort();
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    giveAway(path);
    return path;
  };
  const users = write('users.txt', `"postgres" "${CANARY}"\n`);
  const settings = write('pgbouncer.ini', settingsOf(serverPort, port, users));
  const url = `postgres://postgres:${CANARY}@127.0.0.1:${port}/postgres`;
  const service = await startService(program, [settings], folder, url);
  return {
    url,
    port,
    stop: async () => {
      await service.end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Few server connections, so that clients do share them; roles that a test makes are looked up on the server. */
function settingsOf(serverPort: number, port: number, users: string): string {
  return `[databases]
* = host=127.0.0.1 port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
pool_mode = transaction
auth_type = scram-sha-256
auth_file = ${users}
auth_user = postgres
auth_query = SELECT usename, passwd FROM pg_shadow WHERE usename = $1
default_pool_size = 3
max_client_conn = 1000
server_idle_timeout = 2
server_login_retry = 1
`;
}
