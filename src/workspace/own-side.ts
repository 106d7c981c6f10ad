/** What this machine brings to any target: who it is, its projects, and what it would tell. */
import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { SqlLedger } from '../ledger/sql-ledger.ts';
import { createMachineFile, hostFingerprint, readMachineFile } from './identity-file.ts';
import type { Identity } from './identity.ts';
import { unsafePlace } from './ledger-place.ts';
import { repositoryOf } from './git-remote.ts';
import { mayLeave, projectReference, Sharer } from './share-rules.ts';
import type { KeptHome, TargetOptions } from './target.ts';
import { encodeReadable } from './wire/readable.ts';

/** How many turns a preview shows. */
const PREVIEW = 1000;

/** A copied disk or home folder has another's fingerprint: it becomes a machine of its own, and says so. */
export async function ownIdentity(o: TargetOptions): Promise<Identity> {
  const { ledger, machineFile, notice } = o;
  const fingerprint = o.fingerprint ?? hostFingerprint();
  let kept = readMachineFile(machineFile);
  const self = (await ledger.reader.machines()).find((m) => m.self);
  if (kept && kept.fingerprint !== fingerprint) {
    notice('This machine is a copy of another one, so it gets an identity of its own in the workspace.');
    kept = createMachineFile(machineFile, randomBytes(16).toString('hex'), fingerprint);
  }
  kept ??= createMachineFile(machineFile, self?.uid ?? randomBytes(16).toString('hex'), fingerprint);
  const incarnation = await ledger.write((w) => {
    if (self?.uid !== kept.machine) w.sharing.becomeMachine(kept.machine);
    const known = w.workspace.note('incarnation');
    if (known !== undefined && w.workspace.note('incarnation_of') === kept.machine) return known;
    const made = randomBytes(8).toString('hex');
    w.workspace.startIncarnation(made, kept.machine);
    return made;
  });
  return { machine: kept.machine, incarnation, publicKey: kept.publicKey, privateKey: kept.privateKey };
}

/** Local projects by the reference under which others know them; `key` is the workspace's. */
export async function localProjects(
  ledger: Pick<SqlLedger, 'reader' | 'repositories'>,
  key: string,
): Promise<Map<string, { key: string; name: string }>> {
  const projects = (await ledger.reader.projects()).filter((p) => !p.key.startsWith('ref:'));
  const repositories = ledger.repositories();
  const found = new Map<string, { key: string; name: string }>();
  // Two clones here are one project elsewhere; what comes from there goes to the first of them.
  for (const p of projects.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    const reference = projectReference(key, p.key, repositories.get(p.key));
    if (!found.has(reference)) found.set(reference, { key: p.key, name: p.name });
  }
  return found;
}

/** The rules with this workspace's key and this machine's repositories, which are looked up before. */
export async function ownSharer(
  { ledger, rules }: Pick<TargetOptions, 'ledger' | 'rules'>,
  key: string,
): Promise<Sharer> {
  await ledger.learnRepositories(repositoryOf);
  return new Sharer(rules, key, ledger.repositories());
}

/** Own turns that no other machine hears of, because rules deny their project or because they have no id. */
export async function keptHome({ ledger, rules }: Pick<TargetOptions, 'ledger' | 'rules'>): Promise<KeptHome> {
  const { reader } = ledger;
  const self = (await reader.machines()).filter((m) => m.self).map((m) => m.id);
  const names = new Map((await reader.projects()).map((p) => [p.id, p.name]));
  const cells = await reader.usage({ by: ['project'], range: {}, zone: 'UTC', filter: { machines: self } });
  const denied = cells.filter((cell) => !mayLeave(rules, names.get(cell.project!) ?? ''));
  return { byRules: denied.reduce((sum, cell) => sum + cell.turns, 0), nameless: ledger.namelessTurns() };
}

/** The lines that would be told next, before they are packed; empty when nothing is to be told. */
export async function previewLines(ledger: SqlLedger, identity: Identity, sharer: Sharer): Promise<string> {
  return ledger.write((w) => {
    if (!w.sharing.active) w.sharing.start();
    const turns = w.sharing.dirty(PREVIEW).flatMap((d) => sharer.turn(d.turn) ?? []);
    if (turns.length === 0) return '';
    const titles = w.sharing.titlesOf(turns.map((t) => t.sessionId)).flatMap((t) => sharer.title(t) ?? []);
    const { machine, incarnation } = identity;
    return gunzipSync(encodeReadable({ machine, incarnation, sequence: 1 }, turns, titles).body).toString('utf8');
  });
}

/** A sentence when the ledger lies where SQLite is not safe. */
export function ledgerWarning(ledger: Pick<SqlLedger, 'location'>): string | undefined {
  const why = unsafePlace(ledger.location);
  if (why === undefined) return undefined;
  return `The ledger ${ledger.location} is not safe where it is: ${why}. Point CLAUDE_USAGE_DB at a disk of this machine; the workspace is what is shared.`;
}

/** For the user: what this machine told once is known here again. */
export const takenBack = (turns: number): string =>
  `${turns} turns of this machine were found in the workspace and taken back into the ledger.`;
