import { z } from 'zod';
import { ifMatch, sendWithEtag } from '../../platform/http/etag.ts';
import type { App } from '../../platform/http/server.ts';
import { IdParams, PageQuery } from '../../platform/http/shapes.ts';
import * as calendars from './calendars.ts';
import {
  CalendarAnswer, CalendarBody, CalendarPage, CalendarPatch, EventAnswer, EventBody, EventPatch, ExtractAnswer, ExtractBody, FollowUpPage, FollowUpQuery, FollowUpsAnswer, FollowUpsBody, OccurrencePage, ReminderAnswer, ReminderPage,
  ReminderQuery, ScopeQuery, SnoozeBody, WindowQuery,
} from './calendar.schema.ts';
import * as events from './events.ts';
import { createFollowUps, extractDatetime, listFollowUps } from './followups.ts';
import { listOccurrences } from './occurrences.ts';
import * as reminders from './reminders.ts';

const tags = ['Calendar'];

export function calendarRoutes(app: App) {
  app.get('/calendars', { schema: { tags, summary: 'Your calendars', querystring: PageQuery, response: { 200: CalendarPage } } }, (request) => calendars.listCalendars(request.ctx, request.query));

  app.post('/calendars', { schema: { tags, summary: 'Make a calendar', body: CalendarBody, response: { 201: CalendarAnswer } } }, async (request, reply) =>
    reply.code(201).send({ calendar: await calendars.createCalendar(request.ctx, request.body) }),
  );

  app.get('/calendars/:id', { schema: { tags, summary: 'One calendar', params: IdParams, response: { 200: CalendarAnswer, 304: z.null() } } }, async (request, reply) => {
    const calendar = await calendars.getCalendar(request.ctx, request.params.id);
    return sendWithEtag(request, reply, calendar, { calendar });
  });

  app.patch('/calendars/:id', { schema: { tags, summary: 'Rename or recolour a calendar, make it the default, or hide it from yourself', description: '`hidden` is yours alone: a viewer of a shared space may change it too.', params: IdParams, body: CalendarPatch, response: { 200: CalendarAnswer } }, config: { viewers: true } }, async (request, reply) => {
    const calendar = await calendars.updateCalendar(request.ctx, request.params.id, request.body, ifMatch(request));
    return sendWithEtag(request, reply, calendar, { calendar });
  });

  app.delete('/calendars/:id', { schema: { tags, summary: 'Delete a calendar and its events', params: IdParams, response: { 204: z.null() } } }, async (request, reply) => {
    await calendars.deleteCalendar(request.ctx, request.params.id, ifMatch(request));
    return reply.code(204).send(null);
  });

  app.get(
    '/calendar/events',
    { schema: { tags, summary: 'What happens in a window of time', description: 'Occurrences of events, and of birthdays and dates of people when `kinds` asks for them, by their start.', querystring: WindowQuery, response: { 200: OccurrencePage } } },
    (request) => listOccurrences(request.ctx, request.query),
  );

  app.post('/calendar/events', { schema: { tags, summary: 'Add an event', body: EventBody, response: { 201: EventAnswer } } }, async (request, reply) => reply.code(201).send({ event: await events.createEvent(request.ctx, request.body) }));

  app.get('/calendar/events/:id', { schema: { tags, summary: 'One event, or series', params: IdParams, response: { 200: EventAnswer, 304: z.null() } } }, async (request, reply) => {
    const event = await events.getEvent(request.ctx, request.ctx, request.params.id);
    return sendWithEtag(request, reply, event, { event });
  });

  app.patch('/calendar/events/:id', { schema: { tags, summary: 'Change an event, or some of its occurrences; If-Match refuses a stale change', params: IdParams, querystring: ScopeQuery, body: EventPatch, response: { 200: EventAnswer } } }, async (request, reply) => {
    const event = await events.updateEvent(request.ctx, request.params.id, request.body, request.query, ifMatch(request));
    return sendWithEtag(request, reply, event, { event });
  });

  app.delete('/calendar/events/:id', { schema: { tags, summary: 'Delete an event, or some of its occurrences', params: IdParams, querystring: ScopeQuery, response: { 204: z.null() } } }, async (request, reply) => {
    await events.deleteEvent(request.ctx, request.params.id, request.query, ifMatch(request));
    return reply.code(204).send(null);
  });

  app.get('/calendar/reminders', { schema: { tags, summary: 'Reminders that came due, latest first', querystring: ReminderQuery, response: { 200: ReminderPage } } }, (request) => reminders.listReminders(request.ctx, request.query));

  app.post('/calendar/reminders/:id/dismiss', { schema: { tags, summary: 'Done with a reminder', params: IdParams, response: { 200: ReminderAnswer } } }, async (request) => ({ reminder: await reminders.dismissReminder(request.ctx, request.params.id) }));

  app.post('/calendar/reminders/:id/snooze', { schema: { tags, summary: 'Be reminded again later', params: IdParams, body: SnoozeBody, response: { 200: ReminderAnswer } } }, async (request) => ({
    reminder: await reminders.snoozeReminder(request.ctx, request.params.id, request.body.minutes),
  }));

  app.post('/calendar/reminders/:id/shown', { schema: { tags, summary: 'A page has shown this reminder', params: IdParams, response: { 200: ReminderAnswer } } }, async (request) => ({ reminder: await reminders.showReminder(request.ctx, request.params.id) }));

  app.post('/calendar/extract-datetime', { config: { reads: true }, schema: { tags, summary: 'The date a text names', description: 'Nulls when it names none.', body: ExtractBody, response: { 200: ExtractAnswer } } }, (request) => extractDatetime(request.ctx, request.body));

  app.get('/calendar/follow-ups', { schema: { tags, summary: 'What Actionable entries ask for, newest first', querystring: FollowUpQuery, response: { 200: FollowUpPage } } }, (request) => listFollowUps(request.ctx, request.query));

  app.post('/calendar/create-from-actionable', { schema: { tags, summary: 'Make events of the Actionable entries of a person', body: FollowUpsBody, response: { 200: FollowUpsAnswer, 201: FollowUpsAnswer } } }, async (request, reply) => {
    const answer = await createFollowUps(request.ctx, request.body);
    return reply.code(answer.created.length ? 201 : 200).send(answer);
  });
}
