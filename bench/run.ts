/**
 * Measures and compares. `node bench/run.ts CASE…` or `all`; `--check` fails when a figure is beyond bench/limits.json,
 * `--save` keeps the results in bench/results.
 */
import { parseArgs } from 'node:util';
import { api } from './cases/api.ts';
import { fastPath } from './cases/fast-path.ts';
import { idleSync } from './cases/idle-sync.ts';
import { ingest } from './cases/ingest.ts';
import { nothingNew } from './cases/nothing-new.ts';
import { postgresPush } from './cases/postgres-push.ts';
import { postgresReports } from './cases/postgres-reports.ts';
import { readFloor } from './cases/read-floor.ts';
import { ledgerSize } from './cases/size.ts';
import { startup } from './cases/startup.ts';
import { unchanged } from './cases/unchanged.ts';
import { workspaceFirst } from './cases/workspace-first.ts';
import { breaches, limits, type Measured, saveResults } from './harness/results.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    large: { type: 'string', default: '2.1GB' },
    small: { type: 'string', default: '200MB' },
    requests: { type: 'string', default: '1300' },
    transcripts: { type: 'string' },
    turns: { type: 'string', default: '10000000' },
    push: { type: 'string', default: '300000' },
    check: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);

const CASES: Readonly<Record<string, () => Measured | Promise<Measured>>> = {
  'ingest-large': () => ingest({ size: values.large, runs }),
  'ingest-small': () => ingest({ size: values.small, runs: runs * 2 }),
  'nothing-new': () => nothingNew({ size: values.large, runs }),
  unchanged: () => unchanged({ runs }),
  size: () => ledgerSize({ size: values.large }),
  'fast-path': () => fastPath({ transcripts: values.transcripts }),
  startup: () => startup({ runs }),
  api: () => api({ requests: Number(values.requests) }),
  'workspace-first': () => workspaceFirst({ turns: Number(values.turns) }),
  'idle-sync': () => idleSync({ runs }),
  'postgres-push': () => postgresPush({ turns: Number(values.push) }),
  'postgres-reports': () => postgresReports({ turns: Number(values.turns), requests: Number(values.requests) / 5 }),
  'read-floor': () => readFloor({ size: values.large, runs }),
};

const chosen = positionals.includes('all') ? Object.keys(CASES) : positionals;
const unknown = chosen.filter((name) => !(name in CASES));
if (chosen.length === 0 || unknown.length > 0) {
  console.error(
    `bench: ${unknown.map((n) => `no case is named ${n}; `).join('')}choose from ${Object.keys(CASES).join(', ')}, or all`,
  );
  process.exit(2);
}
const wrong: string[] = [];
for (const name of chosen) {
  const measured = await CASES[name]!();
  console.log(`\n${measured.text}`);
  if (values.save) saveResults(name, measured);
  wrong.push(...breaches(measured.figures, limits()));
}
if (wrong.length > 0) console.log(`\nbeyond the limits:\n${wrong.map((line) => `  ${line}`).join('\n')}`);
if (values.check && wrong.length > 0) process.exitCode = 1;
