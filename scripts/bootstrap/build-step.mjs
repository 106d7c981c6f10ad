import path from 'node:path';
import { buildParts, isFresh } from './build-parts.mjs';
import { runQuietly, say } from './run.mjs';
import { singleFlight } from './single-flight.mjs';

/** Builds what changed since the last build. Costs two reads and a stat per source file when nothing did. */
export async function ensureBuilt(root, node) {
  if (buildParts(root).every((part) => isFresh(root, part))) return;
  await singleFlight(root, async () => {
    if (buildParts(root).every((part) => isFresh(root, part))) return;
    say('building …');
    const script = path.join(root, 'scripts', 'build.mjs');
    await runQuietly(node, [script], { cwd: root, hint: 'The build failed. Try it alone: npm run build' });
  });
}
