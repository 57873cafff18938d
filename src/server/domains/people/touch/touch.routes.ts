import { z } from 'zod';
import type { App } from '../../../platform/http/server.ts';
import { IdParams, PageQuery } from '../../../platform/http/shapes.ts';
import { ContactAnswer } from '../people.schema.ts';
import * as touch from './touch.ts';
import { DuePage, DueQuery, InteractionAnswer, InteractionBody, InteractionPage, SnoozeBody } from './touch.schema.ts';

const tags = ['Stay in touch'];

export function touchRoutes(app: App) {
  app.get('/stay-in-touch', { schema: { tags, summary: 'Who it is time to talk to, the longest overdue first', querystring: DueQuery, response: { 200: DuePage } } }, (request) => touch.listDue(request.ctx, request.query));

  app.post('/contacts/:id/snooze', { schema: { tags, summary: 'Put off when to be in touch', params: IdParams, body: SnoozeBody, response: { 200: ContactAnswer } } }, async (request) => ({ contact: await touch.snooze(request.ctx, request.params.id, request.body) }));

  app.delete('/contacts/:id/snooze', { schema: { tags, summary: 'Put it off no longer', params: IdParams, response: { 204: z.null() } } }, async (request, reply) => {
    await touch.unsnooze(request.ctx, request.params.id);
    return reply.code(204).send(null);
  });

  app.get('/contacts/:id/interactions', { schema: { tags, summary: 'Contact with a person that left no note', params: IdParams, querystring: PageQuery, response: { 200: InteractionPage } } }, (request) =>
    touch.listInteractions(request.ctx, request.params.id, request.query),
  );

  app.post('/contacts/:id/interactions', { schema: { tags, summary: 'I just talked to them', params: IdParams, body: InteractionBody, response: { 201: InteractionAnswer } } }, async (request, reply) =>
    reply.code(201).send({ interaction: await touch.addInteraction(request.ctx, request.params.id, request.body) }),
  );

  app.delete('/interactions/:id', { schema: { tags, summary: 'Forget that somebody talked', params: IdParams, response: { 204: z.null() } } }, async (request, reply) => {
    await touch.deleteInteraction(request.ctx, request.params.id);
    return reply.code(204).send(null);
  });
}
