import { type Files, lines } from './files.ts';
import { assistant, session, type Place } from './record.ts';

/** Zones whose days `expected.json` names for this root: half and quarter hours, and a summer time of half an hour. */
export const ZONES = [
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
] as const;

/** Instants on both sides of a midnight or of a clock change somewhere. */
const INSTANTS = [
  // 29 March 2026: Berlin skips an hour at 01:00 UTC; its day has 23 hours.
  '2026-03-28T22:59:59.999Z',
  '2026-03-28T23:00:00.000Z',
  '2026-03-29T00:59:59.999Z',
  '2026-03-29T01:00:00.000Z',
  '2026-03-29T21:59:59.999Z',
  '2026-03-29T22:00:00.000Z',
  // 25 October 2026: Berlin repeats an hour; its day has 25 hours.
  '2026-10-24T21:59:59.999Z',
  '2026-10-24T22:00:00.000Z',
  '2026-10-25T00:30:00.000Z',
  '2026-10-25T01:30:00.000Z',
  '2026-10-25T22:59:59.999Z',
  '2026-10-25T23:00:00.000Z',
  // 8 March 2026: New York and St. John's.
  '2026-03-08T03:29:59.999Z',
  '2026-03-08T03:30:00.000Z',
  '2026-03-08T04:59:59.999Z',
  '2026-03-08T05:00:00.000Z',
  '2026-03-09T02:29:59.999Z',
  '2026-03-09T02:30:00.000Z',
  '2026-03-09T03:59:59.999Z',
  '2026-03-09T04:00:00.000Z',
  // 1 November 2026: New York goes back.
  '2026-11-01T03:59:59.999Z',
  '2026-11-01T04:00:00.000Z',
  '2026-11-02T04:59:59.999Z',
  '2026-11-02T05:00:00.000Z',
  // Midnights of Kathmandu (+5:45) and Kolkata (+5:30).
  '2026-07-01T18:14:59.999Z',
  '2026-07-01T18:15:00.000Z',
  '2026-07-01T18:29:59.999Z',
  '2026-07-01T18:30:00.000Z',
  // 4 April 2026: Lord Howe goes from +11 to +10:30, Chatham from +13:45 to +12:45.
  '2026-04-03T12:59:59.999Z',
  '2026-04-03T13:00:00.000Z',
  '2026-04-04T13:14:59.999Z',
  '2026-04-04T13:15:00.000Z',
  '2026-04-05T13:29:59.999Z',
  '2026-04-05T13:30:00.000Z',
  '2026-04-04T10:14:59.999Z',
  '2026-04-04T10:15:00.000Z',
  '2026-04-05T11:14:59.999Z',
  '2026-04-05T11:15:00.000Z',
  // Kiritimati is a day ahead of most (+14).
  '2026-12-31T09:59:59.999Z',
  '2026-12-31T10:00:00.000Z',
] as const;

/** Turns of distinct sizes, so that one on the wrong day shows. */
export function zones(): Files {
  const place: Place = { session: session(50), cwd: '/home/ada/clocks', version: '2.1.200' };
  const turns = INSTANTS.map((at, i) =>
    assistant(place, {
      id: `msg_zn${String(i).padStart(3, '0')}`,
      model: 'claude-sonnet-4-6',
      input: 1 + i * i,
      output: 7 + i,
      read: 1000 * i,
      at,
      final: true,
    }),
  );
  return { [`projects/-home-ada-clocks/${session(50)}.jsonl`]: lines(...turns) };
}
