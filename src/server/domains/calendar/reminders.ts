import { z } from 'zod';
import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { notFound } from '../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../platform/http/shapes.ts';
import type { Reminder, ReminderQuery } from './calendar.schema.ts';
import * as store from './reminders.store.ts';

const Cursor = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);

/** One page of reminders that came due, latest first. */
export const listReminders = async (ctx: Ctx, query: ReminderQuery): Promise<Page<Reminder>> =>
  toPage(await store.selectReminders(ctx, ctx.space.id, query, decodeCursor(query.cursor, Cursor)), query.limit, (reminder) => [reminder.due_at, reminder.id]);

/** @throws 404 */
async function getReminder(db: Db, ctx: Ctx, id: string): Promise<Reminder> {
  const reminder = await store.selectReminder(db, ctx.space.id, id);
  if (!reminder) throw notFound('reminder');
  return reminder;
}

const change = (ctx: Ctx, id: string, fn: (tx: Db) => Promise<unknown>): Promise<Reminder> =>
  ctx.tx(async (tx) => {
    await getReminder(tx, ctx, id);
    await fn(tx);
    return getReminder(tx, ctx, id);
  });

/** Done with it. @throws 404 */
export const dismissReminder = (ctx: Ctx, id: string) => change(ctx, id, (tx) => store.dismiss(tx, ctx.space.id, id));
/** Comes again in so many minutes. @throws 404 */
export const snoozeReminder = (ctx: Ctx, id: string, minutes: number) => change(ctx, id, (tx) => store.snooze(tx, ctx.space.id, id, minutes));
/** A page has shown it, so that another does not announce it again. No change that could be undone. @throws 404 */
export const showReminder = (ctx: Ctx, id: string) => change(ctx, id, (tx) => store.markShown(tx, ctx.space.id, id));
