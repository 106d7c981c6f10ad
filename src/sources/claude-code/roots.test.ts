import { expect, test } from 'vitest';
import type { Surroundings } from '../source.ts';
import { transcriptRoots } from './roots.ts';

const linux: Surroundings = { env: {}, home: '/home/ada', platform: 'linux' };
const mac: Surroundings = { env: {}, home: '/Users/ada', platform: 'darwin' };
const windows: Surroundings = {
  env: { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming', LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local' },
  home: 'C:\\Users\\ada',
  platform: 'win32',
};

test('Linux', () => {
  expect(transcriptRoots(linux)).toEqual({
    projects: ['/home/ada/.claude/projects', '/home/ada/.config/claude/projects'],
    desktop: ['/home/ada/.config/Claude/local-agent-mode-sessions'],
  });
  expect(transcriptRoots({ ...linux, env: { XDG_CONFIG_HOME: '/xdg' } })).toEqual({
    projects: ['/home/ada/.claude/projects', '/xdg/claude/projects'],
    desktop: ['/xdg/Claude/local-agent-mode-sessions'],
  });
});

test('macOS, with Xcode', () => {
  expect(transcriptRoots(mac)).toEqual({
    projects: [
      '/Users/ada/.claude/projects',
      '/Users/ada/.config/claude/projects',
      '/Users/ada/Library/Developer/Xcode/CodingAssistant/ClaudeAgentConfig/projects',
    ],
    desktop: ['/Users/ada/Library/Application Support/Claude/local-agent-mode-sessions'],
  });
});

test('Windows, both builds of Desktop', () => {
  const { projects, desktop } = transcriptRoots(windows);
  expect(projects[0]).toBe('C:\\Users\\ada\\.claude\\projects');
  expect(desktop).toEqual([
    'C:\\Users\\ada\\AppData\\Roaming\\Claude\\local-agent-mode-sessions',
    'C:\\Users\\ada\\AppData\\Local\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude\\local-agent-mode-sessions',
  ]);
});

test('CLAUDE_CONFIG_DIR replaces every default', () => {
  const CLAUDE_CONFIG_DIR = ' /a , /b/projects,, ~/c/ ,relative,/d/projects/';
  expect(transcriptRoots({ ...mac, env: { CLAUDE_CONFIG_DIR } })).toEqual({
    projects: ['/a/projects', '/b/projects', '/Users/ada/c/projects', '/Users/ada/relative/projects', '/d/projects'],
    desktop: [],
  });
});

test('an empty CLAUDE_CONFIG_DIR is none', () => {
  expect(transcriptRoots({ ...linux, env: { CLAUDE_CONFIG_DIR: ' , ' } })).toEqual(transcriptRoots(linux));
});

test('--projects-dir replaces everything', () => {
  const at = { ...mac, env: { CLAUDE_CONFIG_DIR: '/a' }, projectsDirs: ['/x', '/y/'] };
  expect(transcriptRoots(at)).toEqual({ projects: ['/x', '/y'], desktop: [] });
});
