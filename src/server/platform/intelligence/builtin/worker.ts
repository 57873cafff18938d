/** The thread that analyses notes: one message in, one message out, in order. */
import { parentPort } from 'node:worker_threads';
import type { Claimed } from '../types.ts';
import { analyseNote, analyseWithPeople, attribute } from './analyse.ts';
import type { Circle } from './people/index.ts';

type Question = { id: number; content: string; circle?: Circle; given?: readonly Claimed[] };

parentPort?.on('message', ({ id, content, circle, given }: Question) => {
  try {
    const result = circle ? (given ? attribute(content, circle, given) : analyseWithPeople(content, circle)) : { entries: analyseNote(content) };
    parentPort?.postMessage({ id, result });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
parentPort?.postMessage({ ready: true });
