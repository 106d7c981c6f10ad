import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TempHome } from '../../test/support/temp-home.ts';
import { normaliseRemote, repositoryOf } from './git-remote.ts';

const word = fc.stringMatching(/^[a-z][a-z0-9-]{1,8}$/);
const host = fc.tuple(word, word).map(([a, b]) => `${a}.${b}`);
const path = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

/** Every way in which one repository is written. */
function forms(at: string, repository: string): string[] {
  return [
    `https://${at}/${repository}`,
    `https://${at}/${repository}.git`,
    `https://${at}:8443/${repository}.git/`,
    `https://ada:s3cret@${at}/${repository}.git`,
    `http://${at.toUpperCase()}/${repository}`,
    `ssh://git@${at}/${repository}.git`,
    `ssh://git@${at}:2222/${repository}`,
    `git://${at}//${repository}`,
    `git@${at}:${repository}.git`,
    `${at}:${repository}`,
    `git+ssh://${at}/${repository}`,
    `  https://${at}/${repository}?x=1#y `,
  ];
}

test('one repository is one, however it is written, and no user or password is kept', () => {
  fc.assert(
    fc.property(host, path, (at, repository) => {
      for (const form of forms(at, repository)) expect(normaliseRemote(form), form).toBe(`${at}/${repository}`);
    }),
  );
});

test('two repositories are two', () => {
  fc.assert(
    fc.property(host, path, host, path, (a, one, b, other) => {
      fc.pre(`${a}/${one}` !== `${b}/${other}`);
      expect(normaliseRemote(`https://${a}/${one}`)).not.toBe(normaliseRemote(`git@${b}:${other}.git`));
    }),
  );
});

test('any text gives a place without a password, or nothing', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (left, right) => {
      expect(normaliseRemote(`https://user:canary@host.example/${left}`)).not.toContain('canary@');
      expect(() => normaliseRemote(`${left}:${right}`)).not.toThrow();
    }),
  );
});

test.each(['', '/srv/git/app.git', '../app', 'file:///srv/app.git', String.raw`C:\src\app`, 'https://host.example/'])(
  '%j is no repository that another machine could have',
  (url) => expect(normaliseRemote(url)).toBe(''),
);

function write(home: TempHome, name: string, text: string): void {
  mkdirSync(dirname(home.path(name)), { recursive: true });
  writeFileSync(home.path(name), text);
}
const CONFIG = `[core]
	bare = false
[remote "upstream"]
	url = https://host.example/upstream/app.git
[remote "origin"]
	url = git@host.example:acme/app.git
	fetch = +refs/heads/*:refs/remotes/origin/*
[branch "main"]
	remote = origin
`;

test('a folder within a repository, a worktree and a submodule are found; what has none is none', () => {
  using home = new TempHome();
  write(home, 'app/.git/config', CONFIG);
  mkdirSync(home.path('app', 'src', 'deep'), { recursive: true });
  expect(repositoryOf([home.path('nowhere'), home.path('app', 'src', 'deep')])).toBe('host.example/acme/app');
  write(home, 'tree/.git', `gitdir: ${home.path('app', '.git', 'worktrees', 'tree')}\n`);
  write(home, 'app/.git/worktrees/tree/commondir', '../..\n');
  expect(repositoryOf([home.path('tree')])).toBe('host.example/acme/app');
  write(home, 'app/lib/.git', 'gitdir: ../.git/modules/lib\n');
  write(home, 'app/.git/modules/lib/config', '[remote "any"]\n\turl = https://host.example/lib\n');
  expect(repositoryOf([home.path('app', 'lib')])).toBe('host.example/lib');
  mkdirSync(home.path('plain'));
  expect(repositoryOf([home.path('plain'), 'relative', ''])).toBe('');
});
