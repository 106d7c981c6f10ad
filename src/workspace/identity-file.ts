import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { UsageError } from '../contract/errors.ts';
import { newKeyPair } from './folder/documents.ts';
import { isMachineUid } from './folder/names.ts';

/** What is kept of a machine outside its ledger and outside whatever folder is synced. */
export interface MachineFile {
  readonly machine: string;
  readonly publicKey: string;
  readonly privateKey: string;
  /** Hash of what tells this host from another; a copied home folder carries another's. */
  readonly fingerprint: string;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/** CLAUDE_USAGE_STATE_DIR, else where the platform keeps the state of programs. */
export function machineFilePath({ env, home, platform }: Surroundings): string {
  if (env.CLAUDE_USAGE_STATE_DIR) return join(env.CLAUDE_USAGE_STATE_DIR, 'machine.json');
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'claude-usage', 'machine.json');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'claude-usage', 'machine.json');
  return join(env.XDG_STATE_HOME ?? join(home, '.local', 'state'), 'claude-usage', 'machine.json');
}

/** Tells this host from another without naming it: the system's own machine id where there is one, and the host name. */
export function hostFingerprint(): string {
  const ids = ['/etc/machine-id', '/var/lib/dbus/machine-id']
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8').trim());
  return createHash('sha256')
    .update([ids[0] ?? '', hostname()].join('\n'))
    .digest('hex')
    .slice(0, 32);
}

/** The file as it is; undefined when there is none. Throws `config` when it is damaged: a new identity would be a second machine. */
export function readMachineFile(path: string): MachineFile | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<MachineFile>;
    const { machine = '', publicKey = '', privateKey = '', fingerprint = '' } = value;
    if (!isMachineUid(machine) || !/^[0-9a-f]{64}$/.test(publicKey) || privateKey === '')
      throw new Error('fields are missing');
    return { machine, publicKey, privateKey, fingerprint };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(
      'config',
      `${path} cannot be used: ${reason}.`,
      'Restore it from a backup, or remove it to become a new machine of the workspace.',
      { cause },
    );
  }
}

/** Makes the identity of `machine` with a key of its own. Readable by its owner only. */
export function createMachineFile(path: string, machine: string, fingerprint: string): MachineFile {
  const file: MachineFile = { machine, ...newKeyPair(), fingerprint };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
  return file;
}
