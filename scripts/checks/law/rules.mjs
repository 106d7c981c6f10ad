/** The dependency law of docs/architecture.md as data. Paths are relative to the root, with forward slashes. */

/** What a folder of src/ may import besides itself. Folders that are not named may import everything below main. */
const LAYERS = {
  contract: [],
  lib: ['contract'],
  sources: ['contract', 'lib'],
  pricing: ['contract', 'lib'],
  config: ['contract', 'lib'],
  ledger: ['contract', 'lib'],
  ingest: ['contract', 'lib', 'sources', 'pricing', 'ledger'],
  reports: ['contract', 'lib', 'pricing', 'ledger'],
  sample: ['contract', 'lib', 'ledger'],
  quota: ['contract', 'lib', 'pricing', 'ledger'],
  workspace: ['contract', 'lib', 'pricing', 'ledger', 'config'],
};
const IN_SRC = /^src\//;

const layers = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `src/${layer} imports itself${allowed.map((other) => `, ${other}`).join('')}`,
  from: new RegExp(`^src/${layer}/`),
  to: IN_SRC,
  except: new RegExp(`^src/(${[layer, ...allowed].join('|')})/`),
}));

/** Breached by an import from a file that matches `from` to one that matches `to` and not `except`. */
export const FILE_RULES = [
  ...layers,
  {
    name: 'reports know the reader’s interface, not how a ledger is opened, written or stored',
    from: /^src\/reports\//,
    to: /^src\/ledger\//,
    except: /^src\/ledger\/ledger\.ts$/,
  },
  {
    name: 'the terminal and the server hold no storage',
    from: /^src\/(cli|server)\//,
    to: /^src\/ledger\/(dialect|migrations|reader|schema|writer)/,
  },
  { name: 'the server is below the terminal', from: /^src\/server\//, to: /^src\/cli\// },
  { name: 'the context is below both surfaces', from: /^src\/app-context/, to: /^src\/(cli|server)\// },
  { name: 'main is the root', from: /./, to: /^src\/main\.ts$/ },
  { name: 'the page sees the contract only', from: /^web\/src\//, to: IN_SRC, except: /^src\/contract\// },
  { name: 'nothing that ships sees tests, bench or scripts', from: /^(src|web\/src)\//, to: /^(test|bench|scripts)\// },
];

/** Packages, and who may name them. `node:` stands for every module of Node itself. */
export const PACKAGE_RULES = [
  { name: 'drivers belong to the dialect', packages: ['better-sqlite3', 'pg'], only: /^src\/ledger\/dialect\// },
  { name: 'Node’s own SQLite is no driver of ours', packages: ['node:sqlite'], only: /^$/ },
  { name: 'SQL belongs to the ledger', packages: ['kysely'], only: /^src\/ledger\// },
  { name: 'commander belongs to the terminal', packages: ['commander'], only: /^src\/cli\// },
  { name: 'Hono belongs to the server', packages: ['hono', '@hono/node-server'], only: /^src\/server\// },
  { name: 'React belongs to the page', packages: ['react', 'react-dom'], only: /^web\/src\// },
  { name: 'the page runs in a browser', packages: ['node:'], only: IN_SRC },
  { name: 'the contract is pure: zod only', packages: ['*'], but: ['zod'], only: /^(?!src\/contract\/)/ },
];

/** Tests and the bench may import anything. */
export const EXEMPT = /^(test|bench)\/|\.test\.tsx?$/;
