/**
 * Which repository a folder belongs to, read from git's own files: no program is started. What is found stays on this
 * machine; others see only a pseudonym of it.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** The normalised remote of the first folder that has one; empty when none has. */
export function repositoryOf(folders: readonly string[]): string {
  for (const folder of folders) {
    const remote = isAbsolute(folder) ? remoteOf(folder) : '';
    if (remote !== '') return remote;
  }
  return '';
}

/** Of the innermost repository around the folder: `origin`, else the first remote. */
function remoteOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    const config = configOf(join(at, '.git'));
    if (config !== undefined) return normaliseRemote(urlIn(config) ?? '');
    if (at === dirname(at)) return '';
  }
}

/** Text of the repository's config; undefined where there is no repository. A worktree points to its main one. */
function configOf(git: string): string | undefined {
  const stat = statSync(git, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (stat.isDirectory()) return textOf(join(git, 'config'));
  const pointed = /^gitdir: (.+)$/m.exec(textOf(git) ?? '')?.[1];
  if (pointed === undefined) return undefined;
  const own = resolve(dirname(git), pointed.trim());
  const common = textOf(join(own, 'commondir'))?.trim();
  return textOf(join(common === undefined ? own : resolve(own, common), 'config'));
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Absent or not ours to read: then the folder's name is all there is.
    return undefined;
  }
}

function urlIn(config: string): string | undefined {
  const urls = new Map<string, string>();
  let remote: string | undefined;
  for (const line of config.split(/\r?\n/)) {
    const section = /^\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line);
    if (section) remote = section[1]?.toLowerCase() === 'remote' ? section[2] : undefined;
    const url = /^\s*url\s*=\s*"?([^"\r\n]*?)"?\s*$/i.exec(line)?.[1];
    if (remote !== undefined && url !== undefined && url !== '' && !urls.has(remote)) urls.set(remote, url);
  }
  return urls.get('origin') ?? urls.values().next().value;
}

/**
 * `host/path` in lower case: the same however it is reached (https, ssh, with or without a port, a user, `.git`). Empty for
 * what is no host's: a path on this machine. Never holds a user or a password.
 */
export function normaliseRemote(url: string): string {
  const parsed = withScheme(url.trim()) ?? scpLike(url.trim());
  if (parsed === undefined) return '';
  const path = decoded(parsed.path)
    .replace(/[?#].*$/s, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
    .replace(/\.git$/i, '');
  return parsed.host === '' || path === '' ? '' : `${parsed.host}/${path}`.toLowerCase();
}

interface Place {
  readonly host: string;
  readonly path: string;
}

function withScheme(url: string): Place | undefined {
  const parts = /^(?:git\+)?(https?|ssh|git|ftps?):\/\/([^/]*)\/(.*)$/is.exec(url);
  if (!parts) return undefined;
  const host = (parts[2] ?? '').replace(/^.*@/s, '').replace(/:\d*$/, '');
  return { host, path: parts[3] ?? '' };
}

/** `user@host:path`, as git writes it for ssh. A single letter before the colon is a drive of Windows. */
function scpLike(url: string): Place | undefined {
  const parts = /^(?:[^@/\\]*@)?([^@/\\:]{2,}):(?!\/\/)(.+)$/s.exec(url);
  return parts === null ? undefined : { host: parts[1] ?? '', path: parts[2] ?? '' };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
