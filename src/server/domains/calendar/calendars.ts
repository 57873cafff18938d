import { z } from 'zod';
import type { Ctx } from '../../platform/context.ts';
import { conflict, notFound } from '../../platform/errors.ts';
import { requireVersion } from '../../platform/http/etag.ts';
import { requireEditor } from '../../platform/http/session.ts';
import { decodeCursor, type Page, toPage } from '../../platform/http/shapes.ts';
import type { Calendar, CalendarPatch } from './calendar.schema.ts';
import * as store from './calendar.store.ts';

const Cursor = z.tuple([z.uuid()]);

/** One page of the calendars of the working space, oldest first. */
export const listCalendars = async (ctx: Ctx, query: { limit: number; cursor?: string | undefined }): Promise<Page<Calendar>> =>
  toPage(await store.selectCalendars(ctx, ctx.space.id, query.limit, decodeCursor(query.cursor, Cursor)), query.limit, (calendar) => [calendar.id]);

/** @throws 404 */
export async function getCalendar(ctx: Ctx, id: string): Promise<Calendar> {
  const calendar = await store.selectCalendar(ctx, ctx.space.id, id);
  if (!calendar) throw notFound('calendar');
  return calendar;
}

/** Adds a calendar to the space. */
export const createCalendar = (ctx: Ctx, body: { name: string; color: string }): Promise<Calendar> => ctx.tx((tx) => store.insertCalendar(tx, ctx.space.id, body));

/** Changes what is sent; a viewer may only hide a calendar, which nobody else sees. @throws 403, 404, 409 when it was changed since one of `versions` */
export function updateCalendar(ctx: Ctx, id: string, patch: CalendarPatch, versions?: string[]): Promise<Calendar> {
  const { hidden, ...columns } = patch;
  const edits = hidden === undefined || Object.keys(columns).length > 0;
  if (edits) requireEditor(ctx);
  return ctx.tx(async (tx) => {
    const calendar = await (edits ? store.lockCalendar : store.selectCalendar)(tx, ctx.space.id, id);
    if (!calendar) throw notFound('calendar');
    requireVersion(calendar, versions, 'calendar');
    if (hidden !== undefined) await store.hideCalendar(tx, ctx.space.id, ctx.identity.user.id, id, hidden);
    if (Object.entries(columns).some(([key, value]) => calendar[key as keyof typeof columns] !== value)) await store.updateCalendar(tx, ctx.space.id, id, columns);
    return (await store.selectCalendar(tx, ctx.space.id, id))!;
  });
}

/** Deletes a calendar with its events; undo brings them back. @throws 404, 409 for the default calendar, or when it was changed since one of `versions` */
export const deleteCalendar = (ctx: Ctx, id: string, versions?: string[]): Promise<void> =>
  ctx.tx(
    async (tx) => {
      const calendar = await store.lockCalendar(tx, ctx.space.id, id);
      if (!calendar) throw notFound('calendar');
      requireVersion(calendar, versions, 'calendar');
      if (calendar.is_default) throw conflict('default_calendar', 'New events go to this calendar. Make another one the default first.');
      await store.deleteCalendar(tx, ctx.space.id, id);
    },
    { timeout: 'complex' },
  );
