import { expect, test } from 'vitest';
import { projectKeyOf, projectNameOf, slugOf } from './project-of.ts';

test.each([
  ['/home/ana/work/shop', '-home-ana-work-shop', 'dir:work/shop'],
  ['/home/ana/work/shop/api/src', '-home-ana-work-shop', 'dir:work/shop'],
  ['/home/ana/work/shop/', '', 'dir:work/shop'],
  ['/home/ana/work/shop/.claude/worktrees/fix-1', '-home-ana-work-shop--claude-worktrees-fix-1', 'dir:work/shop'],
  ['/home/ana/work/shop/.worktrees/fix-1/api', '', 'dir:work/shop'],
  ['/home/ana/worktrees/shop', '', 'dir:worktrees/shop'],
  ['D:\\src\\shop', '', 'dir:src/shop'],
  ['/shop', '', 'dir:shop'],
  ['', 'any', 'dir:unknown'],
])('%s in folder %s belongs to %s', (cwd, slug, key) => {
  expect(projectKeyOf(cwd, slug)).toBe(key);
});

test('a slug keeps letters and digits, and shortens long paths by a hash', () => {
  expect(slugOf('/home/ana/my_shop.io')).toBe('-home-ana-my-shop-io');
  expect(slugOf(`/${'a'.repeat(300)}`)).toMatch(/^-a{199}-[0-9a-z]+$/);
  expect(projectNameOf('/')).toBe('unknown');
});
