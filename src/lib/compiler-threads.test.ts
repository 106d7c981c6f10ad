import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** In a process of its own: what gives way does so until it ends. */
function prioritiesAfter(): Record<string, number> {
  const file = fileURLToPath(new URL('./compiler-threads.ts', import.meta.url));
  const program = `
    const { getPriority } = await import('node:os');
    const { compilersGiveWay, compilerThreads } = await import(${JSON.stringify(file)});
    compilersGiveWay();
    const all = [process.pid, ...compilerThreads()];
    console.log(JSON.stringify(Object.fromEntries(all.map((id) => [id === process.pid ? 'main' : id, getPriority(id)]))));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, number>;
}

test('the main thread keeps its priority, the compiler threads that the system names give way', () => {
  const { main, ...compilers } = prioritiesAfter();
  expect(main).toBe(0);
  for (const priority of Object.values(compilers)) expect(priority).toBe(10);
  const named = process.platform === 'linux' && Number(process.versions.node.split('.')[0]) >= 24;
  expect(Object.keys(compilers).length).toBeGreaterThanOrEqual(named ? 1 : 0);
});
