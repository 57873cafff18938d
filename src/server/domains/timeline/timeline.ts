import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Ctx } from '../../platform/context.ts';
import { malformed } from '../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../platform/http/shapes.ts';
import type { TimelineSource } from '../../platform/timeline.ts';
import { getPreferences } from '../accounts/index.ts';
import { getContact } from '../people/index.ts';
import type { TimelineItem, TimelineQuery } from './timeline.schema.ts';
import * as store from './timeline.store.ts';

const Cursor = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);

const sourcesFor = (sources: readonly TimelineSource[], contactId: string | undefined) => sources.filter((source) => contactId || !source.personal);

/** One page of what happened with a contact (or with everybody), newest first. @throws 404; 400 for a kind there is none of */
export async function listTimeline(ctx: Ctx, all: readonly TimelineSource[], query: TimelineQuery, contactId?: string): Promise<Page<TimelineItem>> {
  const sources = sourcesFor(all, contactId);
  const wanted = query.kinds?.split(',');
  const unknown = wanted?.find((kind) => !sources.some((source) => source.kind === kind));
  if (unknown) throw malformed('kinds', `kinds: there is no ${unknown}. There are ${sources.map((source) => source.kind).join(', ')}.`);
  const { time_zone } = query.from || query.to ? await getPreferences(ctx) : { time_zone: 'UTC' };
  const startOf = (day: string, plus = 0) => Temporal.PlainDate.from(day).add({ days: plus }).toZonedDateTime(time_zone).toInstant().toString();
  const rows = await store.selectItems(ctx, sources.filter((source) => !wanted || wanted.includes(source.kind)), {
    space_id: ctx.space.id,
    contact_id: contactId ?? null,
    from: query.from ? startOf(query.from) : null,
    to: query.to ? startOf(query.to, 1) : null,
    before: decodeCursor(query.cursor, Cursor) ?? null,
    limit: query.limit,
  });
  if (rows.length === 0 && contactId) await getContact(ctx, contactId);
  return toPage(rows, query.limit, (item) => [item.at, item.id]);
}

/** How much there is of each kind by month: for a bar to jump by, and for a picture of the years. @throws 404 */
export async function countMonths(ctx: Ctx, all: readonly TimelineSource[], contactId?: string) {
  const sources = sourcesFor(all, contactId);
  const { time_zone } = await getPreferences(ctx);
  const data = await store.selectMonths(ctx, sources, { space_id: ctx.space.id, contact_id: contactId ?? null }, time_zone);
  if (data.length === 0 && contactId) await getContact(ctx, contactId);
  return { kinds: sources.map((source) => source.kind), data, has_more: false as const, next_cursor: null };
}
