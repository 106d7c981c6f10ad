import path from 'node:path';
import { parseSync } from 'oxc-parser';

/**
 * What a module names in its imports, type imports and lazy ones included: `{ specifier, line, lazy }`, in order.
 * @throws Error when the file is not TypeScript.
 */
export function importsOf(file, text) {
  const { module, program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const reexports = module.staticExports.flatMap(({ entries }) => entries.map((entry) => entry.moduleRequest));
  const requests = [...module.staticImports.map(({ moduleRequest }) => moduleRequest), ...reexports];
  const fixed = requests.filter(Boolean).map(({ value, start }) => ({ specifier: value, start, lazy: false }));
  const lazy = text.includes('import(') ? lazyImports(program) : [];
  const found = [...fixed, ...lazy].sort((a, b) => a.start - b.start);
  return found.map(({ start, ...found }) => ({ ...found, line: text.slice(0, start).split('\n').length }));
}

/** `import('x')` as an expression and as a type, where the name is a plain string. */
function lazyImports(node) {
  if (Array.isArray(node)) return node.flatMap(lazyImports);
  if (node === null || typeof node !== 'object') return [];
  const inside = Object.values(node).flatMap(lazyImports);
  const named = node.type === 'ImportExpression' || node.type === 'TSImportType' ? node.source : undefined;
  return typeof named?.value === 'string'
    ? [{ specifier: named.value, start: node.start, lazy: true }, ...inside]
    : inside;
}

/** The file that a relative specifier means, or undefined for a package. Specifiers carry their extension. */
export function targetOf(file, specifier) {
  if (!specifier.startsWith('.')) return undefined;
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier.split('?')[0]));
}

/** `@scope/name` or `name` of a package specifier; Node's own modules stay as they are. */
export function packageOf(specifier) {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
