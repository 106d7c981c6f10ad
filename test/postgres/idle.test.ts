/** What a sync asks of a database that may be far away, and that it does not ask too little. */
import { expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { PostgresStore } from '../../src/ledger/dialect/postgres.ts';
import { machinesOf, pull } from '../../src/workspace/postgres/pull.ts';
import { startKillingProxy } from '../support/killing-proxy.ts';
import { example } from '../support/shared-turn-example.ts';
import { StrictWorkspace } from '../support/strict-workspace.ts';
import { TempHome } from '../support/temp-home.ts';
import { openChaosWorkspace } from './chaos-machine.ts';

const NEVER = Number.MAX_SAFE_INTEGER;

/** Messages of a sync with nothing new, beside so many other machines. */
async function messagesOfIdleSync(others: number): Promise<number> {
  const workspace = await StrictWorkspace.make();
  using home = new TempHome();
  const proxy = await startKillingProxy(workspace.dsn, NEVER, 'unheard', () => undefined);
  try {
    for (const letter of 'abcdef'.slice(0, others))
      await (await workspace.machine(letter, 'owner')).push([example(`msg_${letter}`)]);
    await using ledger = await openLedger(':memory:', { machineName: 'me', zone: 'UTC' });
    await using me = await openChaosWorkspace(ledger, 0, proxy.url, home.home);
    expect(await me.sync()).toMatchObject({ received: others, machines: others });
    await me.sync();
    const before = proxy.messages;
    expect(await me.sync()).toMatchObject({ received: 0, sent: 0, machines: others });
    return proxy.messages - before;
  } finally {
    await workspace.close();
    await proxy.stop();
  }
}

test('a sync with nothing new says as much to the server beside six machines as beside one', async () => {
  const beside = await messagesOfIdleSync(1);
  expect(beside).toBeGreaterThan(5);
  expect(await messagesOfIdleSync(6)).toBe(beside);
});

test('a pull that broke off within one change goes on there, although that change is the newest', async () => {
  const workspace = await StrictWorkspace.make();
  const turns = Array.from({ length: 12_000 }, (_, i) => example(`msg_${String(i).padStart(6, '0')}`));
  try {
    await (await workspace.machine('a', 'owner')).push(turns);
    // As one who sends it all in one change would.
    await workspace.ask(workspace.dsn, 'UPDATE claude_usage.copy SET seq = (SELECT MAX(seq) FROM claude_usage.copy)');
    await using ledger = await openLedger(':memory:', { machineName: 'me', zone: 'UTC' });
    const all = await machinesOf(workspace.owner);
    const options = {
      ledger,
      self: 'f'.repeat(32),
      workspace: 'w',
      projectOf: (key: string, name: string) => ({ key, name }),
    };
    let asked = 0;
    const store = {
      transaction: async (...work: Parameters<PostgresStore['transaction']>) => {
        asked += 1;
        if (asked > 1) throw new Error('the line is dead');
        return workspace.owner.transaction(...work);
      },
    } as PostgresStore;
    await expect(pull({ ...options, store }, all)).rejects.toThrow('the line is dead');
    const first = (await ledger.reader.stats()).turns;
    expect(first).toBeGreaterThan(0);
    expect(await pull({ ...options, store: workspace.owner }, all)).toEqual({ turns: 12_000 - first, machines: 1 });
  } finally {
    await workspace.close();
  }
});
