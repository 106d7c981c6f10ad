/** Fails when an import breaks the dependency law. TypeScript 7 has no API for dependency-cruiser, so the law is read here. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { findBreaches } from './law/breaches.mjs';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const listed = execFileSync(
  'git',
  ['ls-files', '-co', '--exclude-standard', 'src', 'web/src', 'test', 'bench', 'scripts'],
  {
    cwd: root,
    encoding: 'utf8',
  },
).split('\n');
const files = listed.filter((file) => /\.(ts|tsx|mjs|mts)$/.test(file) && fs.existsSync(path.join(root, file)));
const modules = new Map(files.map((file) => [file, fs.readFileSync(path.join(root, file), 'utf8')]));
const breaches = findBreaches(modules, (file) => fs.existsSync(path.join(root, file)));
process.stdout.write(breaches.map((breach) => `${breach}\n`).join(''));
process.stdout.write(`${modules.size} modules, ${breaches.length} breaches\n`);
process.exitCode = breaches.length > 0 ? 1 : 0;
