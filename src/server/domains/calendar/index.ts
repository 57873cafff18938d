/** The door of the calendar domain: calendars, events and their reminders. */
export { calendarRoutes } from './calendar.routes.ts';
export { calendarSearch } from './calendar.search.ts';
export { calendarTimeline } from './calendar.timeline.ts';
export { createEvent, deleteEvents } from './events.ts';
export { countFollowUps, listFollowUps } from './followups.ts';
export { carryFollowUp } from './followups.store.ts';
export { eventOfNoticed } from './noticed.ts';
export { defineReminderJobs, endEvents, endEventsNow } from './reminders.jobs.ts';
export { listOccurrences } from './occurrences.ts';
export { listReminders } from './reminders.ts';
