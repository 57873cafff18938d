import { unacceptable } from '../../platform/errors.ts';
import type { SourceSpan } from '../../platform/intelligence/categories.ts';

/** @throws 422 when a source does not stand in the note where it says */
export function requireSources(sources: readonly SourceSpan[], content: string, field: string) {
  for (const [i, { start, end, text }] of sources.entries())
    if (content.slice(start, end) !== text) throw unacceptable(`${field}.${i}`, 'The text of a source must be what stands in the note from start to end (UTF-16 offsets, end exclusive).');
}

/** Sources after the note was rewritten: each at the place nearest to where it was; gone where the text is gone. */
export function relocate(sources: readonly SourceSpan[], content: string): SourceSpan[] {
  return sources.flatMap(({ start, text }) => {
    let best = -1;
    for (let at = content.indexOf(text); at !== -1; at = content.indexOf(text, at + 1)) if (best === -1 || Math.abs(at - start) < Math.abs(best - start)) best = at;
    return best === -1 ? [] : [{ start: best, end: best + text.length, text }];
  });
}
