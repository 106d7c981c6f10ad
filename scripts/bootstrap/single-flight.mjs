import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const RETRY_MS = 150;

/**
 * Runs `work` while no other process of this clone does. The lock is a file holding the owner's process id, made
 * whole elsewhere and linked into place, so a reader never sees it half written; a dead owner's lock is taken over.
 */
export async function singleFlight(root, work) {
  const folder = path.join(root, '.bootstrap');
  const lock = path.join(folder, 'lock');
  const claim = path.join(folder, `claim-${process.pid}`);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(claim, String(process.pid));
  try {
    while (!tryLink(claim, lock)) {
      if (!ownerLives(lock)) dropDeadLock(lock, claim);
      else await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    try {
      return await work();
    } finally {
      fs.rmSync(lock, { force: true });
    }
  } finally {
    fs.rmSync(claim, { force: true });
  }
}

function tryLink(claim, lock) {
  try {
    fs.linkSync(claim, lock);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function ownerLives(lock) {
  const pid = readPid(lock);
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readPid(lock) {
  try {
    return Number(fs.readFileSync(lock, 'utf8')) || undefined;
  } catch {
    return undefined; // released meanwhile
  }
}

/** Two waiters may find the same dead lock: the rename lets one of them remove it, and only while it is still dead. */
function dropDeadLock(lock, claim) {
  const grave = `${claim}-grave`;
  try {
    fs.renameSync(lock, grave);
  } catch {
    return;
  }
  if (ownerLives(grave)) tryLink(grave, lock);
  fs.rmSync(grave, { force: true });
}
