import { type Files, lines } from './files.ts';
import { assistant, session, usageOf, type Place, type Turn, type Usage } from './record.ts';

const place: Place = { session: session(30), cwd: '/opt/mint', version: '2.1.286' };
const file = (n: number): string => `projects/-opt-mint/${session(n)}.jsonl`;
let counter = 0;

/** A final turn with an id of its own. */
function turn(model: string, at: string, usage: Usage): Turn {
  return { ...usage, id: `msg_pr${String(++counter).padStart(3, '0')}`, model, at, final: true };
}
const at = (t: Turn, n = 30): string => assistant({ ...place, session: session(n) }, t);

/** Everything a price depends on. */
export function prices(): Files {
  counter = 0;
  return {
    [file(30)]: factors(),
    [file(31)]: context(),
    [file(32)]: names(),
    [file(33)]: attempts(),
    [file(34)]: writes(),
  };
}

/** Fast mode, US inference, batches, web searches, and the day on which a price changes. */
function factors(): string {
  const usage = { input: 1000, output: 2000, w5: 3000, w1: 4000, read: 50_000 };
  return lines(
    at(turn('claude-opus-5-5', '2026-11-02T10:00:00.000Z', { ...usage, speed: 'fast' })),
    at(turn('claude-opus-4-6', '2026-06-28T23:59:59.999Z', { ...usage, speed: 'fast' })),
    // From 29 June 2026 on this model has no fast mode: the request ran, and is billed, at standard speed.
    at(turn('claude-opus-4-6', '2026-06-29T00:00:00.000Z', { ...usage, speed: 'fast' })),
    at(turn('claude-opus-4-6', '2026-02-20T12:00:00.000Z', { ...usage, input: 180_000, speed: 'fast' })),
    at(turn('claude-sonnet-5', '2026-08-10T10:00:00.000Z', { ...usage, geo: 'us' })),
    at(turn('claude-opus-5', '2026-08-10T10:01:00.000Z', { ...usage, geo: 'us', speed: 'fast', web: 3 })),
    // Before 4.6 there is no premium for a region.
    at(turn('claude-haiku-4-5-20251001', '2026-08-10T10:02:00.000Z', { ...usage, geo: 'us' })),
    at(turn('claude-sonnet-5', '2026-08-10T10:03:00.000Z', { ...usage, tier: 'batch' })),
    at(turn('claude-sonnet-5', '2026-08-10T10:04:00.000Z', { ...usage, tier: null, geo: null, speed: null })),
    at(turn('claude-sonnet-4-6', '2026-08-10T10:05:00.000Z', { input: 10, output: 20, web: 7 })),
    at(turn('claude-sonnet-5-5', '2026-10-06T23:59:59.999Z', usage)),
    at(turn('claude-sonnet-5-5', '2026-10-07T00:00:00.000Z', usage)),
  );
}

/** The whole request is dearer above a threshold; the threshold itself is not above it. */
function context(): string {
  return lines(
    at(
      turn('claude-haiku-5-5', '2026-10-20T10:00:00.000Z', { input: 10_000, w5: 20_000, read: 70_000, output: 500 }),
      31,
    ),
    at(
      turn('claude-haiku-5-5', '2026-10-20T10:01:00.000Z', { input: 10_001, w5: 20_000, read: 70_000, output: 500 }),
      31,
    ),
    at(turn('claude-sonnet-4-5-20250929', '2026-04-29T10:00:00.000Z', { input: 300_000, output: 1000 }), 31),
    at(
      turn('claude-sonnet-4-5-20250929[1m]', '2026-04-29T10:01:00.000Z', {
        input: 1,
        w1: 100_000,
        read: 100_000,
        output: 1000,
      }),
      31,
    ),
    at(turn('claude-sonnet-4-5-20250929', '2026-05-02T10:00:00.000Z', { input: 300_000, output: 1000 }), 31),
    at(turn('claude-opus-4-6', '2026-03-12T10:00:00.000Z', { input: 5, w1: 60_000, read: 190_000, output: 800 }), 31),
    at(turn('claude-opus-4-6', '2026-03-14T10:00:00.000Z', { input: 5, w1: 60_000, read: 190_000, output: 800 }), 31),
    at(turn('claude-opus-5', '2026-08-11T10:00:00.000Z', { input: 5, w1: 60_000, read: 790_000, output: 800 }), 31),
  );
}

