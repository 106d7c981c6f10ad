/**
 * Hours of the week by name, as addresses and flags write them: `thu-14` one hour of the week, `thu` a weekday,
 * `14` an hour of every day. As a number: weekday * 24 + hour, weekday 0 = Monday.
 */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const HOURS_A_DAY = 24;
const FORM = /^(?:(mon|tue|wed|thu|fri|sat|sun)(?:-([01]\d|2[0-3]))?|([01]\d|2[0-3]))$/;

/** The hours that a name means, ascending; undefined when it is none. */
export function parseWeekHours(name: string): readonly number[] | undefined {
  const found = FORM.exec(name.trim().toLowerCase());
  if (!found) return undefined;
  const [, day, hourOfDay, hourOfAll] = found;
  const hour = hourOfDay ?? hourOfAll;
  const days = day === undefined ? WEEKDAYS.map((_, i) => i) : [WEEKDAYS.findIndex((name) => name === day)];
  const hours = hour === undefined ? Array.from({ length: HOURS_A_DAY }, (_, i) => i) : [Number(hour)];
  return days.flatMap((d) => hours.map((h) => d * HOURS_A_DAY + h));
}

/** The name of one hour of the week: `thu-14`. */
export function weekHourName(weekHour: number): string {
  return `${WEEKDAYS[Math.floor(weekHour / HOURS_A_DAY)]}-${String(weekHour % HOURS_A_DAY).padStart(2, '0')}`;
}

/** Hours of the week by name, a whole weekday as one; the opposite of `parseWeekHours`. */
export function weekHourNames(weekHours: Iterable<number>): string[] {
  const wanted = new Set(weekHours);
  return WEEKDAYS.flatMap((name, day) => {
    const hours = Array.from({ length: HOURS_A_DAY }, (_, hour) => day * HOURS_A_DAY + hour);
    const chosen = hours.filter((hour) => wanted.has(hour));
    return chosen.length === HOURS_A_DAY ? [name] : chosen.map(weekHourName);
  });
}
