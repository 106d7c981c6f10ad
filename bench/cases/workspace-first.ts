import { dirname, join } from 'node:path';
import { addSums, NO_SUMS, type SharedSums } from '../../src/contract/shared-turn.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { short, table } from '../harness/figures.ts';
import { run } from '../harness/process.ts';
import type { Measured } from '../harness/results.ts';
import { inSandbox, ours } from '../harness/subject.ts';
import { sharedFolder } from '../workspace/folder.ts';
import { linkTree } from '../workspace/link-tree.ts';

const MACHINES = 10;

/** A new machine joins a workspace with long histories: the whole command, against unpacking the same bytes. */
export async function workspaceFirst({ turns }: { turns: number }): Promise<Measured> {
  const { dbPath, truth } = await sharedFolder({ machines: MACHINES, turns, seed: 1 });
  return await inSandbox(async (sandbox) => {
    const copy = join(sandbox.home, 'drive');
    linkTree(dirname(dbPath), copy);
    const segments = join(copy, 'shared.db.d', 'm');
    const unpack = ['sh', '-c', `find '${segments}' -name '*.gz' -exec cat {} + | gunzip | wc`];
    const env = sandbox.env(join(sandbox.home, 'no-transcripts'));
    const floor = run(unpack, env);
    const joined = run(ours('workspace', 'join', join(copy, 'shared.db')), env);
    await demandUnion(sandbox.ledger(), truth.sums);
    const ratio = joined.seconds / floor.seconds;
    const rows = [
      ['workspace join', short(joined.seconds), short(joined.cpuSeconds), short(joined.peakMiB)],
      ['gunzip | wc', short(floor.seconds), short(floor.cpuSeconds), ''],
    ];
    const head = ['', 's', 'CPU s', 'peak MiB'];
    return {
      figures: {
        'workspace-first: turns': turns,
        'workspace-first: s': joined.seconds,
        'workspace-first: peak MiB': joined.peakMiB,
        'workspace-first: join / gunzip | wc': ratio,
      },
      text: `first sight of a folder: ${turns} turns of ${MACHINES} machines, ${truth.files} files, ${short(truth.bytes / 1e6)} MB\n${table(head, rows)}\njoin / gunzip | wc ${short(ratio)}`,
    };
  });
}

/** Throws when the ledger does not hold the union to the last token. */
async function demandUnion(path: string, truth: SharedSums): Promise<void> {
  const ledger = await openLedger(path, { machineName: 'bench', zone: 'UTC' });
  try {
    const cells = await ledger.reader.usage({ by: [], range: {}, zone: 'UTC', filter: {} });
    const found = cells.reduce((sums, cell) => addSums(sums, { ...cell, rows: cell.turns }), NO_SUMS);
    if (JSON.stringify(found) !== JSON.stringify(truth))
      throw new Error(`the ledger holds ${JSON.stringify(found)}, the folder ${JSON.stringify(truth)}`);
  } finally {
    await ledger.close();
  }
}
