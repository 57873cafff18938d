import sql from 'sql-template-tag';
import { about, type TimelineSource, within } from '../../platform/timeline.ts';

const CONTACT = sql`i.contact_id`;

/** Calls, meetings and whatever else somebody said they had with a person. */
export const interactionTimeline: TimelineSource[] = [
  {
    kind: 'interaction',
    select: (scope) => sql`
      select i.id, i.contact_id, i.at, i.kind, i.text, null::text, null::int
      from interactions i where i.space_id = ${scope.space_id} ${about(scope, CONTACT)} ${within(scope, sql`i.at`, sql`i.id`)}`,
    moments: (scope) => sql`select i.at from interactions i where i.space_id = ${scope.space_id} ${about(scope, CONTACT)}`,
  },
];
