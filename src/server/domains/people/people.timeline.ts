import sql from 'sql-template-tag';
import { about, type TimelineSource, within } from '../../platform/timeline.ts';

const CONTACT = sql`i.contact_id`;

/** Calls, meetings and whatever else somebody said they had with a person; birthdays and other dates of theirs that have come. */
export const peopleTimeline: TimelineSource[] = [
  {
    kind: 'interaction',
    select: (scope) => sql`
      select i.id, i.contact_id, i.at, i.kind, i.text, null::text, null::int, null::uuid, false
      from interactions i where i.space_id = ${scope.space_id} ${about(scope, CONTACT)} ${within(scope, sql`i.at`, sql`i.id`)}`,
    moments: (scope) => sql`select i.at, 1 from interactions i where i.space_id = ${scope.space_id} ${about(scope, CONTACT)}`,
  },
  {
    kind: 'date',
    select: (scope) => sql`
      select d.id, d.contact_id, d.at, d.label, null::text, null::text, d.years, null::uuid, true
      from kith.dates_passed(${scope.space_id}, ${scope.contact_id}, ${scope.from}, ${scope.to}, ${scope.before?.[0] ?? null}, ${scope.before?.[1] ?? null}, ${scope.limit + 1}) d`,
    // Not of everybody: making hundreds of thousands to count them would tell nobody anything.
    moments: ({ space_id, contact_id }) => (contact_id ? sql`select d.at, 1 from kith.dates_passed(${space_id}, ${contact_id}, null, null, null, null, null) d` : sql`select null::timestamptz, 0 where false`),
  },
];
