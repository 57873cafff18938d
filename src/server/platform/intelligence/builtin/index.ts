/** The built-in note engine: always there, offline, in one worker thread that is started when first needed. */
import { Worker } from 'node:worker_threads';
import type { BuiltinEngine, Claimed, OwnedText, Stretch } from '../types.ts';
import type { Circle } from './people/index.ts';
import type { Question } from './worker.ts';

const LIMIT_MS = 5000;
/** Loading the word lists and the model, on a machine that has a lot else to do. */
const START_MS = 30_000;

type Call = { id: number; question: Question; done: (result: never) => void; failed: (error: Error) => void };
type Answer = { ready: true } | { id: number; result: never } | { id: number; error: string };

let worker: Worker | undefined;
let ready = false;
let timer: NodeJS.Timeout | undefined;
let current: Call | undefined;
let last = 0;
const waiting: Call[] = [];

/**
 * Draws entries from a note (10 to 10,000 characters); with a `circle`, sorted by whose they are. Calls are served one after the other.
 * Rejects with the signal's reason when aborted, and with an Error when the thread dies or takes more than 5 s.
 */
export const analyse = (content: string, signal?: AbortSignal, circle?: Circle, given?: readonly Claimed[]): ReturnType<BuiltinEngine['analyse']> => ask({ content, circle, given }, signal);

/** Whose each stretch of each text is. Texts have 10,000 characters at most, and not many more together. Rejects as `analyse` does. */
export const whose = (texts: readonly OwnedText[], people: Circle['others']): Promise<Stretch[][]> => ask({ texts, people });

function ask<R>(question: Question, signal?: AbortSignal): Promise<R> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      const at = waiting.indexOf(call);
      if (at >= 0) waiting.splice(at, 1);
      reject(signal?.reason);
    };
    const call: Call = {
      id: ++last,
      question,
      done: (result: R) => {
        signal?.removeEventListener('abort', abort);
        resolve(result);
      },
      failed: (error) => {
        signal?.removeEventListener('abort', abort);
        reject(error);
      },
    };
    signal?.addEventListener('abort', abort, { once: true });
    waiting.push(call);
    next();
  });
}

/** Stops the thread; calls still waiting are rejected. A later call starts it again. */
export async function close(): Promise<void> {
  const old = worker;
  const lost = current ? [current, ...waiting] : [...waiting];
  waiting.length = 0;
  forget();
  for (const call of lost) call.failed(new Error('The note engine was closed.'));
  await old?.terminate();
}

function next(): void {
  if (current) return;
  current = waiting.shift();
  if (!current) {
    worker?.unref();
    return;
  }
  const call = current;
  worker ??= start();
  worker.ref();
  watch();
  worker.postMessage({ id: call.id, question: call.question });
}

/** The time a call may take counts from when the thread is ready. */
function watch(): void {
  clearTimeout(timer);
  timer = setTimeout(() => fail('The note engine took too long.'), ready ? LIMIT_MS : START_MS);
}

function start(): Worker {
  ready = false;
  const fresh = new Worker(new URL('./worker.ts', import.meta.url));
  fresh.on('message', (answer: Answer) => {
    if (fresh !== worker) return;
    if ('ready' in answer) {
      ready = true;
      if (current) watch();
      return;
    }
    if (answer.id !== current?.id) return;
    const call = current;
    clearTimeout(timer);
    current = undefined;
    if ('error' in answer) call.failed(new Error(answer.error));
    else call.done(answer.result);
    next();
  });
  fresh.on('error', (error) => fresh === worker && fail(`The note engine failed: ${error.message}`));
  fresh.on('exit', () => fresh === worker && fail('The note engine stopped.'));
  return fresh;
}

/** The thread is lost: the running call fails, the next one gets a new thread. */
function fail(message: string): void {
  const call = current;
  const old = worker;
  forget();
  void old?.terminate();
  call?.failed(new Error(message));
  next();
}

function forget(): void {
  clearTimeout(timer);
  worker = undefined;
  current = undefined;
}
