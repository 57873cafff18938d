import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { isLeap } from './coming.schema.ts';
import { selectPeopleWithDates } from './people.store.ts';

/** One coming of a birthday or important date. `on`: the day; `years` since the first, where that is known; `days_before`: when this person's are announced, null as the owner prefers. */
export type DateOfPerson = { kind: 'birthday' | 'important_date'; contact_id: string; full_name: string; label: string; on: string; years: number | null; days_before: number[] | null };

/**
 * The birthdays and important dates of people from a day on and before another (YYYY-MM-DD, at most a few years apart), by day. One query.
 * Who was born on 29 February has the birthday on the 28th in other years: still in the month, and never late.
 */
export async function listDates(db: Db, ctx: Pick<Ctx, 'space'>, window: { from: string; to: string; contact_id?: string | undefined }): Promise<DateOfPerson[]> {
  const days = new Map<string, string[]>();
  for (let time = Date.parse(window.from); time < Date.parse(window.to); time += 86_400_000) {
    const on = new Date(time).toISOString().slice(0, 10);
    const monthDay = on.slice(5);
    for (const key of monthDay === '02-28' && !isLeap(Number(on.slice(0, 4))) ? [monthDay, '02-29'] : [monthDay]) days.set(key, [...(days.get(key) ?? []), on]);
  }
  const people = await selectPeopleWithDates(db, ctx.space.id, [...days.keys()], window.contact_id);
  const found = people.flatMap((person) => {
    const about = { contact_id: person.id, full_name: person.full_name, days_before: person.birthday_days_before };
    const comings = (kind: DateOfPerson['kind'], label: string, date: string) =>
      (days.get(date.slice(-5)) ?? []).flatMap((on) => {
        const years = date.startsWith('-') ? null : Number(on.slice(0, 4)) - Number(date.slice(0, 4));
        return years !== null && years < 0 ? [] : [{ kind, ...about, label, on, years }];
      });
    return [...(person.birthday ? comings('birthday', 'Birthday', person.birthday) : []), ...person.important_dates.flatMap(({ label, date }) => comings('important_date', label, date))];
  });
  return found.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}
