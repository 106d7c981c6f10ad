import { spawn } from 'node:child_process';

export interface BrowserSetting {
  readonly platform: NodeJS.Platform;
  /** Environment of the program. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A person sits at this terminal. */
  readonly interactive: boolean;
}

/** Whether there is somebody, and something, to show a page to: not in a pipe, on CI, over ssh or without a display. */
export function canOpenBrowser({ platform, env, interactive }: BrowserSetting): boolean {
  if (!interactive || env['CI'] || env['SSH_CONNECTION']) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** The command that shows an address in the default browser. No shell reads the address. */
export function browserCommand(platform: NodeJS.Platform, url: string): readonly [string, readonly string[]] {
  if (platform === 'darwin') return ['open', [url]];
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return ['xdg-open', [url]];
}

/** Opens the page. Calls back when that failed: the address is printed anyway, so it is a remark, not an error. */
export function openBrowser(platform: NodeJS.Platform, url: string, onFailure: (error: Error) => void): void {
  const [command, parameters] = browserCommand(platform, url);
  const child = spawn(command, parameters, { stdio: 'ignore', detached: true });
  child.once('error', onFailure);
  child.unref();
}
