import { type FileName, OPTIONS, type Option } from '../../src/config/options.ts';
import { table } from './table.ts';

const FILES: Readonly<Record<FileName, string>> = {
  workspace: '`~/.claude/workspace.json`: this machine, and what several machines share',
  preferences: '`~/.claude/claude-usage.json`: preferences',
};

/** docs/configuration.md: every setting of the option table. */
export function configurationPaper(): string {
  const all: readonly Option<unknown>[] = Object.values(OPTIONS as unknown as Record<string, Option<unknown>>);
  return [
    '# Configuration',
    'All of it is optional. Per setting: flag, then environment, then file, then default. A wrong value is never ignored in silence: the ' +
      'message names the file, the key, what it found and what it takes. `claude-usage doctor` prints every value and where it comes from. ' +
      'JSON schemas of both files are in the package: `schema/`.',
    ...Object.entries(FILES).flatMap(([name, title]) => [
      `## ${title}`,
      rows(all.filter(({ file }) => file?.name === name)),
    ]),
    '## Environment only',
    rows(all.filter(({ file }) => file === undefined)),
  ].join('\n\n');
}

function rows(options: readonly Option<unknown>[]): string {
  return table(
    ['key', 'environment', 'flag', 'takes', 'default', 'what it is'],
    options.map(({ file, env, flag, kind, defaultText, help }) => [
      [file?.key, file?.alias].filter(Boolean).map(code).join(', '),
      env === undefined ? '' : code(env),
      flag === undefined ? '' : code(flag),
      kind.takes,
      defaultText,
      help,
    ]),
  );
}

const code = (text: string | undefined): string => `\`${text}\``;
