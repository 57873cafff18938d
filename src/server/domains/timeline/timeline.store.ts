import sql, { join } from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { TimelineScope, TimelineSource } from '../../platform/timeline.ts';
import type { TimelineItem } from './timeline.schema.ts';

/** Up to `limit + 1` items, newest first: each source gives as many, the newest of all stay. One query. */
export const selectItems = (db: Db, sources: readonly TimelineSource[], scope: TimelineScope) =>
  db.query<TimelineItem>(sql`
    select t.kind, t.id, t.contact_id, c.full_name as contact_name, c.photo_id as contact_photo_id, t.at, t.all_day, t.title, left(t.text, 500) as text, t.category, t.count, t.note_id
    from (
      select u.* from (${join(sources.map((source) => sql`(select ${source.kind}::text as kind, s.* from (${source.select(scope)}) s (id, contact_id, at, title, text, category, count, note_id, all_day))`), ' union all ')}) u
      order by u.at desc, u.id desc limit ${scope.limit + 1}
    ) t left join contacts c on c.space_id = ${scope.space_id} and c.id = t.contact_id
    order by t.at desc, t.id desc`);

/** How many of each kind there are by month of a time zone, newest first. One query, each source summed up on its own. */
export const selectMonths = (db: Db, sources: readonly TimelineSource[], scope: Pick<TimelineScope, 'space_id' | 'contact_id'>, timeZone: string) =>
  db.query<{ month: string; kind: string; count: number }>(sql`
    select to_char(m.month, 'YYYY-MM') as month, m.kind, m.count
    from (${join(
      sources.map((source) => sql`
        select ${source.kind}::text as kind, date_trunc('month', s.at at time zone ${timeZone}) as month, sum(s.n)::int as count from (${source.moments(scope)}) s (at, n) group by 2`),
      ' union all ',
    )}) m
    order by m.month desc, m.kind`);
