import type { App } from '../../platform/http/server.ts';
import { IdParams } from '../../platform/http/shapes.ts';
import type { TimelineSource } from '../../platform/timeline.ts';
import { countMonths, listTimeline } from './timeline.ts';
import { TimelineMonths, TimelinePage, TimelineQuery } from './timeline.schema.ts';

const TAGS = ['Timeline'];

/** `sources`: what each domain tells. */
export function timelineRoutes(app: App, sources: readonly TimelineSource[]) {
  app.get('/timeline', { schema: { tags: TAGS, summary: 'What happened with everybody, newest first', querystring: TimelineQuery, response: { 200: TimelinePage } } }, (request) => listTimeline(request.ctx, sources, request.query));

  app.get('/timeline/months', { schema: { tags: TAGS, summary: 'How much happened by month, birthdays and dates not counted', response: { 200: TimelineMonths } } }, (request) => countMonths(request.ctx, sources));

  app.get('/contacts/:id/timeline', { schema: { tags: TAGS, summary: 'What happened with a contact, newest first', params: IdParams, querystring: TimelineQuery, response: { 200: TimelinePage } } }, (request) => listTimeline(request.ctx, sources, request.query, request.params.id));

  app.get('/contacts/:id/timeline/months', { schema: { tags: TAGS, summary: 'How much happened with a contact by month', params: IdParams, response: { 200: TimelineMonths } } }, (request) => countMonths(request.ctx, sources, request.params.id));
}
