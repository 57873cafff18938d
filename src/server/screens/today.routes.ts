import type { App } from '../platform/http/server.ts';
import { type Sources, today } from './today.ts';
import { TodayAnswer, TodayQuery } from './today.schema.ts';

export function todayRoutes(app: App, sources: Sources) {
  app.get('/today', { schema: { tags: ['Today'], summary: 'All that the first page shows', description: 'The schedule, what is due, who to talk to, coming dates, open follow-ups, what Kith noticed, and what was touched last.', querystring: TodayQuery, response: { 200: TodayAnswer } } }, async (request) => ({
    today: await today(request.ctx, request.query.timezone, sources),
  }));
}
