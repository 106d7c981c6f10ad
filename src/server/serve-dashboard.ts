import { randomBytes } from 'node:crypto';
import type { RescanReport } from '../contract/reports/rescan.ts';
import { createApp } from './app.ts';
import { createEventHub } from './events.ts';
import { LOOPBACK_HOSTS } from './guard.ts';
import { listen } from './listen.ts';
import type { Listening, ListenOptions } from './listen.ts';
import { createLiveScan } from './live-scan.ts';
import type { ScanDeps } from './live-scan.ts';
import { canOpenBrowser, openBrowser } from './open-browser.ts';
import type { BrowserSetting } from './open-browser.ts';
import { watchRevision } from './revision-watch.ts';
import type { ServerDeps } from './server-deps.ts';

export interface DashboardOptions
  extends
    ListenOptions,
    Pick<ServerDeps, 'context' | 'reports' | 'compat' | 'roots' | 'assetsDir' | 'now' | 'log'>,
    Pick<ScanDeps<RescanReport>, 'scan' | 'watch'> {
  /** Open the page in the browser, where there is one and somebody to look at it. */
  readonly open: boolean;
  readonly browser: BrowserSetting;
  /** A remark for the person at the terminal. */
  readonly remark: (line: string) => void;
}

/**
 * Serves the dashboard on this machine and keeps it up to date until closed: answers at once, scans beside it.
 * @throws UsageError usage when the host or the port cannot be used
 */
export async function serveDashboard(options: DashboardOptions): Promise<Pick<Listening, 'url' | 'close'>> {
  const { context, now, log } = options;
  const live = createLiveScan<RescanReport>(options);
  const revisions = watchRevision(() => context.reader.revision(), now, log);
  const events = createEventHub(revisions, live);
  const token = randomBytes(32).toString('base64url');
  const app = createApp({ ...options, live, events, token, allowedHosts: allowedHosts(options.host) });
  const listening = await listen(app, options);
  // A scan of ours shows at once; what other processes write shows at the next poll.
  live.subscribe(() => void (live.state().scanning || revisions.look()));
  live.start();
  if (options.open && canOpenBrowser(options.browser)) {
    openBrowser(options.browser.platform, listening.url, () =>
      options.remark(`No browser could be opened: open ${listening.url}`),
    );
  }
  return {
    url: listening.url,
    async close() {
      events.close();
      revisions.close();
      await listening.close();
      await live.close();
    },
  };
}

function allowedHosts(host: string | undefined): string[] {
  const name = host?.trim().toLowerCase();
  if (name === undefined || name === '') return [...LOOPBACK_HOSTS];
  return [...new Set([...LOOPBACK_HOSTS, name.includes(':') && !name.startsWith('[') ? `[${name}]` : name])];
}
