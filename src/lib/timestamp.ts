/** Times before 2000 and from 2100 on are damage. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2099;

/** Midnight UTC of a calendar day in epoch milliseconds; NaN when there is no such day or its year is absurd. */
export function dayMs(year: number, month: number, day: number): number {
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return NaN;
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCDate() === day ? ms : NaN;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/;

/** Epoch milliseconds of an ISO 8601 time, UTC when it names no offset; NaN for anything else. Digits below 1 ms are cut. */
export function parseTimestamp(text: string): number {
  const m = ISO.exec(text);
  if (!m) return NaN;
  const [hour, minute, second] = [Number(m[4]), Number(m[5]), Number(m[6])];
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  const millis = Number((m[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const day = dayMs(Number(m[1]), Number(m[2]), Number(m[3]));
  return day + hour * 3_600_000 + minute * 60_000 + second * 1000 + millis - offsetMs(m[8]);
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone[0] === '-' ? -minutes : minutes) * 60_000;
}
