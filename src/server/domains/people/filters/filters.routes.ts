import { z } from 'zod';
import type { App } from '../../../platform/http/server.ts';
import { ifMatch, sendWithEtag } from '../../../platform/http/etag.ts';
import { IdParams } from '../../../platform/http/shapes.ts';
import * as filters from './filters.ts';
import { SavedFilterAnswer, SavedFilterBody, SavedFilterPage, SavedFilterPatch, SavedFilterQuery } from './filters.schema.ts';

const tags = ['Saved filters'];

export function filterRoutes(app: App) {
  app.get('/saved-filters', { schema: { tags, summary: 'Named filters of a list, shared in the space', querystring: SavedFilterQuery, response: { 200: SavedFilterPage } } }, (request) => filters.listFilters(request.ctx, request.query));

  app.post('/saved-filters', { schema: { tags, summary: 'Name a filter', body: SavedFilterBody, response: { 201: SavedFilterAnswer } } }, async (request, reply) =>
    reply.code(201).send({ saved_filter: await filters.createFilter(request.ctx, request.body) }),
  );

  app.get('/saved-filters/:id', { schema: { tags, summary: 'One named filter', params: IdParams, response: { 200: SavedFilterAnswer, 304: z.null() } } }, async (request, reply) => {
    const saved_filter = await filters.getFilter(request.ctx, request.params.id);
    return sendWithEtag(request, reply, saved_filter, { saved_filter });
  });

  app.patch('/saved-filters/:id', { schema: { tags, summary: 'Rename, change or move a named filter', params: IdParams, body: SavedFilterPatch, response: { 200: SavedFilterAnswer } } }, async (request, reply) => {
    const saved_filter = await filters.updateFilter(request.ctx, request.params.id, request.body, ifMatch(request));
    return sendWithEtag(request, reply, saved_filter, { saved_filter });
  });

  app.delete('/saved-filters/:id', { schema: { tags, summary: 'Delete a named filter', params: IdParams, response: { 204: z.null() } } }, async (request, reply) => {
    await filters.deleteFilter(request.ctx, request.params.id, ifMatch(request));
    return reply.code(204).send(null);
  });
}
