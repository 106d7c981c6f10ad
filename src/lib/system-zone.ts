/**
 * The zone that `Date` lives in, found without Intl: starting Intl takes as long as half of Node's own start (12 of
 * 26 ms of processor time, Node 24), and a report of today needs one offset.
 */
import { readlinkSync, statSync } from 'node:fs';

const MINUTE_MS = 60_000;
const FOLDER = '/usr/share/zoneinfo/';
/** Names of UTC that Intl calls `UTC` too. */
const UTC_NAMES = new Set(['UTC', 'Etc/UTC', 'Etc/UCT', 'Etc/Universal', 'Etc/Zulu', 'UCT', 'Universal', 'Zulu']);

let known: { readonly tz: string | undefined; readonly name: string | undefined } | undefined;

/** IANA name of the zone of `Date`; undefined where only Intl can tell (Windows, odd TZ values, copied zone files). */
export function systemZone(): string | undefined {
  const tz = process.env['TZ'];
  if (known === undefined || known.tz !== tz) known = { tz, name: find(tz) };
  return known.name;
}

/** Local time of `Date` minus UTC at an instant, in ms. Whole minutes, as everywhere since 1972. */
export function systemOffsetMs(ms: number): number {
  return -new Date(ms).getTimezoneOffset() * MINUTE_MS;
}

function find(tz: string | undefined): string | undefined {
  if (process.platform === 'win32') return undefined;
  const name = tz === undefined ? linkedName() : tz;
  if (name === undefined || UTC_NAMES.has(name)) return name === undefined ? undefined : 'UTC';
  if (!/^[A-Z][A-Za-z_]+(\/[A-Z][\w+-]*)+$/.test(name) || name.startsWith('Etc/')) return undefined;
  return statSync(FOLDER + name, { throwIfNoEntry: false })?.isFile() === true ? name : undefined;
}

function linkedName(): string | undefined {
  try {
    return readlinkSync('/etc/localtime').split('/zoneinfo/')[1];
  } catch {
    // No such file, or a copy instead of a link: Intl knows better.
    return undefined;
  }
}
