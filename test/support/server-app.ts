import { createApp } from '../../src/server/app.ts';
import { createEventHub } from '../../src/server/events.ts';
import { LOOPBACK_HOSTS } from '../../src/server/guard.ts';
import { createLiveScan } from '../../src/server/live-scan.ts';
import { REPORTS } from '../../src/server/report-table.ts';
import { watchRevision } from '../../src/server/revision-watch.ts';
import type { ServerDeps } from '../../src/server/server-deps.ts';
import type { MachineChange } from '../../src/contract/reports/machine-change.ts';
import type { RescanReport } from '../../src/contract/reports/rescan.ts';
import type { UsageEvent } from '../../src/contract/usage-event.ts';
import type { LedgerReader } from '../../src/ledger/ledger.ts';
import { loadPriceTable } from '../../src/pricing/price-table.ts';
import type { LedgerContents } from './ledger-contents.ts';
import { MemoryLedger } from './memory-ledger.ts';

export const NOW_MS = Date.UTC(2026, 10, 22, 15);
export const TOKEN = 'test-token';
const HOST = '127.0.0.1:8080';

/** A title, a branch, a folder, a model and a machine that try everything a name can try. */
export const HOSTILE = '</script><script>alert(1)</script>"\'&\u0000\u001b[31m\u202eevil\r\nSet-Cookie: a=b';

export interface ScanCall {
  readonly full: boolean;
}

/** The application over a ledger in memory, and the handles that a test turns. */
export function serverApp(overrides: Partial<ServerDeps> & { reader?: LedgerReader } = {}) {
  const clock = { nowMs: NOW_MS };
  const scans: ScanCall[] = [];
  const changes: MachineChange[] = [];
  const scanner: { fail: Error | undefined; report: RescanReport } = {
    fail: undefined,
    report: { new: 1, updated: 2, skipped: 3, turns: 4, sessions: 5 },
  };
  const logged: unknown[] = [];
  const log = (_: string, error: unknown): void => void logged.push(error);
  const reader = overrides.reader ?? new MemoryLedger(CONTENTS);
  const now = (): number => clock.nowMs;
  const live = createLiveScan<RescanReport>({
    scan: async ({ full }) => {
      scans.push({ full });
      if (scanner.fail) throw scanner.fail;
      return scanner.report;
    },
    watch: () => ({ close: () => undefined }),
    now,
    log,
  });
  const events = createEventHub(
    watchRevision(() => reader.revision(), now, log),
    live,
  );
  const app = createApp({
    context: { reader, prices: loadPriceTable(), zone: 'Europe/Berlin', version: '1.2.3' },
    reports: REPORTS,
    monthlyBudgetUsd: 1,
    roots: async () => [{ path: '/home/u/.claude', found: true, transcripts: 2 }],
    papers: async () => [],
    syncState: () => undefined,
    changeMachine: async (asked) => {
      changes.push(asked);
      return { machineId: 'm', machine: asked.machine, now: 'So it is.', undo: { kind: asked.kind, query: {} } };
    },
    live,
    events,
    assetsDir: '/nonexistent',
    token: TOKEN,
    allowedHosts: LOOPBACK_HOSTS,
    now,
    log,
    ...overrides,
  });
  const request = (path: string, init: { method?: string; headers?: Record<string, string> } = {}): Promise<Response> =>
    Promise.resolve(app.request(`http://${HOST}${path}`, { ...init, headers: { host: HOST, ...init.headers } }));
  const change = (path: string): Promise<Response> =>
    request(path, { method: 'POST', headers: { origin: `http://${HOST}`, 'x-claude-usage-token': TOKEN } });
  return { app, request, change, changes, clock, scans, scanner, logged, events, live };
}

const BASE: UsageEvent = {
  key: 'msg_1',
  timestampMs: Date.UTC(2026, 10, 22, 9),
  rank: 3,
  final: true,
  hasSpeed: false,
  webSearches: 1,
  sessionId: '0a1b2c3d-0000-4000-8000-000000000001',
  ownerCertain: true,
  cwd: '/home/u/work/api',
  gitBranch: 'main',
  agentId: '',
  tool: 'Bash',
  cliVersion: '2.1.0',
  model: 'claude-opus-4-7',
  fast: false,
  batch: false,
  us: false,
  context: 0,
  input: 100,
  output: 200,
  cache5m: 300,
  cache1h: 400,
  cacheRead: 5000,
};

/** Three sessions on two machines; the last one is hostile in every text it has. */
export const CONTENTS: LedgerContents = {
  machines: [
    {
      name: 'laptop',
      files: [
        {
          bornMs: 1,
          events: [
            BASE,
            { ...BASE, key: 'msg_2', timestampMs: BASE.timestampMs + 60_000, model: 'claude-haiku-4-5' },
            {
              ...BASE,
              key: 'msg_3',
              timestampMs: BASE.timestampMs - 86_400_000,
              sessionId: '0a1b2c3d-0000-4000-8000-000000000002',
              cwd: '/home/u/work/web',
            },
          ],
        },
      ],
    },
    {
      name: `box ${HOSTILE}`,
      files: [
        {
          bornMs: 2,
          events: [
            {
              ...BASE,
              key: `msg_4${HOSTILE}`,
              sessionId: `bad ${HOSTILE}`,
              cwd: `/home/u/${HOSTILE}`,
              gitBranch: HOSTILE,
              model: `no-such-model ${HOSTILE}`,
              tool: HOSTILE,
              agentId: HOSTILE,
              cliVersion: HOSTILE,
            },
          ],
        },
      ],
    },
  ],
  titles: { '0a1b2c3d-0000-4000-8000-000000000001': 'Fix the parser', [`bad ${HOSTILE}`]: HOSTILE },
  epochs: [],
};
