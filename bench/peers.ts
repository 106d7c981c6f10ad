import { createRequire } from 'node:module';
import { chmodSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The native binary of the pinned ccusage, without the Node wrapper that its `bin` goes through. */
export function ccusageBinary(): string {
  const require = createRequire(realpathSync(createRequire(import.meta.url).resolve('ccusage/package.json')));
  const platform = `@ccusage/ccusage-${process.platform}-${process.arch}`;
  const folder = dirname(require.resolve(`${platform}/package.json`));
  const binary = join(folder, 'bin', process.platform === 'win32' ? 'ccusage.exe' : 'ccusage');
  // The package ships it without the bit; its wrapper sets it on its first run.
  chmodSync(binary, 0o755);
  return binary;
}

/** What `npx ccusage` runs: the wrapper that starts the native binary. */
export function ccusageBin(): string {
  return join(dirname(createRequire(import.meta.url).resolve('ccusage/package.json')), 'src', 'cli.js');
}
