/** Counters of one model as a result record gives them: totals since the meter was started. */
export interface Counters {
  input: number;
  output: number;
  cacheRead: number;
  cacheCreation: number;
  webSearches: number;
}
type Reading = ReadonlyMap<string, Counters>;

const FIELDS = ['input', 'output', 'cacheRead', 'cacheCreation', 'webSearches'] as const;

/**
 * Turns the readings of one session's meters into what was used between them. A reading that has grown in every counter
 * of every model carries the earlier one over; any other is that of a new process, whose meter began at zero
 * (transcripts.md 2.5).
 */
export class Meter {
  #last: Reading = new Map();

  /** What was used since the last reading, per model. */
  advance(reading: Reading): Map<string, Counters> {
    const before = carries(this.#last, reading) ? this.#last : new Map<string, Counters>();
    this.#last = reading;
    return new Map([...reading].map(([model, now]) => [model, difference(now, before.get(model))]));
  }
}

function carries(earlier: Reading, later: Reading): boolean {
  return [...earlier].every(([model, before]) => {
    const now = later.get(model);
    return now !== undefined && FIELDS.every((field) => now[field] >= before[field]);
  });
}

function difference(now: Counters, before: Counters | undefined): Counters {
  if (before === undefined) return now;
  const used = { ...now };
  for (const field of FIELDS) used[field] = now[field] - before[field];
  return used;
}
