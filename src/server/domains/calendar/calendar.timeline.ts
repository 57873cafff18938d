import sql, { type Sql } from 'sql-template-tag';
import { type TimelineScope, type TimelineSource, within } from '../../platform/timeline.ts';

/** When an event began: its wall time in its zone; a floating one and a whole day begin where the acting user lives. A moment in the gap is shifted by PostgreSQL as Kith does. */
const AT = sql`(e.starts_at::timestamp at time zone coalesce(e.time_zone, (select kith.time_zone())))`;
const dayFromNow = (days: number) => sql`(select to_char(now() + make_interval(days => ${days}), 'YYYY-MM-DD'))`;
/** Events that have begun; a series stands where it first did. There are few a person, so no index has to order them. Only of those around today the moment is worked out. */
const begun = ({ space_id, contact_id }: Pick<TimelineScope, 'space_id' | 'contact_id'>) => sql`
  from events e where e.space_id = ${space_id} and e.first_on <= ${dayFromNow(1)} and (e.first_on < ${dayFromNow(-1)} or ${AT} <= now())
    ${contact_id ? sql`and exists (select 1 from event_contacts ec where ec.space_id = e.space_id and ec.event_id = e.id and ec.contact_id = ${contact_id}::uuid)` : sql``}`;

/**
 * Of everybody only the days that can be on the page are read. What the wall shows is at most a day from the moment, so the newest
 * `limit + 1` that begin two days before the end of the stretch are surely in it, and nothing older than the oldest of them is wanted.
 */
function near({ space_id, contact_id, to, before, limit }: TimelineScope) {
  if (contact_id) return sql``;
  const end = sql`least(now(), ${to}::timestamptz, ${before?.[0] ?? null}::timestamptz)`;
  const day = (moment: Sql) => sql`to_char(${moment}, 'YYYY-MM-DD')`;
  // coalesce() within the subselect: compared with it, the day would not be looked up under a policy
  return sql`and e.first_on <= (select ${day(sql`${end} + interval '2 days'`)}) and e.first_on >= (select coalesce((
    select ${day(sql`x.first_on::date - interval '2 days'`)} from events x
    where x.space_id = ${space_id} and x.first_on <= (select ${day(sql`${end} - interval '2 days'`)}) order by x.first_on desc offset ${limit} limit 1), ''))`;
}

/** A day that stands for the whole of its month, where it does not matter which; else when it begins, as it is written. */
const WITHIN_MONTH = sql`right(e.first_on, 2) between '03' and '26'`;
const WHEN = sql`case when ${WITHIN_MONTH} then left(e.first_on, 7) || '-15' else e.starts_at end`;
const ZONE = sql`case when ${WITHIN_MONTH} then 'UTC' else e.time_zone end`;

export const calendarTimeline: TimelineSource[] = [
  {
    kind: 'event',
    select: (scope) => sql`
      select e.id, ${scope.contact_id ? sql`${scope.contact_id}::uuid` : sql`e.contact_id`}, ${AT}, e.title, concat_ws(' · ', e.place, e.description), null::text, null::int, null::uuid, e.all_day
      ${begun(scope)} ${near(scope)} ${within(scope, AT, sql`e.id`)}`,
    // Zones are two days apart at most, so an event within a month is of it everywhere: only those at its ends are looked at one by one.
    moments: (scope) => sql`
      select ${AT}, e.n from (
        select ${WHEN} as starts_at, ${ZONE} as time_zone, count(*)::int as n ${begun(scope)} group by 1, 2) e`,
  },
];
