/** Writes schema/*.json from the option table: run it after changing src/config/options.ts. */
import { writeFileSync } from 'node:fs';
import { configSchema } from '../src/config/json-schema.ts';

const write = (name: string, schema: unknown) =>
  writeFileSync(new URL(`../schema/${name}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
write('workspace.schema.json', configSchema('workspace'));
write('claude-usage.schema.json', configSchema('preferences'));
