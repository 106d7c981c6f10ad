import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Whether the program is installed here. */
export const hasSyncthing = (): boolean => spawnSync('syncthing', ['--version']).status === 0;

/** One Syncthing on loopback that shares one folder; it speaks to nobody but the nodes it is introduced to. */
export class SyncthingNode {
  readonly folder: string;
  readonly id: string;
  readonly #home: string;
  readonly #port: number;
  readonly #pagePort: number;
  #process: ChildProcess | undefined;

  private constructor(base: string, id: string, port: number, pagePort: number) {
    this.folder = join(base, 'shared');
    this.id = id;
    this.#home = base;
    this.#port = port;
    this.#pagePort = pagePort;
  }

  /** Makes its identity and its folder below `base`. Throws with Syncthing's own words. */
  static async make(base: string): Promise<SyncthingNode> {
    mkdirSync(join(base, 'shared'), { recursive: true });
    const made = spawnSync('syncthing', ['generate', `--home=${join(base, 'node')}`], { env: envOf(base) });
    const config = made.status === 0 ? readFileSync(join(base, 'node', 'config.xml'), 'utf8') : '';
    const id = /<device id="([A-Z0-9-]+)"/.exec(config)?.[1];
    if (id === undefined) throw new Error(`syncthing generate: ${String(made.stderr)}${String(made.stdout)}`);
    return new SyncthingNode(base, id, await freePort(), await freePort());
  }

  start(others: readonly SyncthingNode[]): void {
    writeFileSync(join(this.#home, 'node', 'config.xml'), this.#config([this, ...others]));
    const args = ['serve', `--home=${join(this.#home, 'node')}`, '--no-browser', '--no-restart'];
    this.#process = spawn('syncthing', args, { env: envOf(this.#home), stdio: 'ignore' });
  }
  async stop(): Promise<void> {
    if (!this.#process || this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'close');
    this.#process.kill('SIGTERM');
    await ended;
  }

  #config(nodes: readonly SyncthingNode[]): string {
    const devices = nodes.map(
      (n) => `<device id="${n.id}" name="${n.#port}"><address>tcp://127.0.0.1:${n.#port}</address></device>`,
    );
    const members = nodes.map((n) => `<device id="${n.id}"></device>`);
    return `<configuration version="36">
      <folder id="usage" path="${this.folder}" type="sendreceive" rescanIntervalS="10" fsWatcherEnabled="true" fsWatcherDelayS="1">
        ${members.join('')}<minDiskFree unit="%">0</minDiskFree></folder>
      ${devices.join('\n')}
      <gui enabled="true" tls="false"><address>127.0.0.1:${this.#pagePort}</address><apikey>bench</apikey></gui>
      <options><listenAddress>tcp://127.0.0.1:${this.#port}</listenAddress><globalAnnounceEnabled>false</globalAnnounceEnabled>
        <localAnnounceEnabled>false</localAnnounceEnabled><relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled>
        <reconnectionIntervalS>1</reconnectionIntervalS><startBrowser>false</startBrowser><urAccepted>-1</urAccepted>
        <autoUpgradeIntervalH>0</autoUpgradeIntervalH><crashReportingEnabled>false</crashReportingEnabled></options>
    </configuration>`;
  }
}

/** Its own home folder, so that nothing of the user's is touched. */
const envOf = (home: string): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], HOME: home });

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
