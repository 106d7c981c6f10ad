import { spawn } from 'node:child_process';
import type { Environment } from '../config/paths.ts';

/** Whether there is somebody, and something, to show a page to: not in a pipe, on CI, over ssh or without a display. */
export function canOpenBrowser(platform: NodeJS.Platform, env: Environment, interactive: boolean): boolean {
  if (!interactive || env['CI'] || env['SSH_CONNECTION']) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** The command that shows an address in the default browser. No shell reads the address. */
export function browserCommand(platform: NodeJS.Platform, url: string): readonly [string, readonly string[]] {
  if (platform === 'darwin') return ['open', [url]];
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return ['xdg-open', [url]];
}

/** Opens an address in the user's browser and goes on; false where there is no way to do so. */
export function openBrowser(platform: NodeJS.Platform, url: string): Promise<boolean> {
  const [command, args] = browserCommand(platform, url);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => resolve(false));
  child.once('spawn', () => {
    child.unref();
    resolve(true);
  });
  return promise;
}