/** Names of the same models elsewhere, and one that nobody sells. */
function names(): string {
  const usage = { input: 100, output: 200, w5: 1000, w1: 500, read: 10_000 };
  const models = [
    'global.anthropic.claude-opus-4-6-v1',
    'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'claude-opus-4-5@20251101',
    'claude-opus-4-8@default',
    'claude-opus-4-5',
    'claude-haiku-4-5',
    'claude-sonnet-4-5',
    'claude-opus-5[1m]',
    'gpt-next-9',
    'claude-zeppelin-9',
  ];
  return lines(
    ...models.map((model, i) => {
      const one = turn(model, `2026-08-12T10:0${i}:00.000Z`, usage);
      const prefix = model.startsWith('global.') ? 'msg_bdrk_' : model.includes('@') ? 'msg_vrtx_' : 'msg_';
      return at({ ...one, id: prefix + one.id!.slice(4) }, 32);
    }),
  );
}

/** What the top level of a usage leaves out. */
function attempts(): string {
  const entry = (type: string, u: Usage, model?: string): object => ({
    ...usageOf('2.0.0', u),
    type,
    ...(model ? { model } : {}),
  });
  const advised = turn('claude-sonnet-5', '2026-08-13T10:00:00.000Z', {
    input: 4,
    output: 683,
    iterations: [
      entry('message', { input: 2, output: 85 }),
      entry('advisor_message', { input: 91_627, output: 18_716, read: 100, w5: 50 }, 'claude-opus-4-8'),
      entry('message', { input: 2, output: 598 }),
    ],
  });
  const compacted = turn('claude-sonnet-5', '2026-08-13T10:01:00.000Z', {
    input: 30,
    output: 40,
    read: 2000,
    iterations: [
      entry('compaction', { input: 180_000, output: 3500 }),
      entry('message', { input: 30, output: 40, read: 2000 }),
    ],
  });
  const fellBack = turn('claude-opus-4-8', '2026-08-13T10:02:00.000Z', {
    input: 2,
    output: 700,
    w1: 21_900,
    read: 32_000,
    iterations: [
      entry('message', { input: 2, output: 2, w5: 21_874, read: 32_238 }, 'claude-fable-5'),
      entry('fallback_message', { input: 2, output: 700, w5: 21_900, read: 32_000 }, 'claude-opus-4-8'),
    ],
  });
  // Declined before any output: not billed.
  const declined = turn('claude-opus-4-8', '2026-08-13T10:03:00.000Z', {
    input: 9,
    output: 300,
    iterations: [
      entry('message', { input: 9, output: 0, w5: 40_000 }, 'claude-fable-5'),
      entry('fallback_message', { input: 9, output: 300 }, 'claude-opus-4-8'),
    ],
  });
  const ordinary = turn('claude-opus-4-8', '2026-08-13T10:04:00.000Z', {
    input: 7,
    output: 50,
    iterations: [entry('message', { input: 3, output: 20 }), entry('message', { input: 4, output: 30 })],
  });
  return lines(...[advised, compacted, fellBack, declined, ordinary].flatMap((t) => [at(t, 33), at(t, 33)]));
}

/** Cache writes as the versions before 2.1.152 told them: the total without the split, and the split without the total. */
function writes(): string {
  const [old, half] = [
    { ...place, session: session(34), version: '1.0.43' },
    { ...place, session: session(34), version: '2.1.120' },
  ];
  const splitOnly = JSON.parse(
    assistant(half, turn('claude-opus-4-7', '2026-04-20T10:00:00.000Z', { input: 1, output: 2, w5: 300, w1: 4000 })),
  ) as {
    message: { usage: Record<string, unknown> };
  };
  splitOnly.message.usage['cache_creation_input_tokens'] = 0;
  return lines(
    assistant(
      old,
      turn('claude-opus-4-20250514', '2025-07-05T10:00:00.000Z', { input: 4, output: 30, w5: 7000, read: 100 }),
    ),
    JSON.stringify(splitOnly),
  );
}
