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
    // looked for from where it was, both ways: a short text may stand anywhere in a long note
    const [before, after] = [content.lastIndexOf(text, start), content.indexOf(text, start)];
    const at = before === -1 || (after !== -1 && after - start < start - before) ? after : before;
    return at === -1 ? [] : [{ start: at, end: at + text.length, text }];
  });
}
