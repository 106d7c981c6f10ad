/**
 * Builds dist/: the program as one ES module per lazily loaded part (esbuild), the page (Vite), and the licences of what
 * went in. Parts whose inputs did not change are left alone; `--all` builds everything.
 */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { buildParts, inputState, isFresh, markBuilt, markStale } from './bootstrap/build-parts.mjs';
import { writeLicences } from './licences.mjs';
import { builtins, createCore, REQUIRE } from './start-up.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');
/** Modules that run in a thread of their own: built by themselves, beside the program. */
const THREADS = ['src/server/scan-thread.ts', 'src/workspace/decode-worker.ts'];
/** One that is in a hurry: one small CommonJS file comes up 40 ms earlier than the program's modules would. */
const READER = 'src/ingest/scan-worker.ts';

const OPTIONS = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node22',
  define: { 'process.env.NODE_ENV': '"production"' },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  charset: 'utf8',
  metafile: true,
  logLevel: 'warning',
};

/** Bundles everything but the native driver and `pg`, which are looked up in node_modules when first needed. */
async function buildProgram() {
  const { build } = await import('esbuild');
  const core = createCore(root);
  const parts = await Promise.all([
    build({
      ...OPTIONS,
      entryPoints: ['src/main.ts', ...THREADS].map((file) => ({ in: file, out: path.basename(file, '.ts') })),
      splitting: true,
      format: 'esm',
      external: ['better-sqlite3', 'pg'],
      // Everything lies flat in dist/: a URL relative to the module, as of a thread, means the same in every chunk.
      chunkNames: '[name]-[hash]',
      banner: { js: REQUIRE },
      plugins: [core.plugin, builtins, sources(core)],
    }),
    build({ ...OPTIONS, entryPoints: [READER], outExtension: { '.js': '.cjs' }, format: 'cjs', minify: true }),
  ]);
  removeStale(parts.flatMap(({ metafile }) => Object.keys(metafile.outputs)));
  return parts.flatMap(({ metafile }) => Object.keys(metafile.inputs)).map((file) => path.join(root, file));
}

/** The sources as they are built. */
const sources = (core) => ({
  name: 'sources',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path: file }) => {
      const source = fs.readFileSync(file, 'utf8');
      return { contents: core.source(file, threadUrls(file, source)), loader: 'ts' };
    });
  },
});

/** `new URL('./x.ts', import.meta.url)`, the way sources name a thread, points at the built `x.js`; the reader has its own name. */
function threadUrls(file, source) {
  return source.replace(/new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\)/g, (_, name) => {
    if (name === path.basename(READER, '.ts')) return `new URL('./${name}.cjs', import.meta.url)`;
    if (!THREADS.some((thread) => path.basename(thread, '.ts') === name))
      throw new Error(`${file}: ${name} is not built`);
    return `new URL('./${name}.js', import.meta.url)`;
  });
}

/** Chunks of earlier builds have other hashes in their names and would be shipped. */
function removeStale(outputs) {
  if (outputs.length === 0) return;
  const fresh = new Set(outputs.map((file) => path.basename(file)));
  for (const entry of fs.readdirSync(dist, { withFileTypes: true })) {
    if (entry.isFile() && /\.c?js$/.test(entry.name) && !fresh.has(entry.name)) fs.rmSync(path.join(dist, entry.name));
  }
}

async function buildPage() {
  const { build } = await import('vite');
  const result = await build({
    root: path.join(root, 'web'),
    configFile: path.join(root, 'web', 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: path.join(dist, 'web'), emptyOutDir: true, sourcemap: false },
  });
  const outputs = [result].flat().flatMap((bundle) => bundle.output);
  const modules = outputs.flatMap((chunk) => [...Object.keys(chunk.modules ?? {}), ...(chunk.originalFileNames ?? [])]);
  return modules.map((module) => path.resolve(root, 'web', module.replace(/^\0/, '')));
}

const BUILD = { program: buildProgram, page: buildPage };

for (const part of buildParts(root)) {
  if (!process.argv.includes('--all') && isFresh(root, part)) continue;
  const state = inputState(root, part);
  markStale(root, part);
  const modules = await BUILD[part.name]();
  writeLicences(path.join(dist, `LICENCES-${part.name}.txt`), modules);
  markBuilt(root, part, state);
}
