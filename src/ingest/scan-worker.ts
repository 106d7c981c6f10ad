/** Thread entry: reads the files it is given and posts their rows. */
import { parentPort, workerData } from 'node:worker_threads';
import { readFiles, type ReadOutcome, type ReadTask } from './read-files.ts';
import { MAX_IN_FLIGHT, type ThreadData, type ThreadMessage } from './thread-messages.ts';

const counter = new Int32Array((workerData as ThreadData).inFlight);
const DONE_AT_ONCE = 64;
let outcomes: ReadOutcome[] = [];

function post(message: ThreadMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}
function postOutcomes(): void {
  if (outcomes.length > 0) post({ kind: 'done', outcomes });
  outcomes = [];
}

// Once: with no listener left the thread ends when it has read.
parentPort?.once('message', (tasks: readonly ReadTask[]) => {
  readFiles(tasks, {
    batch(batch) {
      for (let waiting = Atomics.load(counter, 0); waiting >= MAX_IN_FLIGHT; waiting = Atomics.load(counter, 0)) {
        Atomics.wait(counter, 0, waiting);
      }
      Atomics.add(counter, 0, 1);
      post({ kind: 'batch', batch }, [batch.numbers.buffer]);
    },
    done(outcome) {
      outcomes.push(outcome);
      if (outcomes.length >= DONE_AT_ONCE) postOutcomes();
    },
  });
  postOutcomes();
  post({ kind: 'end' });
});
