/** Thread entry: unpacks the segments that it is given, in order. */
import { parentPort } from 'node:worker_threads';
import type { Decoded } from './decoding-thread.ts';
import { decodeSegment } from './wire/segment.ts';
import { NewerFormat, WireError } from './wire/untrusted.ts';

parentPort?.on('message', (bytes: Uint8Array) => {
  const { decoded, transfer } = decode(bytes);
  parentPort?.postMessage(decoded, transfer);
});

function decode(bytes: Uint8Array): { decoded: Decoded; transfer: ArrayBuffer[] } {
  try {
    const segment = decodeSegment(bytes);
    return { decoded: { segment }, transfer: [segment.columns.numbers.buffer] };
  } catch (error) {
    if (error instanceof WireError)
      return { decoded: { refused: error.message, isNewer: error instanceof NewerFormat }, transfer: [] };
    throw error;
  }
}
