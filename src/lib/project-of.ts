/**
 * Which project a line belongs to. Two people who clone one repository to different places, and one person's worktrees,
 * meet under the same key: the last two components of the project's folder.
 */

/** Key of the project of a working directory: `dir:<name>`. `slug` is the name of the transcript's folder. */
export function projectKeyOf(cwd: string, slug: string): string {
  return `dir:${projectNameOf(projectFolderOf(cwd, slug))}`;
}

/** `unknown` for an empty folder, else its last two components. */
export function projectNameOf(folder: string): string {
  const parts = componentsOf(folder);
  return parts.length === 0 ? 'unknown' : parts.slice(-2).join('/');
}

/**
 * The folder Claude Code was started in: the nearest ancestor of `cwd` (itself included) whose slug is the transcript's
 * folder, else `cwd` itself. Worktree folders are folded into the project they are made from.
 */
export function projectFolderOf(cwd: string, slug: string): string {
  const path = cwd.replaceAll('\\', '/').replace(/\/+$/, '');
  return foldWorktree(ancestorWithSlug(path, slug) ?? path);
}

/** Claude Code's folder name for a directory: every UTF-16 unit outside A-Z, a-z, 0-9 becomes `-`. */
export function slugOf(path: string): string {
  const flat = path.replace(/[^A-Za-z0-9]/g, '-');
  return flat.length <= 200 ? flat : `${flat.slice(0, 200)}-${javaHash(path)}`;
}

function ancestorWithSlug(path: string, slug: string): string | undefined {
  if (slug === '') return undefined;
  for (let folder = path; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    if (slugOf(folder) === slug) return folder;
  }
  return undefined;
}

/**
 * `<p>/.claude/worktrees/<x>…` and `<p>/.worktrees/<x>…` become `<p>`; so does any `<p>/.<tool>/worktrees/<x>…`.
 * A plain folder named `worktrees` is nobody's convention and stays.
 */
function foldWorktree(path: string): string {
  const m = /^(.+?)\/(?:\.worktrees|\.[^/]+\/worktrees)\/[^/]+(?:\/.*)?$/.exec(path);
  return m?.[1] ?? path;
}

function componentsOf(folder: string): string[] {
  return folder
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && !/^[A-Za-z]:$/.test(part));
}

function javaHash(text: string): string {
  let h = 0;
  for (let i = 0; i < text.length; i += 1) h = (Math.imul(h, 31) + text.charCodeAt(i)) | 0;
  return Math.abs(h).toString(36);
}
