import { importsOf, packageOf, targetOf } from './imports.mjs';
import { EXEMPT, FILE_RULES, PACKAGE_RULES } from './rules.mjs';

/**
 * Every breach of the law in the given modules (path → text), one line each. `exists` tells whether a file that is not
 * among them, such as a style sheet, is there.
 */
export function findBreaches(modules, exists) {
  const breaches = [];
  const edges = new Map();
  for (const [file, text] of modules) {
    const targets = new Set();
    for (const { specifier, line, lazy } of importsOf(file, text)) {
      const target = targetOf(file, specifier);
      const broken =
        target === undefined ? packageBreaches(file, specifier) : fileBreaches(file, target, modules, exists);
      breaches.push(...broken.map((rule) => `${file}:${line}: ${specifier}: ${rule}`));
      // A lazy import waits until both modules are there: a table of verbs may load a verb that prints the table.
      if (target !== undefined && !lazy && modules.has(target)) targets.add(target);
    }
    edges.set(file, targets);
  }
  return [...breaches, ...findCycles(edges).map((cycle) => `cycle: ${cycle.join(' → ')}`)];
}

function packageBreaches(file, specifier) {
  if (EXEMPT.test(file) || !/^(src|web\/src)\//.test(file)) return [];
  const name = packageOf(specifier);
  const matches = ({ packages, but }) =>
    packages.some((one) => one === '*' || one === name || (one === 'node:' && name.startsWith('node:'))) &&
    !but?.includes(name);
  return PACKAGE_RULES.filter((rule) => matches(rule) && !rule.only.test(file)).map((rule) => rule.name);
}

function fileBreaches(file, target, modules, exists) {
  if (!modules.has(target) && !exists(target)) return ['there is no such file'];
  if (EXEMPT.test(file)) return [];
  const broken = FILE_RULES.filter(
    (rule) => rule.from.test(file) && rule.to.test(target) && !rule.except?.test(target),
  );
  return broken.map((rule) => rule.name);
}

/** One cycle per knot of modules that import each other. */
export function findCycles(edges) {
  const cycles = [];
  const done = new Set();
  const walk = (file, trail) => {
    const at = trail.indexOf(file);
    if (at >= 0) return void cycles.push([...trail.slice(at), file]);
    if (done.has(file)) return;
    trail.push(file);
    for (const target of edges.get(file) ?? []) walk(target, trail);
    trail.pop();
    done.add(file);
  };
  for (const file of edges.keys()) walk(file, []);
  return cycles;
}
