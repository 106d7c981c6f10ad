import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { SqlLedger } from '../../src/ledger/sql-ledger.ts';
import { openTarget, settingsOf, type Place } from '../../src/workspace/open-target.ts';
import { shareRules } from '../../src/workspace/share-rules.ts';
import type { SyncResult, WorkspaceTarget } from '../../src/workspace/target.ts';
import { TempHome } from '../support/temp-home.ts';

/** Somewhere that machines can share, and what a test does to it behind their backs. */
export interface SharedPlace {
  readonly place: Place;
  /** All that lies there, as text. */
  everything(): Promise<string>;
  /** Keeps a copy of all that lies there; returns what puts it back. */
  backup(): Promise<() => Promise<void>>;
  /** Nothing lies there any more. */
  wipe(): Promise<void>;
  remove(): Promise<void>;
}

const FIRST_MS = Date.UTC(2026, 10, 1);

/** What a workspace is to its machines, whatever it is kept in. */
export function registerTargetTests(name: string, makePlace: () => Promise<SharedPlace>): void {
  describe(name, () => {
    let shared: SharedPlace;
    let home: TempHome;
    const ledgers: SqlLedger[] = [];
    beforeEach(async () => {
      home = new TempHome();
      shared = await makePlace();
    });
    afterEach(async () => {
      for (const ledger of ledgers.splice(0)) await ledger.close();
      await shared.remove();
      home[Symbol.dispose]();
    });

    async function machine(called: string, more: { stateOf?: string; ledger?: SqlLedger } = {}): Promise<Machine> {
      const ledger = more.ledger ?? (await openLedger(':memory:', { machineName: called, zone: 'UTC' }));
      if (!more.ledger) ledgers.push(ledger);
      return new Machine(called, ledger, shared.place, home.path(more.stateOf ?? called, 'machine.json'));
    }
    async function two(): Promise<[Machine, Machine]> {
      const [a, b] = [await machine('laptop'), await machine('desktop')];
      return [a, b];
    }
    /** Every machine syncs so often that all has come round. */
    async function round(...machines: Machine[]): Promise<void> {
      for (let i = 0; i < 2; i++) for (const m of machines) await m.sync();
    }

    test('each sees what all did; what two hold counts once; one project is one', async () => {
      const [a, b] = await two();
      await a.work('msg_1');
      await a.work('msg_shared', { output: 100 });
      await b.work('msg_shared', { output: 100 });
      await b.work('msg_2', { project: 'tool', output: 1000 });
      expect(await a.init()).toMatchObject({ state: 'synced', sent: 2, received: 0, machines: 0 });
      expect(await b.join()).toMatchObject({ state: 'synced', sent: 2, machines: 1, waiting: 0, refused: 0 });
      await a.sync();
      for (const m of [a, b]) expect(await m.picture()).toEqual({ app: 110, tool: 1000 });
      expect(await a.sync()).toMatchObject({ sent: 0, received: 0 });
    });

    test('status: who was heard when, with what version, and whether all of it is here', async () => {
      const [a, b] = await two();
      await a.work('msg_1');
      await a.init();
      await b.work('msg_2');
      expect(await b.status()).toMatchObject({ unshared: 1, complete: false });
      await b.join();
      expect(await b.status()).toMatchObject({
        present: true,
        unshared: 0,
        complete: true,
        machines: [
          {
            name: 'laptop',
            lastHeard: new Date(FIRST_MS).toISOString(),
            version: '1',
            turns: 1,
            complete: true,
            reasons: [],
          },
        ],
      });
      await b.work('msg_3');
      expect(await b.status()).toMatchObject({ unshared: 1, complete: false });
    });

    test('a project seen elsewhere first becomes the local one when it is worked on here', async () => {
      const [a, b] = await two();
      await a.work('msg_1');
      await a.init();
      await b.join();
      await b.work('msg_2');
      await b.sync();
      expect(await b.picture()).toEqual({ app: 20 });
      expect(b.ledger.verify().ok).toBe(true);
    });

    test('a title that alone changes is told', async () => {
      const [a, b] = await two();
      await a.work('msg_1');
      await a.init();
      await b.join();
      await a.entitle('app', 'Parser of dates');
      await round(a, b);
      expect(await b.titles()).toEqual(['Parser of dates']);
      expect(await a.sync()).toMatchObject({ sent: 0, received: 0 });
      expect(await b.sync()).toMatchObject({ sent: 0, received: 0 });
    });

    test('what a file told is taken back everywhere when another file tells the same', async () => {
      const [a, b] = await two();
      await a.work('cowork-1-1-m', { output: 100 });
      await a.init();
      await b.join();
      expect(await b.picture()).toEqual({ app: 100 });
      await a.retractAll();
      await a.work('msg_1', { output: 7 });
      await round(a, b);
      for (const m of [a, b]) expect(await m.picture()).toEqual({ app: 7 });
      expect(a.ledger.verify().ok && b.ledger.verify().ok).toBe(true);
    });

    test('nothing private leaves: no path, no tool; branches and titles by the profile', async () => {
      const a = await machine('laptop');
      a.share = 'team';
      await a.work('msg_1');
      await a.init();
      const told = await shared.everything();
      expect(told).toContain('msg_1');
      expect(told).not.toMatch(/secret|Secret|Bash/);
    });

    test('a stricter rule takes back what it now hides, also from those who have it', async () => {
      const [a, b] = await two();
      await a.work('msg_1', { project: 'open' });
      await a.work('msg_2', { project: 'closed' });
      await a.init();
      await b.join();
      expect(await b.picture()).toEqual({ closed: 10, open: 10 });
      a.share = { profile: 'mine', deny: ['closed'] };
      await round(a, b);
      expect(await b.picture()).toEqual({ open: 10 });
      expect((await shared.everything()).match(/.{0,60}(msg_2|closed).{0,30}/g)).toBeNull();
      expect(await a.picture()).toEqual({ closed: 10, open: 10 });
    });

    test('preview shows what the sync then tells, and nothing when nothing is to be told', async () => {
      const a = await machine('laptop');
      await a.work('msg_1');
      const shown = await a.preview();
      expect(shown).toContain('"msg_1"');
      expect(shown).not.toMatch(/secret\/|Bash/);
      await a.init();
      expect(await a.preview()).toBe('');
    });

    test('where there is no workspace, joining makes none', async () => {
      const a = await machine('laptop');
      await a.work('msg_1');
      await expect(a.join()).rejects.toMatchObject({
        code: 'not-found',
        message: expect.stringContaining('no workspace'),
      });
      expect(await a.status()).toMatchObject({ present: false, complete: false });
      expect(await shared.everything()).toBe('');
    });

    test('a lost ledger comes back from the workspace, and stays the same machine', async () => {
      const [a, b] = await two();
      await a.work('msg_1');
      await a.init();
      await b.join();
      const again = await machine('laptop');
      await round(again, b);
      for (const m of [again, b]) expect(await m.picture()).toEqual({ app: 10 });
      expect(await again.titles()).toEqual(['Secret title of app']);
      expect((await b.ledger.reader.machines()).length).toBe(2);
      expect(again.notices).toEqual([
        '1 turns of this machine were found in the workspace and taken back into the ledger.',
      ]);
    });

    test('a copied disk becomes a machine of its own, and counts nothing twice', async () => {
      const [a, b] = await two();
      await a.work('msg_1');
      await a.init();
      const copy = await machine('copy', { stateOf: 'laptop' });
      copy.fingerprint = 'another host';
      await copy.work('msg_1');
      await copy.work('msg_2');
      await copy.sync();
      await b.join();
      expect(await b.picture()).toEqual({ app: 20 });
      expect((await b.ledger.reader.machines()).map((m) => m.name).sort()).toEqual(['copy', 'desktop', 'laptop']);
      expect(copy.notices).toEqual([expect.stringContaining('copy of another')]);
    });

    test('twins that nobody can tell apart, each with work of its own: nothing is lost, nothing counts twice', async () => {
      const [a, b] = await two();
      await a.work('msg_1');
      await a.init();
      const twin = await machine('laptop');
      await twin.sync();
      await a.work('msg_2', { output: 20 });
      await twin.work('msg_3', { output: 40 });
      await round(a, twin);
      await b.join();
      for (const m of [a, twin, b]) expect(await m.picture()).toEqual({ app: 70 });
    });

    test('what lies there goes back to an older state: every machine tells again, and nothing is lost', async () => {
      const [a, b] = await two();
      await a.work('msg_1');
      await a.init();
      await b.join();
      const restore = await shared.backup();
      await a.work('msg_2', { output: 20 });
      await b.work('msg_3', { output: 40 });
      await round(a, b);
      await restore();
      await a.work('msg_4', { output: 80 });
      await round(b, a, b);
      const c = await machine('third');
      await c.join();
      for (const m of [a, b, c]) expect(await m.picture()).toEqual({ app: 150 });
    });

    test('a workspace that is lost is made again by whoever has it, and all come back', async () => {
      const [a, b] = await two();
      await a.work('msg_1');
      await a.init();
      await b.work('msg_2', { output: 20 });
      await b.join();
      await shared.wipe();
      await a.init();
      await b.join();
      const c = await machine('third');
      await c.join();
      await round(a, b);
      for (const m of [a, b, c]) expect(await m.picture()).toEqual({ app: 30 });
    });

    test('leaving with erase takes everything back; leaving forgets the others here; one may come back', async () => {
      const [a, b] = await two();
      await a.work('msg_1');
      await b.work('msg_2', { project: 'tool', output: 20 });
      await a.init();
      await b.join();
      await a.sync();
      await a.leave(true);
      await b.sync();
      expect(await a.picture()).toEqual({ app: 10 });
      expect(await b.picture()).toEqual({ tool: 20 });
      expect(await shared.everything()).not.toMatch(/msg_1|Secret title of app/);
      await a.join();
      await b.sync();
      for (const m of [a, b]) expect(await m.picture()).toEqual({ app: 10, tool: 20 });
    });

    test('who is gone is rescued: told by another too, and counted once', async () => {
      const [a, b] = await two();
      await a.work('msg_1');
      await a.init();
      await b.join();
      expect((await b.use((t) => t.rescue('laptop'))).turns).toBe(1);
      await a.leave(true);
      const c = await machine('third');
      await c.join();
      await b.sync();
      for (const m of [b, c]) expect(await m.picture()).toEqual({ app: 10 });
      await expect(b.use((t) => t.rescue('nobody'))).rejects.toMatchObject({ code: 'not-found' });
    });
  });
}

