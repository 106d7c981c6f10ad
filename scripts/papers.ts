/** Writes the papers in docs/ that are made from the sources: `npm run docs`. `--check` fails when one is stale. */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { format, resolveConfig } from 'prettier';
import { apiPaper } from './papers/api.ts';
import { cliPaper } from './papers/cli.ts';
import { configurationPaper } from './papers/configuration.ts';
import { errorsPaper } from './papers/errors.ts';

const docs = path.join(import.meta.dirname, '..', 'docs');
const NOTICE = '<!-- Made from the sources by `npm run docs`. Do not edit. -->';
const papers = {
  'api.md': apiPaper(),
  'cli.md': await cliPaper(),
  'configuration.md': configurationPaper(),
  'errors.md': errorsPaper(),
};

for (const [name, text] of Object.entries(papers)) {
  const file = path.join(docs, name);
  const made = await format(`${NOTICE}\n\n${text}\n`, { ...(await resolveConfig(file)), filepath: file });
  const present = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  if (present === made) continue;
  if (process.argv.includes('--check')) {
    process.stderr.write(`docs/${name} is stale. Run: npm run docs\n`);
    process.exitCode = 1;
  } else {
    fs.writeFileSync(file, made);
  }
}
