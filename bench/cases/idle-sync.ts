import { dirname, join } from 'node:path';
import { median, short, table } from '../harness/figures.ts';
import { alternate, type Env, run, wallMs } from '../harness/process.ts';
import type { Measured } from '../harness/results.ts';
import { inSandbox, ours } from '../harness/subject.ts';
import { sharedFolder } from '../workspace/folder.ts';
import { linkTree } from '../workspace/link-tree.ts';
import { onPostgres } from '../workspace/postgres.ts';
import { historyOf, pushHistory } from '../workspace/push-history.ts';

const MACHINES = 50;
const WORLD = { machines: MACHINES, turns: MACHINES * 2000, seed: 4 };
const NOTHING_NEW = /^0 turns sent, 0 (parts|turns) taken in/;

/** `workspace sync` where nobody has anything new: the whole process, over a folder and over Postgres, beside Node doing nothing. */
export async function idleSync({ runs }: { runs: number }): Promise<Measured> {
  const { dbPath } = await sharedFolder(WORLD);
  return await onPostgres(
    async (server) =>
      await inSandbox(async (sandbox) => {
        const drive = join(sandbox.home, 'drive');
        linkTree(dirname(dbPath), drive);
        const database = await server.fresh();
        for (let machine = 0; machine < MACHINES; machine++) await pushHistory(database, historyOf(WORLD, machine));
        const envs = Object.entries({ folder: join(drive, 'shared.db'), postgres: database }).map(
          ([name, place]) =>
            [name, joined(sandbox.env(join(sandbox.home, 'no-transcripts'), name), name, place)] as const,
        );
        const measured = alternate(runs * 4, {
          'node -e 0': () => wallMs([process.execPath, '-e', '0'], envs[0]![1]),
          ...Object.fromEntries(envs.map(([name, env]) => [name, () => wallMs(ours('workspace', 'sync'), env)])),
        });
        const ms = Object.entries(measured).map(([name, list]) => [name, median(list)] as const);
        return {
          figures: Object.fromEntries(ms.map(([name, value]) => [`idle-sync: ms over ${name}`, value])),
          text: `sync with nothing new over ${MACHINES} machines; medians of ${runs * 4}\n${table(
            ['', 'ms'],
            ms.map(([name, value]) => [name, short(value)]),
          )}`,
        };
      }),
  );
}

/** Each place has a home folder of its own. Throws when a sync after joining still finds something. */
function joined(env: Env, name: string, place: string): Env {
  const own = { ...env, HOME: join(env['HOME']!, name), XDG_CONFIG_HOME: join(env['HOME']!, name, '.config') };
  run(ours('workspace', 'join', place), own);
  run(ours('workspace', 'sync'), own);
  const { stdout } = run(ours('workspace', 'sync'), own);
  if (!NOTHING_NEW.test(stdout)) throw new Error(`a sync with nothing new says: ${stdout}`);
  return own;
}
