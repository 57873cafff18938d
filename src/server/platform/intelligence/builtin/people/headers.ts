/** Names at the head of a line: whose the line, or the list below it, is. */
import { type Reading, type Ref, refAt } from './refs.ts';
import { subjectOf } from './subject.ts';
import type { Token } from './text.ts';

/** Whether a line goes on without a subject of its own. */
export const headless = (list: Token[], reading: Reading): boolean => list.length > 0 && subjectOf(list, reading).kind === 'none';

export type Header = { ref: Ref; at: number; alone: boolean };
/** "Tom:", "Her brother Tom –", "Tom (34)" at the head of a line. */
export function headerOf(list: Token[], reading: Reading): Header | null {
  if (list.length === 0) return null;
  const ref = refAt(list, 0, reading);
  if (!ref || ref.kind === 'pronoun' || ref.kind === 'thing') return null;
  let at = ref.to;
  if (list[at]?.text === '(') {
    const close = list.findIndex((token, i) => i > at && token.text === ')');
    if (close > 0) at = close + 1;
  }
  if (at >= list.length) return { ref, at, alone: true };
  const mark = list[at] as Token;
  const apart = /^[:→]$/.test(mark.text) || ((mark.text === '-' || mark.text === '–' || mark.text === '—') && mark.start > (list[at - 1] as Token).end) || mark.text === '=' || (mark.text === ',' && ref.kind === 'name');
  const arrow = mark.text === '-' && list[at + 1]?.text === '>';
  if (!apart) return null;
  if (arrow) at++;
  const after = refAt(list, at + 1, reading);
  if (mark.text === ',' && after && after.kind !== 'name') return null;
  // "Jo – Lila's sister – collects"
  if (/^[–—-]$/.test(mark.text) && after?.kind === 'role' && list[after.to]?.text === mark.text) return null;
  return { ref, at: at + 1, alone: at + 1 >= list.length };
}
