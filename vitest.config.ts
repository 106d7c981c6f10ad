import { defineConfig } from 'vitest/config';

/** Own process per file where native code or child processes are in play; the rest shares workers. */
const project = (name: string, include: string[], more: object = {}) => ({
  extends: true as const,
  test: { name, include, ...more },
});

/** The same tests on each server; the last two only where a run names their programs (`.ci/run`). */
const onPostgres = (name: string, setup: string, exclude: string[] = []) =>
  project(name, ['test/postgres/**/*.test.ts'], {
    testTimeout: 120_000,
    globalSetup: [`test/support/${setup}`],
    exclude,
  });
/** Mostly connections that nobody answers, and the texts of this program: no other server changes them. */
const CANARY = 'test/postgres/canary.test.ts';

export default defineConfig({
  test: {
    // Never the real home: every path the program derives from the environment leads into nowhere unless a test sets it.
    env: { HOME: '/nonexistent/claude-usage-tests', TZ: 'UTC', NO_COLOR: '1' },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      project('unit', ['src/**/*.test.ts', 'web/src/**/*.test.{ts,tsx}', 'bench/**/*.test.ts']),
      project('property', ['test/property/**/*.test.ts'], { testTimeout: 120_000 }),
      project('conformance', ['test/conformance/**/*.test.ts', 'test/upgrade/**/*.test.ts', 'test/crash/**/*.test.ts']),
      project('replication', ['test/replication/**/*.test.ts'], { testTimeout: 600_000 }),
      onPostgres('postgres', 'postgres-setup.ts'),
      ...(process.env.TEST_PG_OLDER_BIN ? [onPostgres('older', 'postgres-setup-older.ts', [CANARY])] : []),
      ...(process.env.TEST_PG_POOLER ? [onPostgres('pooled', 'postgres-setup-pooled.ts', [CANARY])] : []),
      project('corpus', ['test/corpus/**/*.test.ts']),
      project('repository', ['test/repository/**/*.test.ts']),
      project('e2e', ['test/e2e/*.test.ts', 'test/e2e/cli/**/*.test.ts'], { testTimeout: 60_000 }),
      project('browser', ['test/e2e/browser/**/*.test.ts'], { testTimeout: 60_000, fileParallelism: false }),
    ],
  },
});