/** One machine: its ledger, and a new target for each thing it does, as each run of a command has. */
class Machine {
  share: unknown = 'mine';
  fingerprint: string;
  readonly notices: string[] = [];
  readonly name: string;
  readonly ledger: SqlLedger;
  readonly #place: Place;
  readonly #machineFile: string;

  constructor(name: string, ledger: SqlLedger, place: Place, machineFile: string) {
    this.name = name;
    this.fingerprint = name;
    this.ledger = ledger;
    this.#place = place;
    this.#machineFile = machineFile;
  }
  async use<T>(work: (target: WorkspaceTarget) => Promise<T>): Promise<T> {
    const { name, ledger, fingerprint } = this;
    const common = {
      rules: shareRules(this.share, ''),
      card: { name, member: 'ada', team: '', version: '1' },
      machineFile: this.#machineFile,
      fingerprint,
    };
    const notice = (line: string): void => void this.notices.push(line);
    const settings = settingsOf(this.#place, common, { zone: 'UTC', epochs: [] });
    await using target = await openTarget(settings, { ledger, nowMs: () => FIRST_MS, notice });
    return await work(target);
  }
  init = (): Promise<SyncResult> => this.use((t) => t.init());
  join = (): Promise<SyncResult> => this.use((t) => t.join());
  sync = (): Promise<SyncResult> => this.use((t) => t.sync());
  status = () => this.use((t) => t.status());
  preview = (): Promise<string> => this.use((t) => t.preview());
  leave = (erase: boolean): Promise<void> => this.use((t) => t.leave(erase));

  async work(key: string, { project = 'app', output = 10 } = {}): Promise<void> {
    await this.ledger.write((w) => {
      const d = w.dimensions;
      const none = d.label('');
      const fileId = w.saveFile({
        path: '/secret/file',
        source: 'claude-code',
        stamp: '',
        bornMs: 5,
        readOffset: 0,
        proof: '',
        lastTimestampMs: null,
      });
      w.addEvent({
        key,
        tsMs: Date.UTC(2026, 9, 1),
        sessionId: d.session(`session-${project}`),
        folderId: d.folder(`/secret/${project}`, d.project(`dir:${project}`, project)),
        machineId: this.ledger.selfMachineId(),
        classId: d.priceClass({ model: 'm', fast: false, batch: false, us: false, context: 0 }),
        branchId: d.label('secret-branch'),
        toolsId: d.label('Bash'),
        agentId: none,
        versionId: none,
        fileId,
        flags: 7,
        input: 1,
        output,
        cache5m: 0,
        cache1h: 0,
        cacheRead: 0,
        webSearches: 0,
      });
      w.setTitle({
        sessionId: d.session(`session-${project}`),
        rank: 3,
        position: 1,
        text: `Secret title of ${project}`,
      });
    });
  }
  async entitle(project: string, text: string): Promise<void> {
    await this.ledger.write((w) => {
      const sessionId = w.dimensions.session(`session-${project}`);
      w.setTitle({ sessionId, rank: 3, position: 2, text });
    });
  }
  /** As a scan does when another file tells the same. */
  async retractAll(): Promise<void> {
    await this.ledger.write((w) => {
      const [file] = [...this.ledger.files().values()];
      if (file === undefined) throw new Error('no file');
      w.retractFile({ ...file, path: '/the/log', stamp: 'superseded' });
    });
  }
  /** Output by project, as the ledger says. */
  async picture(): Promise<Record<string, number>> {
    const names = new Map((await this.ledger.reader.projects()).map((p) => [p.id, p.name]));
    const cells = await this.ledger.reader.usage({ by: ['project'], range: {}, zone: 'UTC', filter: {} });
    return Object.fromEntries(cells.map((c) => [names.get(c.project ?? 0) ?? '?', c.output]));
  }
  async titles(): Promise<string[]> {
    const found = await this.ledger.reader.recentSessions({ range: {}, zone: 'UTC', filter: {}, limit: 10 });
    return found.map((s) => s.title);
  }
}
