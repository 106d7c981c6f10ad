import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A home folder of a test's own, removed at the end of its `using` block. */
export class TempHome implements Disposable {
  readonly home = mkdtempSync(join(tmpdir(), 'claude usage test '));
  readonly projects = join(this.home, '.claude', 'projects');
  readonly ledger = join(this.home, '.claude', 'usage.db');
  constructor() {
    mkdirSync(this.projects, { recursive: true });
  }
  path(...parts: string[]): string {
    return join(this.home, ...parts);
  }
  [Symbol.dispose](): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
