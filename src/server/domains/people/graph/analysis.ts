import { Worker } from 'node:worker_threads';
import { unavailable } from '../../../platform/errors.ts';
import type { Network } from './network.store.ts';

/** What the thread finds out about a network; all by the place of a person in it. */
export type Analysis = {
  /** The community of each person; the largest is 0. */
  communities: number[];
  /** How clearly the network falls into communities: 0 not at all, 1 completely. */
  modularity: number;
  /** How many people each knows. */
  degrees: number[];
  /** The share of all shortest ways between others that lead through each person, 0 to 1. */
  betweenness: number[];
  /** Whether betweenness was estimated from some of the people. */
  sampled: boolean;
};

const LIMIT_MS = 60_000;
let last: Promise<unknown> = Promise.resolve();

/** Analyses a network on a thread of its own, one network at a time. @throws 503 when the thread dies or takes more than a minute */
export function analyse(network: Network): Promise<Analysis> {
  const run = last.then(() => inThread(network));
  last = run.catch(() => undefined);
  return run;
}

function inThread({ ids, pairs }: Network): Promise<Analysis> {
  return new Promise((done, failed) => {
    const worker = new Worker(new URL('./analysis.worker.ts', import.meta.url), { workerData: { size: ids.length, pairs }, resourceLimits: { maxOldGenerationSizeMb: 512 } });
    const end = () => failed(unavailable('The network could not be analysed right now. Try again in a moment.'));
    const timer = setTimeout(() => (end(), void worker.terminate()), LIMIT_MS);
    worker.once('message', done);
    worker.once('error', end);
    worker.once('exit', () => (clearTimeout(timer), end()));
  });
}
