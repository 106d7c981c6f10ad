import { createRequire } from 'node:module';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The native binary of the pinned ccusage, without the Node wrapper that its `bin` goes through. */
export function ccusageBinary(): string {
  const require = createRequire(realpathSync(createRequire(import.meta.url).resolve('ccusage/package.json')));
  const platform = `@ccusage/ccusage-${process.platform}-${process.arch}`;
  const folder = dirname(require.resolve(`${platform}/package.json`));
  return join(folder, 'bin', process.platform === 'win32' ? 'ccusage.exe' : 'ccusage');
}

/** What `npx ccusage` runs: the wrapper that starts the native binary. */
export function ccusageBin(): string {
  return join(dirname(createRequire(import.meta.url).resolve('ccusage/package.json')), 'src', 'cli.js');
}
