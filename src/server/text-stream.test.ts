import { expect, test } from 'vitest';
import { textStream } from './text-stream.ts';

async function* numbers(upTo: number, onEnd: () => void): AsyncGenerator<string> {
  try {
    for (let i = 1; i <= upTo; i++) yield `${i}\n`;
  } finally {
    onEnd();
  }
}

test('every text arrives once, in order, in pieces', async () => {
  const chunks: string[] = [];
  for await (const chunk of textStream(
    'head\n',
    numbers(20_000, () => undefined),
  ))
    chunks.push(new TextDecoder().decode(chunk));
  expect(chunks.join('')).toBe(['head', ...Array.from({ length: 20_000 }, (_, i) => i + 1), ''].join('\n'));
  expect(chunks.length).toBeGreaterThan(2);
  expect(chunks.length).toBeLessThan(20);
});

test('nothing but the first text is a body too', async () => {
  expect(
    await new Response(
      textStream(
        '',
        numbers(0, () => undefined),
      ),
    ).text(),
  ).toBe('');
  expect(
    await new Response(
      textStream(
        'x',
        numbers(0, () => undefined),
      ),
    ).text(),
  ).toBe('x');
});

test('who leaves early stops the making', async () => {
  let ended = false;
  const source = numbers(1e9, () => (ended = true));
  const first = await source.next();
  const reader = textStream(first.value as string, source).getReader();
  await reader.read();
  await reader.cancel();
  expect(ended).toBe(true);
});

test('a failure while reading breaks the body instead of ending it', async () => {
  const source = (async function* (): AsyncGenerator<string> {
    yield 'a';
    throw new Error('ledger gone');
  })();
  await expect(new Response(textStream('', source)).text()).rejects.toThrow('ledger gone');
});

test('other work of the event loop comes in between two pieces', async () => {
  let made = 0;
  async function* long(): AsyncGenerator<string> {
    for (; made < 40; made++) yield 'x'.repeat(40_000);
  }
  const reader = textStream('', long()).getReader();
  let madeWhenOthersCame: number | undefined;
  setImmediate(() => (madeWhenOthersCame = made));
  for (let piece = await reader.read(); !piece.done; piece = await reader.read());
  expect(made).toBe(40);
  expect(madeWhenOthersCame).toBeLessThan(5);
});
