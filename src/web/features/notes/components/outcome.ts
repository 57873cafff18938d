import { plural } from '../../../lib/format.ts';
import type { Analysis } from '../../../lib/types.ts';

/** What a toast says about an analysis. */
export function outcome(analysis: Analysis): string {
  if (!analysis.success) return analysis.ai_error ?? 'The note is saved, but could not be analysed';
  const count = analysis.synthesis.length;
  const found = count === 0 ? 'Note saved. Nothing to remember in it' : `${plural(count, 'entry', 'entries')} from your note`;
  return analysis.ai_error ? `${found}. The AI provider failed; the built-in engine was used` : found;
}
