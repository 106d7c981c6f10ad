import { setImmediate as turn } from 'node:timers/promises';

/** Texts are sent in pieces of at least this many characters: one piece per row would cost more than the row. */
const PIECE_CHARS = 32_768;

/**
 * A body from a text at hand and those that are made while it is read. Whoever leaves early stops the making. Between two
 * pieces the event loop turns: other requests are answered while a long one is made.
 */
export function textStream(first: string, source: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let piece = first;
  return new ReadableStream({
    async pull(controller) {
      await turn();
      while (piece.length < PIECE_CHARS) {
        const next = await source.next();
        if (next.done) {
          if (piece !== '') controller.enqueue(encoder.encode(piece));
          controller.close();
          return;
        }
        piece += next.value;
      }
      controller.enqueue(encoder.encode(piece));
      piece = '';
    },
    async cancel() {
      await source.return(undefined);
    },
  });
}
