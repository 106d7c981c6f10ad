import { isTransient } from '../../ledger/dialect/postgres-errors.ts';

const ATTEMPTS = 8;
const FIRST_WAIT_MS = 50;
/** Longer than the server waits for one who holds a lock and is gone: a minute. */
const GIVE_UP_MS = 75_000;

/**
 * Runs a whole transaction again when the server or the network gave up on it, some eight times over about six seconds;
 * where each try itself takes long, as behind another's lock, for little more than a minute.
 * What it does must be harmless to do twice: a commit whose answer was lost is simply sent again.
 */
export async function retried<T>(work: () => Promise<T>, onResend: () => void = () => undefined): Promise<T> {
  const giveUp = performance.now() + GIVE_UP_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || attempt >= ATTEMPTS || performance.now() > giveUp) throw error;
      onResend();
      const waitMs = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
