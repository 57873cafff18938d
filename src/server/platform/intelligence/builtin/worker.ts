/** The thread that analyses notes: one message in, one message out, in order. */
import { parentPort } from 'node:worker_threads';
import { analyseNote } from './analyse.ts';

parentPort?.on('message', ({ id, content }: { id: number; content: string }) => {
  try {
    parentPort?.postMessage({ id, entries: analyseNote(content) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
