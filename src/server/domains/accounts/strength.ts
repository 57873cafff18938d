import { Worker } from 'node:worker_threads';

export type Strength = { score: number; warning: string | null; suggestions: string[] };
type Call = { done: (strength: Strength) => void; failed: (error: Error) => void };

/** The dictionaries take 30 MB, so the thread ends when nobody has asked for a while. */
const IDLE_MS = 30_000;

let worker: Worker | undefined;
let idle: NodeJS.Timeout | undefined;
let last = 0;
const waiting = new Map<number, Call>();

/**
 * Judges a password on a thread of its own: some take a tenth of a second.
 * @param own words an attacker would try first (name, email)
 * @returns score 0–4 and advice
 */
export function passwordStrength(password: string, own: string[] = []): Promise<Strength> {
  return new Promise((done, failed) => {
    clearTimeout(idle);
    worker ??= start();
    worker.ref();
    waiting.set(++last, { done, failed });
    worker.postMessage({ id: last, password, own });
  });
}

function start(): Worker {
  const fresh = new Worker(new URL('./strength.worker.ts', import.meta.url));
  fresh.on('message', ({ id, strength }: { id: number; strength: Strength }) => {
    waiting.get(id)?.done(strength);
    waiting.delete(id);
    if (waiting.size > 0) return;
    fresh.unref();
    idle = setTimeout(() => end(fresh), IDLE_MS).unref();
  });
  fresh.on('error', (error) => end(fresh, error instanceof Error ? error : new Error(String(error))));
  return fresh;
}

/** Lets a thread go; what still waits for it fails. */
function end(ended: Worker, error = new Error('The thread that judges passwords ended.')): void {
  if (worker !== ended) return;
  worker = undefined;
  void ended.terminate();
  for (const call of waiting.values()) call.failed(error);
  waiting.clear();
}
