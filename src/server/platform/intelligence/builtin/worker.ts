/** The thread that analyses notes: one message in, one message out, in order. */
import { parentPort } from 'node:worker_threads';
import type { Claimed, OwnedText } from '../types.ts';
import { analyseNote, analyseWithPeople, attribute, whoseAre } from './analyse.ts';
import type { Circle } from './people/index.ts';

/** A note to analyse, or texts of which it is asked whose they are. */
export type Question = { content: string; circle?: Circle | undefined; given?: readonly Claimed[] | undefined } | { texts: readonly OwnedText[]; people: Circle['others'] };

function answer(question: Question): unknown {
  if ('texts' in question) return whoseAre(question.texts, question.people);
  const { content, circle, given } = question;
  return circle ? (given ? attribute(content, circle, given) : analyseWithPeople(content, circle)) : { entries: analyseNote(content) };
}

parentPort?.on('message', ({ id, question }: { id: number; question: Question }) => {
  try {
    parentPort?.postMessage({ id, result: answer(question) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
parentPort?.postMessage({ ready: true });
