import { isTransient } from '../../ledger/dialect/postgres.ts';

const ATTEMPTS = 8;
const FIRST_WAIT_MS = 50;

/**
 * Runs a whole transaction again when the server or the network gave up on it, some eight times over about six seconds.
 * What it does must be harmless to do twice: a commit whose answer was lost is simply sent again.
 */
export async function retried<T>(work: () => Promise<T>, onResend: () => void = () => undefined): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || attempt >= ATTEMPTS) throw error;
      onResend();
      const waitMs = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
