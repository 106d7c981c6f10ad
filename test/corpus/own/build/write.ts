/**
 * Writes the project's own corpus and its true totals: `node test/corpus/own/build/write.ts`. The result is committed;
 * the totals come from the brute-force reference of bench/corpus.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { referenceTotals } from '../../../../bench/corpus/reference.ts';
import { copies } from './copies.ts';
import { damage } from './damage.ts';
import { everyday } from './everyday.ts';
import type { Files } from './files.ts';
import { identity } from './identity.ts';
import { prices } from './prices.ts';
import { zones, ZONES } from './zones.ts';

/** Content of the whole corpus, by root. */
export function ownCorpus(): Readonly<Record<string, Files>> {
  return {
    everyday: everyday(),
    copies: copies(),
    damage: damage(),
    identity: identity(),
    prices: prices(),
    zones: zones(),
  };
}

function write(base: string): void {
  const transcripts = join(base, 'transcripts');
  rmSync(transcripts, { recursive: true, force: true });
  const corpus = ownCorpus();
  for (const [root, files] of Object.entries(corpus)) {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(transcripts, root, path)), { recursive: true });
      writeFileSync(join(transcripts, root, path), content);
    }
  }
  const names = Object.keys(corpus).sort();
  const paths = names.map((root) => join(transcripts, root));
  const each = names.map((root, i) => [root, referenceTotals([paths[i]!], root === 'zones' ? ZONES : [])] as const);
  const all = ['(all roots together)', referenceTotals(paths)] as const;
  writeFileSync(join(base, 'expected.json'), `${JSON.stringify(Object.fromEntries([...each, all]), null, 1)}\n`);
}

if (import.meta.main) write(join(import.meta.dirname, '..'));
