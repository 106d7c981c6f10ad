import type { LedgerReader } from '../../src/ledger/ledger.ts';

/** All that a report can see, without the ids and uids that are each ledger's own. */
export async function contentsOf(reader: LedgerReader): Promise<object> {
  const byId = (facts: readonly { id: number; name: string }[]) => new Map(facts.map((f) => [f.id, f.name]));
  const machines = byId(await reader.machines());
  const turns: object[] = [];
  const classes = new Map(
    (await reader.priceClasses()).map((c) => [c.id, `${c.model} ${c.fast} ${c.batch} ${c.us} ${c.context}`]),
  );
  for await (const t of reader.turns({ range: {}, zone: 'UTC', filter: {} })) {
    const [session] = await reader.sessions([t.session]);
    const { session: _s, project: _p, classId: _c, machine, ...rest } = t;
    turns.push({
      ...rest,
      machine: machines.get(machine),
      session: session?.uid,
      first: session?.firstMs,
      last: session?.lastMs,
    });
  }
  const cells = async (zone: string) =>
    (await reader.usage({ by: ['day', 'machine'], range: {}, zone, filter: {} }))
      .map(({ classId, machine, ...cell }) =>
        JSON.stringify({ ...cell, class: classes.get(classId), machine: machines.get(machine ?? 0) }),
      )
      .sort();
  return { turns, berlin: await cells('Europe/Berlin'), kathmandu: await cells('Asia/Kathmandu') };
}
