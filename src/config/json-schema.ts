/** The JSON schemas of both configuration files, made from the option table. `schema/` holds them for editors. */
import { OPTIONS, type FileName, type Option } from './options.ts';

const TITLES: Readonly<Record<FileName, string>> = {
  workspace: 'claude-usage: what several machines share (~/.claude/workspace.json)',
  preferences: 'claude-usage: preferences (~/.claude/claude-usage.json)',
};

/** A JSON schema (draft 2020-12) of one file. */
export function configSchema(file: FileName): Record<string, unknown> {
  const properties: Record<string, unknown> = { $schema: { type: 'string' } };
  for (const spec of Object.values(OPTIONS) as readonly Option<unknown>[]) {
    if (spec.file?.name !== file) continue;
    properties[spec.file.key] = propertySchema(spec);
    if (spec.file.alias !== undefined) {
      properties[spec.file.alias] = { ...propertySchema(spec), description: `Same as ${spec.file.key}.` };
    }
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: TITLES[file],
    type: 'object',
    properties,
    additionalProperties: false,
  };
}

function propertySchema(spec: Option<unknown>): Record<string, unknown> {
  const env = spec.env === undefined ? '' : ` Environment: ${spec.env}.`;
  return {
    description: `${spec.help}${env} Default: ${spec.defaultText}.`,
    anyOf: [spec.kind.schema, { type: 'null' }],
  };
}
