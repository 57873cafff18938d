import sql, { type Sql } from 'sql-template-tag';
import { type TimelineScope, type TimelineSource, within } from '../../platform/timeline.ts';

/** When an event began: its wall time in its zone; a floating one and a whole day begin where the acting user lives. A moment in the gap is shifted by PostgreSQL as Kith does. */
const AT = sql`(e.starts_at::timestamp at time zone coalesce(e.time_zone, (select kith.time_zone())))`;
/** Events that have begun; a series stands where it first did. There are few a person, so no index has to order them. */
const begun = ({ space_id, contact_id }: Pick<TimelineScope, 'space_id' | 'contact_id'>) => sql`
  from events e where e.space_id = ${space_id} and e.first_on <= to_char(now() + interval '1 day', 'YYYY-MM-DD') and ${AT} <= now()
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

export const calendarTimeline: TimelineSource[] = [
  {
    kind: 'event',
    select: (scope) => sql`
      select e.id, ${scope.contact_id ? sql`${scope.contact_id}::uuid` : sql`e.contact_id`}, ${AT}, e.title, concat_ws(' · ', e.place, e.description), null::text, null::int, null::uuid, e.all_day
      ${begun(scope)} ${near(scope)} ${within(scope, AT, sql`e.id`)}`,
    moments: (scope) => sql`select ${AT} ${begun(scope)}`,
  },
];
