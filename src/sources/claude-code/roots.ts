import { posix, win32 } from 'node:path';
import type { Surroundings } from '../source.ts';

/** Folders that may hold `projects`-style trees of transcripts, and folders to be searched for such trees. */
export interface TranscriptRoots {
  /** Each is read whole: `<config folder>/projects` or what `--projects-dir` named. */
  readonly projects: readonly string[];
  /** Claude Desktop's agent-mode folders; every `.claude/projects` below is read. */
  readonly desktop: readonly string[];
}

/**
 * Where transcripts are, from the surroundings alone; nothing is looked up on disk.
 * `--projects-dir` replaces everything. Else `CLAUDE_CONFIG_DIR` (a comma list, an entry may end in `projects`) replaces
 * the defaults, Xcode and Desktop included: who names the folders gets exactly those, so totals are predictable. Else
 * `~/.claude`, `$XDG_CONFIG_HOME/claude` or `~/.config/claude`, Xcode's folder and Claude Desktop's.
 */
export function transcriptRoots(at: Surroundings): TranscriptRoots {
  const path = at.platform === 'win32' ? win32 : posix;
  const absolute = (folder: string): string => path.resolve(at.home, expandHome(folder, at.home));
  if (at.projectsDirs !== undefined && at.projectsDirs.length > 0) {
    return { projects: at.projectsDirs.map((folder) => path.resolve(folder)), desktop: [] };
  }
  const named = namedFolders(at.env['CLAUDE_CONFIG_DIR']);
  if (named.length > 0) return { projects: named.map((folder) => projectsOf(absolute(folder))), desktop: [] };
  const configs = [path.join(at.home, '.claude'), path.join(xdgConfig(at), 'claude')];
  const projects = configs.map(projectsOf);
  if (at.platform === 'darwin') {
    projects.push(path.join(at.home, 'Library/Developer/Xcode/CodingAssistant/ClaudeAgentConfig/projects'));
  }
  return { projects, desktop: desktopFolders(at) };
}

/** `local-agent-mode-sessions` of Claude Desktop for this platform. */
export function desktopFolders(at: Surroundings): string[] {
  return desktopDataFolders(at).map((folder) => join(at, folder, 'local-agent-mode-sessions'));
}

/**
 * Claude Desktop's data folders. On Windows the Store build keeps its own under `%LOCALAPPDATA%\Packages\Claude_<id>`;
 * the publisher's id is fixed, so the name is too.
 */
export function desktopDataFolders(at: Surroundings): string[] {
  if (at.platform === 'darwin') return [join(at, at.home, 'Library/Application Support/Claude')];
  if (at.platform !== 'win32') return [join(at, xdgConfig(at), 'Claude')];
  const folders: string[] = [];
  const roaming = at.env['APPDATA'];
  const local = at.env['LOCALAPPDATA'];
  if (roaming) folders.push(join(at, roaming, 'Claude'));
  if (local) folders.push(join(at, local, 'Packages', 'Claude_pzs8sxrjxfjjc', 'LocalCache', 'Roaming', 'Claude'));
  return folders;
}

function namedFolders(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function projectsOf(config: string): string {
  const trimmed = config.replace(/[\\/]+$/, '');
  return /(^|[\\/])projects$/.test(trimmed) ? trimmed : `${trimmed}${config.includes('\\') ? '\\' : '/'}projects`;
}

function expandHome(folder: string, home: string): string {
  return folder === '~' || /^~[\\/]/.test(folder) ? home + folder.slice(1) : folder;
}

function xdgConfig(at: Surroundings): string {
  return at.env['XDG_CONFIG_HOME'] || join(at, at.home, '.config');
}

function join(at: Surroundings, ...parts: string[]): string {
  return (at.platform === 'win32' ? win32 : posix).join(...parts);
}
