import { expect, test } from 'vitest';
import { example } from '../../test/support/shared-turn-example.ts';
import { DecodingThread } from './decoding-thread.ts';
import { decodeSegment, encodeSegment } from './wire/segment.ts';
import { WireError } from './wire/untrusted.ts';

const HEADER = { machine: 'a'.repeat(32), incarnation: 'b'.repeat(16), sequence: 7 };
const whole = encodeSegment(HEADER, [example('msg_1'), example('msg_2', 20)]);

test('the thread reads what this one reads, in order, and goes on after nonsense', async () => {
  const thread = new DecodingThread();
  try {
    const [first, torn, last] = await Promise.allSettled(
      [whole, whole.subarray(0, 50), whole].map((bytes) => thread.decode(bytes)),
    );
    expect(first).toEqual({ status: 'fulfilled', value: decodeSegment(whole) });
    expect(torn).toMatchObject({ status: 'rejected', reason: expect.any(WireError) });
    expect(last).toMatchObject({ status: 'fulfilled' });
  } finally {
    await thread.stop();
  }
});

test('a thread that is gone says so instead of keeping anybody waiting', async () => {
  const thread = new DecodingThread();
  const reading = thread.decode(whole);
  const [outcome] = await Promise.allSettled([reading, thread.stop()]);
  expect(outcome).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('thread ended') } });
  await expect(thread.decode(whole)).rejects.toThrow('thread ended');
});
