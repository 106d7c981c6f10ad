import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configSchema } from './json-schema.ts';

test.each([
  ['workspace', 'workspace.schema.json'],
  ['preferences', 'claude-usage.schema.json'],
] as const)(
  'the shipped schema of %s is the option table (node scripts/write-config-schemas.ts writes it)',
  (file, name) => {
    const shipped = readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8');
    expect(JSON.parse(shipped)).toEqual(configSchema(file));
  },
);
