/** A Cowork session that kept an audit log and then transcripts too: each turn counts once, whatever came first. */
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scan } from '../../src/ingest/scan.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { turnRecord } from '../support/cli-machine.ts';
import { dumpLedger } from '../support/dump-ledger.ts';
import { TempHome } from '../support/temp-home.ts';

const NOW = Date.UTC(2026, 10, 22);
const SESSION = 'abc12345-0000-4000-8000-000000000001';
const FOLDER = join('.config', 'Claude', 'local-agent-mode-sessions', 'w', 'g', `local_${SESSION}`);

class Session {
  readonly #folder: string;
  #results = 0;
  #turns = 0;
  constructor(home: TempHome) {
    this.#folder = home.path(FOLDER);
  }
  log(results: number): void {
    for (; this.#results < results; this.#results++) {
      const used = { outputTokens: 100 * (this.#results + 1), inputTokens: 10, cacheReadInputTokens: 0 };
      this.#append('audit.jsonl', {
        type: 'result',
        session_id: SESSION,
        _audit_timestamp: `2026-05-01T1${this.#results}:00:00.000Z`,
        modelUsage: { 'claude-opus-5': used },
      });
    }
  }
  transcript(turns: number): void {
    for (; this.#turns < turns; this.#turns++) {
      const at = `2026-05-01T1${this.#turns}:30:00.000Z`;
      this.#append(this.#transcript, turnRecord(`cowork-${this.#turns}`, at, { session: SESSION }));
    }
  }
  /** Claude Code sweeps its transcripts away after a month, and somebody may remove the folder. */
  sweep(): void {
    rmSync(join(this.#folder, '.claude'), { recursive: true, force: true });
    this.#turns = 0;
  }
  readonly #transcript = join('.claude', 'projects', '-x', `${SESSION}.jsonl`);
  #append(name: string, record: object): void {
    const path = join(this.#folder, name);
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, `${JSON.stringify(record)}\n`);
  }
}

async function scanOnce(home: TempHome): Promise<void> {
  await using ledger = await openLedger(home.ledger, { machineName: 'm', zone: 'UTC' });
  await scan(ledger, { surroundings: { env: {}, home: home.home, platform: 'linux' }, nowMs: NOW });
  expect(ledger.verify().ok).toBe(true);
}

/** A session's id outlives its turns: what a report shows is a session that has some. */
const shown = (home: TempHome): string[] => dumpLedger(home.ledger).filter((row) => !row.includes('"first_ms":null'));

type Step = { kind: 'log' | 'transcript'; upTo: number } | { kind: 'scan' };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('log' as const, 'transcript' as const), upTo: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('scan' as const) }),
);

test('a log that gets transcripts beside it counts as those alone, in any order, with scans between', async () => {
  using reference = new TempHome();
  const whole = new Session(reference);
  whole.log(4);
  whole.transcript(4);
  await scanOnce(reference);
  const expected = shown(reference);
  expect(expected.filter((row) => row.includes('"turn"'))).toHaveLength(4);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
      using home = new TempHome();
      const session = new Session(home);
      for (const s of steps) {
        if (s.kind === 'scan') await scanOnce(home);
        else if (s.kind === 'log') session.log(s.upTo);
        else session.transcript(s.upTo);
      }
      session.log(4);
      session.transcript(4);
      await scanOnce(home);
      expect(shown(home)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test('transcripts that were counted and then removed do not bring the log back', async () => {
  using home = new TempHome();
  const session = new Session(home);
  session.log(2);
  await scanOnce(home);
  session.transcript(2);
  await scanOnce(home);
  const counted = shown(home);
  session.sweep();
  session.log(4);
  await scanOnce(home);
  expect(shown(home)).toEqual(counted);
});

test('an empty folder for transcripts takes nothing back yet', async () => {
  using home = new TempHome();
  new Session(home).log(3);
  await scanOnce(home);
  const counted = shown(home);
  mkdirSync(home.path(FOLDER, '.claude', 'projects', '-x'), { recursive: true });
  await scanOnce(home);
  expect(shown(home)).toEqual(counted);
});

test('a log alone counts as it is, also beside the transcripts of another session', async () => {
  using home = new TempHome();
  new Session(home).log(3);
  writeFileSync(join(home.projects, 'note.txt'), '');
  await scanOnce(home);
  expect(shown(home).filter((row) => row.includes('"turn"'))).toHaveLength(3);
});
