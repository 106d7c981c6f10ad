import pg from 'pg';
import { registerTargetTests } from '../conformance/register-target-tests.ts';
import { newDatabase } from '../support/postgres-database.ts';

registerTargetTests('a Postgres', async () => {
  const dsn = await newDatabase();
  const client = new pg.Client({ connectionString: dsn });
  await client.connect();
  const tablesOf = async (schema: string): Promise<string[]> => {
    const sql = `SELECT quote_ident(table_name) AS name FROM information_schema.tables
      WHERE table_schema = $1 AND table_type = 'BASE TABLE' ORDER BY 1`;
    return (await client.query<{ name: string }>(sql, [schema])).rows.map((row) => row.name);
  };
  return {
    place: { kind: 'postgres', dsn },
    everything: async () => {
      const rows: string[] = [];
      for (const table of await tablesOf('claude_usage'))
        rows.push(
          ...(await client.query<object>(`SELECT * FROM claude_usage.${table}`)).rows.map((r) => JSON.stringify(r)),
        );
      return rows.join('\n');
    },
    backup: async () => {
      await client.query('CREATE SCHEMA kept');
      for (const table of await tablesOf('claude_usage'))
        await client.query(`CREATE TABLE kept.${table} AS TABLE claude_usage.${table}`);
      return async () => {
        const tables = await tablesOf('kept');
        await client.query(`TRUNCATE ${tables.map((table) => `claude_usage.${table}`).join(', ')}`);
        // The machines first: what they told refers to them.
        for (const table of tables.sort((a, b) => Number(b === 'machine') - Number(a === 'machine')))
          await client.query(`INSERT INTO claude_usage.${table} SELECT * FROM kept.${table}`);
      };
    },
    wipe: async () => void (await client.query('DROP SCHEMA claude_usage CASCADE')),
    remove: () => client.end(),
  };
});
