/** How days, hours and ages are written. Local days are text (`2026-11-22`) and never pass through a time zone. */
const utc = (options: Intl.DateTimeFormatOptions): { format: (date: Date) => string } => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
  // British data alone abbreviates one month to four letters.
  return { format: (date) => format.format(date).replace(/\bSept\b/, 'Sep') };
};
const dayMonth = utc({ day: 'numeric', month: 'short' });
const dayMonthYear = utc({ day: 'numeric', month: 'short', year: 'numeric' });
const weekdayFull = utc({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const monthYear = utc({ month: 'long', year: 'numeric' });
const monthShort = utc({ month: 'short' });

/** Monday first. */
export const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const midnight = (day: string): Date => new Date(`${day.slice(0, 10)}T00:00:00Z`);

/** `22 Nov`. */
export function formatDay(day: string): string {
  return dayMonth.format(midnight(day));
}

/** `Sun 22 Nov 2026`. */
export function formatFullDay(day: string): string {
  return weekdayFull.format(midnight(day)).replace(',', '');
}

/** `24 Oct – 22 Nov 2026`; one day is one day. */
export function formatRange(since: string, until: string): string {
  if (since === until) return formatFullDay(since);
  const first = since.slice(0, 4) === until.slice(0, 4) ? formatDay(since) : dayMonthYear.format(midnight(since));
  return `${first} – ${dayMonthYear.format(midnight(until))}`;
}

/** A bucket's key in full: `Sun 22 Nov 2026`, `22 Nov, 13–14 h`, `Week of 16 Nov 2026`, `November 2026`. */
export function formatBucket(key: string, bucket: string): string {
  if (bucket === 'month') return monthYear.format(midnight(`${key}-01`));
  if (bucket === 'week') return `Week of ${dayMonthYear.format(midnight(key))}`;
  if (bucket === 'day') return formatFullDay(key);
  return `${formatDay(key)}, ${formatHour(Number(key.slice(11, 13)))}`;
}

/** A bucket's key on an axis, with its year where the axis spans `years`. */
export function formatBucketShort(key: string, bucket: string, years = false): string {
  if (bucket === 'month') return `${monthShort.format(midnight(`${key}-01`))} ’${key.slice(2, 4)}`;
  if (bucket === 'hour') return key.endsWith('T00') ? formatDay(key) : `${key.slice(11, 13)}h`;
  return years ? `${formatDay(key)} ’${key.slice(2, 4)}` : formatDay(key);
}

/** `13–14 h`. */
export function formatHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}–${String(hour + 1).padStart(2, '0')} h`;
}

/** A name of hours of the week: `Thursday, 14–15 h`, `Thursday`, `14–15 h`. */
export function formatWeekHours(name: string): string {
  const [first = '', hour] = name.split('-');
  const day = DAY_NAMES.find((full) => full.slice(0, 3).toLowerCase() === first);
  const text = hour ?? (day === undefined ? first : undefined);
  return [day, text === undefined ? undefined : formatHour(Number(text))].filter(Boolean).join(', ');
}

/** An instant in the report's zone: `22 Nov, 14:05`, with the year when it is not the one of `now`. */
export function formatInstant(iso: string, zone: string, now: Date = new Date()): string {
  const date = new Date(iso);
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(date.getUTCFullYear() === now.getUTCFullYear() ? {} : { year: 'numeric' }),
  })
    .format(date)
    .replace(/\bSept\b/, 'Sep');
}

/** `just now`, `40 s ago`, `3 min ago`, `5 h ago`, `12 days ago`. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 10) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ago`;
  return `${Math.floor(hours / 24)} days ago`;
}
