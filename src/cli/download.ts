import { UsageError } from '../contract/errors.ts';
import type { Host } from './host.ts';

const TIMEOUT_MS = 30_000;
/** Ten times the list that it is for. */
const MAX_BYTES = 20 * 1024 * 1024;

/** The text at an address. Throws `fetch-failed` for anything but a text of a sane size, within half a minute. */
export async function download(fetch: Host['fetch'], url: string): Promise<string> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return await textOf(answer);
  } catch (error) {
    throw new UsageError(
      'fetch-failed',
      `${url} gave nothing (${reasonOf(error)})`,
      'Fetch it in another way and give the file: claude-usage prices refresh --from FILE',
      { cause: error },
    );
  }
}

async function textOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error('it is too large');
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Node hides why a connection failed in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
