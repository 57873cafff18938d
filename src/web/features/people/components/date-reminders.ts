const ahead = (days: number): string => (days === 0 ? 'on the day' : days === 1 ? 'a day before' : days === 7 ? 'a week before' : days % 7 === 0 ? `${days / 7} weeks before` : `${days} days before`);
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** When one is reminded of the dates of a person: "A week before and on the day". `null`: as the preferences say. */
export function remindersText(days: number[] | null): string {
  if (days === null) return 'As in the preferences';
  if (days.length === 0) return 'Never';
  return list.format([...new Set(days)].toSorted((a, b) => b - a).map(ahead)).replace(/^./, (first) => first.toUpperCase());
}

/** What a menu offers; the API takes any days. */
export const reminderChoices: (number[] | null)[] = [null, [0], [0, 1], [0, 7], [0, 14], [0, 28], []];
