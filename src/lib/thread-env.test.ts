import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { TempHome } from '../../test/support/temp-home.ts';

test('a thread uses the folder of compiled code that its program uses', () => {
  using home = new TempHome();
  const file = fileURLToPath(new URL('./thread-env.ts', import.meta.url));
  const program = `
    import { enableCompileCache, getCompileCacheDir } from 'node:module';
    import { Worker } from 'node:worker_threads';
    const { threadEnv } = await import(${JSON.stringify(file)});
    const before = threadEnv();
    enableCompileCache(${JSON.stringify(home.path('cache'))});
    const thread = new Worker(
      'const of = process.getBuiltinModule; of("worker_threads").parentPort.postMessage(of("module").getCompileCacheDir())',
      { eval: true, env: threadEnv() },
    );
    thread.on('message', (theirs) => console.log(JSON.stringify([before.NODE_COMPILE_CACHE ?? null, theirs === getCompileCacheDir(), theirs])));`;
  const env = { PATH: process.env['PATH'], HOME: home.path('') };
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    env,
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual([null, true, expect.stringContaining(home.path('cache'))]);
});
