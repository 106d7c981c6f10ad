/**
 * `node bench/syncthing.ts`: two machines, two homes, two folders that two real Syncthing nodes on loopback keep in step,
 * both written at once. Each side must end with the totals of one machine that had all the transcripts. Needs `syncthing`.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CliMachine, turnRecord } from '../test/support/cli-machine.ts';
import { hasSyncthing, SyncthingNode } from './harness/syncthing-node.ts';

const ROUNDS = 10;
const TURNS = 40;
const PATIENCE_MS = 120_000;
const NAMES = ['laptop', 'desktop'] as const;

/** A machine whose part of the drive is a Syncthing folder. */
class Member extends CliMachine {
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
  async claude(...args: string[]): Promise<string> {
    const { code, out, err } = await this.run(args, { env: { CLAUDE_USAGE_MACHINE_ID: this.name } });
    if (code !== 0) throw new Error(`${this.name}: claude-usage ${args.join(' ')}: ${err}`);
    return out;
  }
  async totals(): Promise<string> {
    return JSON.stringify((JSON.parse(await this.claude('daily', '--json')) as { totals: object }).totals);
  }
  /** A round of turns, one in ten of which the other machine has too: a session that was resumed there. */
  work(names: readonly string[], round: number): void {
    for (const name of names) {
      const records = Array.from({ length: TURNS }, (_, i) => {
        const id = i % 10 === 0 ? `${round}_${i}` : `${name}_${round}_${i}`;
        return turnRecord(id, new Date(Date.UTC(2026, 10, 1 + round, 8, i)).toISOString(), { output: 100 + i });
      });
      this.transcript(`${name}-${round}`, records);
    }
  }
}

async function main(): Promise<void> {
  const members = NAMES.map((name) => new Member(name));
  const whole = new Member('whole');
  const nodes = await Promise.all(members.map((m) => SyncthingNode.make(m.files.path('sync'))));
  try {
    for (const node of nodes) node.start(nodes.filter((other) => other !== node));
    await measure(members, whole, nodes);
  } finally {
    for (const node of nodes) await node.stop();
    for (const member of [...members, whole]) member[Symbol.dispose]();
  }
}

async function measure(members: readonly Member[], whole: Member, nodes: readonly SyncthingNode[]): Promise<void> {
  const [first, second] = [members[0]!, members[1]!];
  const [firstFolder, secondFolder] = [nodes[0]!.folder, nodes[1]!.folder];
  await first.claude('workspace', 'init', firstFolder);
  const joined = await until(async () => {
    const { code } = await second.run(['workspace', 'join', secondFolder], {
      env: { CLAUDE_USAGE_MACHINE_ID: second.name },
    });
    return code === 0;
  });
  console.log(`joined after ${seconds(joined)}`);
  const started = performance.now();
  for (let round = 0; round < ROUNDS; round++) {
    for (const member of members) member.work([member.name], round);
    whole.work(NAMES, round);
    await Promise.all(members.map((m) => m.claude('workspace', 'sync')));
  }
  console.log(`${ROUNDS} rounds of ${TURNS} turns on each side, both at once: ${seconds(performance.now() - started)}`);
  const truth = await whole.totals();
  const settled = await until(async () => (await first.totals()) === truth && (await second.totals()) === truth);
  console.log(`both sides show the totals of one machine ${seconds(settled)} after the last turn: ${truth}`);
  for (const [i, { folder }] of nodes.entries()) console.log(`${NAMES[i]}: ${contentsOf(folder)}`);
}

/** Milliseconds until it held. Throws when it does not. */
async function until(holds: () => Promise<boolean>): Promise<number> {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > PATIENCE_MS) throw new Error('the two sides do not agree');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return performance.now() - started;
}

function contentsOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !name.startsWith('.st'));
  const sizes = files.map((name) => statSync(join(folder, name))).filter((stat) => stat.isFile());
  const conflicts = files.filter((name) => name.includes('.sync-conflict-'));
  const kib = sizes.reduce((sum, stat) => sum + stat.size, 0) / 1024;
  return `${sizes.length} files, ${kib.toFixed(0)} KiB, ${conflicts.length} conflict copies`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

if (import.meta.main) {
  if (hasSyncthing()) await main();
  else {
    console.error('syncthing is not installed. Debian: apt-get install syncthing; macOS: brew install syncthing');
    process.exitCode = 1;
  }
}
