/**
 * The dependency law of docs/architecture.md. A layer sees what its list names and itself; nothing else.
 * swc parses: TypeScript 7 has no API that the cruiser could use.
 */
const LAYERS = {
  contract: [],
  lib: ['contract'],
  sources: ['contract', 'lib'],
  pricing: ['contract', 'lib'],
  config: ['contract', 'lib'],
  ledger: ['contract', 'lib'],
  ingest: ['contract', 'lib', 'sources', 'pricing', 'ledger'],
  reports: ['contract', 'lib', 'pricing', 'ledger'],
  quota: ['contract', 'lib', 'pricing', 'ledger'],
  workspace: ['contract', 'lib', 'pricing', 'ledger', 'config'],
};
const ANY_TEST = '(^test/|\\.test\\.tsx?$|^bench/)';

const layerRules = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  comment: `src/${layer} may import ${['itself', ...allowed].join(', ')}.`,
  severity: 'error',
  from: { path: `^src/${layer}/`, pathNot: ANY_TEST },
  to: { path: '^src/', pathNot: `^src/(${[layer, ...allowed].join('|')})/` },
}));

/** A package that only the given folder may name. */
const onlyIn = (name, folder, packages) => ({
  name,
  severity: 'error',
  from: { path: '^(src|web)/', pathNot: `${folder}|${ANY_TEST}` },
  to: { path: packages },
});

export default {
  forbidden: [
    ...layerRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'contract-is-pure',
      comment: 'The vocabulary runs in a browser: zod and nothing else.',
      severity: 'error',
      from: { path: '^src/contract/', pathNot: ANY_TEST },
      to: { pathNot: '^src/contract/|node_modules/zod/' },
    },
    {
      name: 'reports-see-a-reader',
      comment: 'Reports know the verbs of the ledger, not how it is opened, written or stored.',
      severity: 'error',
      from: { path: '^src/reports/', pathNot: ANY_TEST },
      to: { path: '^src/ledger/', pathNot: '^src/ledger/ledger\\.ts$' },
    },
    {
      name: 'surfaces-hold-no-storage',
      comment: 'The terminal and the server get their ledger from the context.',
      severity: 'error',
      from: { path: '^src/(cli|server)/', pathNot: ANY_TEST },
      to: { path: '^src/ledger/(dialect|migrations|schema)|node_modules/kysely/' },
    },
    {
      name: 'server-below-cli',
      severity: 'error',
      from: { path: '^src/(server|app-context)', pathNot: ANY_TEST },
      to: { path: '^src/cli/' },
    },
    {
      name: 'context-below-surfaces',
      severity: 'error',
      from: { path: '^src/app-context', pathNot: ANY_TEST },
      to: { path: '^src/(cli|server)/' },
    },
    {
      name: 'main-is-the-root',
      severity: 'error',
      from: { pathNot: ANY_TEST },
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'page-sees-the-contract',
      severity: 'error',
      from: { path: '^web/src/', pathNot: ANY_TEST },
      to: { path: '^src/', pathNot: '^src/contract/' },
    },
    {
      name: 'page-runs-in-a-browser',
      severity: 'error',
      from: { path: '^web/src/', pathNot: ANY_TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nothing-shipped-sees-tests',
      severity: 'error',
      from: { path: '^(src|web)/', pathNot: ANY_TEST },
      to: { path: '^(test|bench|scripts)/' },
    },
    onlyIn(
      'drivers-in-the-dialect',
      '^src/ledger/dialect/',
      'node_modules/(better-sqlite3|pg|@types/(better-sqlite3|pg))/|^pg$',
    ),
    onlyIn('sql-in-the-ledger', '^src/ledger/', 'node_modules/kysely/'),
    onlyIn('commander-in-the-cli', '^src/cli/', 'node_modules/commander/'),
    onlyIn('hono-in-the-server', '^src/server/', 'node_modules/(@hono/|hono/)'),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|bench/\\.cache)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
