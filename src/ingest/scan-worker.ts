/** Thread entry: reads the files it was given and posts their rows. */
import { parentPort, workerData } from 'node:worker_threads';
import { readFiles, type ReadOutcome } from './read-files.ts';
import { MAX_IN_FLIGHT, type WorkerInput, type WorkerMessage } from './read-in-worker.ts';

const { tasks, inFlight } = workerData as WorkerInput;
const counter = new Int32Array(inFlight);
const DONE_AT_ONCE = 64;
let outcomes: ReadOutcome[] = [];

function post(message: WorkerMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}
function postOutcomes(): void {
  if (outcomes.length > 0) post({ kind: 'done', outcomes });
  outcomes = [];
}

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
