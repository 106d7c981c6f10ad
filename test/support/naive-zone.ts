/** Local time by asking the runtime about every single instant: slow, and nothing to get wrong. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Days since 1970-01-01 on the local calendar, hour 0 to 23, weekday 0 = Monday. */
export function localTimeOf(zone: string, ms: number): { day: number; hour: number; weekday: number } {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(ms).map((p) => [p.type, Number(p.value)]));
  const date = new Date(Date.UTC(parts.year!, parts.month! - 1, parts.day!));
  return { day: date.getTime() / 86_400_000, hour: parts.hour!, weekday: (date.getUTCDay() + 6) % 7 };
}
