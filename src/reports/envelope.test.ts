import { expect, test } from 'vitest';
import { contentsOf, event } from '../../test/support/event.ts';
import { contextOver } from '../../test/support/report-context.ts';
import { daily } from './daily.ts';

const files = contentsOf([event({ at: '2026-11-20T10:00:00Z', final: false })]).machines[0]!.files;
const fleet = {
  ...contentsOf([]),
  machines: [
    { name: 'laptop', files },
    { name: 'desktop', files: [], lastHeardMs: Date.parse('2026-11-22T11:00:00Z') },
    { name: 'box', files: [], lastHeardMs: Date.parse('2026-11-10T08:00:00Z'), member: 'ben' },
    { name: 'new', files: [] },
  ],
};

test('a machine not heard of for days is named, since when', async () => {
  const { coverage } = await daily(contextOver(fleet));
  expect(coverage.silentMachines).toEqual([
    { machineId: '3'.padStart(32, '0'), machine: 'box', since: '2026-11-10T08:00:00.000Z' },
  ]);
});

test('a machine that a filter leaves out is not missed', async () => {
  const { coverage } = await daily(contextOver(fleet), { machine: ['laptop'] });
  expect(coverage.silentMachines).toEqual([]);
});

test('a machine that was heard of after the range is not missed in it', async () => {
  const silentUntil = async (until: string, timezone: string) =>
    (await daily(contextOver(fleet), { until, timezone })).coverage.silentMachines.map((m) => m.machine);
  expect(await silentUntil('2026-11-09', 'UTC')).toEqual([]);
  expect(await silentUntil('2026-11-10', 'UTC')).toEqual(['box']);
  // There the ninth ends at 2026-11-10T11:00Z.
  expect(await silentUntil('2026-11-09', 'Pacific/Pago_Pago')).toEqual(['box']);
});

test('the silence of a retired machine is no news', async () => {
  const context = contextOver(fleet);
  const facts = await context.reader.machines();
  context.reader.machines = async () => facts.map((m) => ({ ...m, retired: m.name === 'box' }));
  expect((await daily(context)).coverage.silentMachines).toEqual([]);
});

test('turns without a final output count are said, within the range', async () => {
  expect((await daily(contextOver(fleet))).coverage.unfinalTurns).toBe(1);
  expect((await daily(contextOver(fleet), { since: '2026-11-21' })).coverage.unfinalTurns).toBe(0);
});

test('an answer says what it is about; its first key is its name', async () => {
  const report = await daily(contextOver([]), { since: '2026-11-01', timezone: 'Asia/Kathmandu' });
  expect(Object.keys(report)).toEqual(['daily', 'totals', 'coverage', 'meta']);
  expect(report.meta).toEqual({
    version: '1.2.3',
    timezone: 'Asia/Kathmandu',
    priceTable: expect.stringMatching(/^2026-\d\d-\d\d$/) as string,
    source: 'ledger',
    generatedAt: '2026-11-22T12:00:00.000Z',
    since: '2026-11-01',
    until: null,
  });
});
