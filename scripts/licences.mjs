import fs from 'node:fs';
import path from 'node:path';

/**
 * Writes name, version and licence text of every installed package that the given module files belong to.
 * Bundled copies must carry the notices of their authors.
 */
export function writeLicences(file, modules) {
  const folders = new Set(modules.map(packageFolder).filter((folder) => folder !== undefined));
  const texts = [...new Set([...folders].map(describePackage))].sort();
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, texts.join(`\n${'-'.repeat(80)}\n\n`));
}

/** The folder of the innermost package, or undefined for a module of this project. */
function packageFolder(module) {
  const parts = module.split('?')[0].split(/[\\/]/);
  const at = parts.lastIndexOf('node_modules');
  if (at < 0 || parts[at + 1] === undefined) return undefined;
  const length = parts[at + 1].startsWith('@') ? 3 : 2;
  return parts.slice(0, at + length).join(path.sep);
}

function describePackage(folder) {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name));
  const texts = files.map(({ name: file }) => fs.readFileSync(path.join(folder, file), 'utf8').trim()).sort();
  return `${[`${name} ${version} (${license})`, ...texts].join('\n\n')}\n`;
}
