import { queueAnalysis } from '../notes/index.ts';
import { Flag, type ImportRun } from './format.ts';

/** Notes that are analysed after one import at most. */
const MOST = 5000;

/** Whether what an import brings is analysed: an option of every format that brings notes. */
export const Analyse = Flag.default(false).meta({ title: 'Analyse afterwards', description: 'Draw entries from the notes in the background, in the order in which they were written: what was said later ends what was said before. What they say of others is proposed, 100 things at most.', hint: 'Draw entries from what was written.' });

/** Has the notes of an import analysed once it is done. It is the same action: undoing the import takes back what analysis found. */
export async function analyseNotes(run: ImportRun, note_ids: string[]): Promise<void> {
  if (run.dry_run || note_ids.length === 0) return;
  await queueAnalysis(run.tx, run.ctx, note_ids.slice(0, MOST));
  if (note_ids.length > MOST) run.warn(`The first ${MOST.toLocaleString('en')} notes are analysed now. Analyse the others from the people’s pages.`);
}
