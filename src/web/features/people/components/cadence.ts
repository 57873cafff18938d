import { daysTo, formatRelativeDay, plural } from '../../../lib/format.ts';
import type { ContactSummary, Interaction } from '../../../lib/types.ts';

/** How often people usually want to be in touch, in weeks. */
export const cadences = [1, 2, 4, 6, 13, 26, 52];

/** "Every week", "Every 4 weeks", "Every year". */
export function cadenceName(weeks: number): string {
  if (weeks === 1) return 'Every week';
  if (weeks === 13) return 'Every 3 months';
  if (weeks === 26) return 'Every half-year';
  return weeks === 52 ? 'Every year' : `Every ${weeks} weeks`;
}

/** How long somebody can be put off, in days. */
export const snoozes: [number, string][] = [
  [3, 'For 3 days'],
  [7, 'For a week'],
  [14, 'For 2 weeks'],
  [30, 'For a month'],
];

export const talkKinds: [Interaction['kind'], string][] = [
  ['call', 'We had a call'],
  ['meeting', 'We met'],
  ['message', 'We wrote'],
  ['other', 'Something else'],
];

/** Whether it is time to be in touch. */
export const isDue = ({ next_due, archived }: ContactSummary): boolean => next_due !== null && !archived && daysTo(next_due) <= 0;

/** When to be in touch again: "due tomorrow", "3 days overdue", "snoozed until in 2 weeks". */
export function dueText({ next_due, snoozed_until }: ContactSummary): string {
  if (!next_due) return '';
  const days = daysTo(next_due);
  if (days < 0) return `${plural(-days, 'day')} overdue`;
  return snoozed_until === next_due ? `snoozed, back ${formatRelativeDay(next_due)}` : `due ${formatRelativeDay(next_due)}`;
}
