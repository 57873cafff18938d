import { z } from 'zod';
import type { App } from '../../../platform/http/server.ts';
import { IdParams, PageQuery } from '../../../platform/http/shapes.ts';
import { ApiKeyBody, ApiKeyCreated, ApiKeyPage } from './keys.schema.ts';
import * as keys from './keys.ts';

const tags = ['Tokens and keys'];
const config = { access: 'account' as const };

export function keyRoutes(app: App) {
  app.get('/auth/api-keys', { schema: { tags, summary: 'Your API keys', querystring: PageQuery, response: { 200: ApiKeyPage } }, config }, (request) => keys.listKeys(request.ctx, request.query));

  app.post('/auth/api-keys', { schema: { tags, summary: 'Make an API key; it is shown once', body: ApiKeyBody, response: { 201: ApiKeyCreated } }, config }, async (request, reply) =>
    reply.code(201).send(await keys.createKey(request.ctx, request.body)),
  );

  app.delete('/auth/api-keys/:id', { schema: { tags, summary: 'Delete an API key', params: IdParams, response: { 204: z.null() } }, config }, async (request, reply) => {
    await keys.deleteKey(request.ctx, request.params.id);
    return reply.code(204).send(null);
  });
}
