import { Worker } from 'node:worker_threads';
import { unavailable } from '../../platform/errors.ts';

export type Strength = { score: number; warning: string | null; suggestions: string[] };
type Call = { done: (strength: Strength) => void; failed: (error: Error) => void };

/** The dictionaries take 30 MB, so the thread ends when nobody has asked for a while. */
const IDLE_MS = 30_000;
/** A thread that has not answered anything for so long is given up. */
const LIMIT_MS = 15_000;

let worker: Worker | undefined;
let timer: NodeJS.Timeout | undefined;
let last = 0;
const waiting = new Map<number, Call>();

/**
 * Judges a password on a thread of its own: some take a tenth of a second.
 * @param own words an attacker would try first (name, email)
 * @returns score 0–4 and advice
 * @throws 503 when the thread dies or hangs
 */
export function passwordStrength(password: string, own: string[] = []): Promise<Strength> {
  return new Promise((done, failed) => {
    worker ??= start();
    worker.ref();
    if (waiting.size === 0) watch(worker, LIMIT_MS);
    waiting.set(++last, { done, failed });
    worker.postMessage({ id: last, password, own });
  });
}

function start(): Worker {
  const fresh = new Worker(new URL('./strength.worker.ts', import.meta.url));
  fresh.on('message', ({ id, strength }: { id: number; strength: Strength }) => {
    waiting.get(id)?.done(strength);
    waiting.delete(id);
    if (waiting.size === 0) fresh.unref();
    watch(fresh, waiting.size === 0 ? IDLE_MS : LIMIT_MS);
  });
  fresh.on('error', () => end(fresh));
  return fresh;
}

/** Ends the thread unless something is heard of it before. */
function watch(watched: Worker, ms: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => end(watched), ms).unref();
}

/** Lets a thread go; what still waits for it fails. */
function end(ended: Worker): void {
  if (worker !== ended) return;
  worker = undefined;
  clearTimeout(timer);
  void ended.terminate();
  for (const call of waiting.values()) call.failed(unavailable('The password could not be judged right now. Try again in a moment.'));
  waiting.clear();
}
