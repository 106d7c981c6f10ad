/**
 * What makes the built program start fast. Measured as processor time of `today --no-scan` on Node 24, where
 * `node -e 0` takes 25 ms: 107 ms without all this and with Intl and node:crypto at start, 66 ms with it.
 */
import fs from 'node:fs';
import path from 'node:path';

/** Everything a report on the terminal needs. It becomes one file, because each further one costs about a millisecond. */
const CORE = [
  'src/app-context.ts',
  'src/cli/run-cli.ts',
  'src/cli/report-command.ts',
  'src/ledger/open-ledger.ts',
  'src/pricing/price-table.ts',
];
const LAZY_IMPORT = /\bimport\('(\.[^']+\.ts)'\)/g;
/** Reports besides, by their command. */
const REPORTS = /^(today|week|stats|daily|weekly|monthly|session|projects|models|machines|blocks)\.ts$/;

/**
 * The sources of a build in which every lazily loaded module first imports the core: modules that the same entries reach
 * stand in one chunk, so the core is one chunk instead of thirty. Gives the text of a source as it is built.
 */
export function createCore(root) {
  const commands = path.join(root, 'src/cli/commands');
  const reports = fs.existsSync(commands) ? fs.readdirSync(commands).filter((name) => REPORTS.test(name)) : [];
  const wanted = [...CORE, ...reports.map((name) => `src/cli/commands/${name}`)];
  const core = wanted.filter((file) => fs.existsSync(path.join(root, file)));
  const files = core.map((file) => path.join(root, file));
  const lazy = lazyModules(root);
  const imports = files.map((file) => `import ${JSON.stringify(file)};`).join('\n');
  return {
    source: (file, text) => (lazy.has(file) ? "import 'core:';\n" : '') + withoutDetours(file, text, files),
    plugin: {
      name: 'core',
      setup(build) {
        build.onResolve({ filter: /^core:$/ }, () => ({ path: 'core', namespace: 'core' }));
        build.onLoad({ filter: /.*/, namespace: 'core' }, () => ({ contents: imports, resolveDir: root }));
      },
    },
  };
}

/** What the core holds need not be imported when it is wanted: the file of one line that would stand for it costs as much as any. */
function withoutDetours(file, text, core) {
  let head = '';
  const body = text.replace(LAZY_IMPORT, (whole, to) => {
    const at = core.indexOf(path.resolve(path.dirname(file), to));
    if (at < 0) return whole;
    head += `import * as __core${at} from '${to}';\n`;
    return `Promise.resolve(__core${at})`;
  });
  return head + body;
}

/** The program's entry and every module that one of its modules imports with `import()`. */
function lazyModules(root) {
  const found = new Set([path.join(root, 'src/main.ts')]);
  for (const name of fs.readdirSync(path.join(root, 'src'), { recursive: true })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const file = path.join(root, 'src', name);
    for (const [, to] of fs.readFileSync(file, 'utf8').matchAll(LAZY_IMPORT)) {
      found.add(path.resolve(path.dirname(file), to));
    }
  }
  return found;
}

/**
 * Node's own modules by `process.getBuiltinModule`. Importing one reads all of its exports, also those that load half of
 * Node when they are read: `fs.promises`, `process.stdin`, `crypto.webcrypto`.
 */
export const builtins = {
  name: 'builtins',
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path: name, importer, kind }) => {
      // commander starts other programs with it, which this one never asks for.
      if (name === 'node:child_process' && /[\\/]commander[\\/]/.test(importer))
        return { path: name, namespace: 'unused' };
      return kind === 'require-call' ? undefined : { path: name, namespace: 'builtin' };
    });
    build.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path: name }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(name)});`,
      loader: 'js',
    }));
  },
};

/** CommonJS packages in the bundle call `require` for Node's own modules. */
export const REQUIRE = "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);";
