/**
 * Completes package-lock.json: `npm run lockfile` writes, `--check` only tells. Two things npm leaves out:
 * - entries of optional platform packages that the registry at hand does not carry; `npm ci` refuses a lock without them
 *   ("Missing: … from lock file"), on every platform;
 * - `gypfile: false` of better-sqlite3; without it npm compiles a driver that ships prebuilt (14 s, and needs a compiler).
 */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const file = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'package-lock.json');

const before = fs.readFileSync(file, 'utf8');
const lock = JSON.parse(before);
const { '': rootEntry, ...packages } = lock.packages;
for (const entry of Object.values(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    packages[`node_modules/${name}`] ??= platformEntry(name, version);
  }
}
const driver = packages['node_modules/better-sqlite3'];
if (driver !== undefined) driver.gypfile = false;
const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = { '': rootEntry, ...Object.fromEntries(sorted) };

const after = `${JSON.stringify(lock, null, 2)}\n`;
if (after !== before && process.argv.includes('--check')) {
  process.stderr.write('package-lock.json is incomplete. Run: npm run lockfile\n');
  process.exitCode = 1;
} else if (after !== before) {
  fs.writeFileSync(file, after);
}

/** The lock entry of such a package; it declares its platform as its name does: `@oxlint/binding-linux-arm64-musl`. */
function platformEntry(name, version) {
  const words = name.split(/[/-]/);
  const os = words.find((word) => ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'].includes(word));
  const cpu = words.find((word) =>
    ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'].includes(word),
  );
  const libc = /-musl/.test(name) ? 'musl' : os === 'linux' && /-gnu/.test(name) ? 'glibc' : undefined;
  return {
    version,
    ...(cpu && { cpu: [cpu] }),
    dev: true,
    ...(libc && { libc: [libc] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}
