import { z } from 'zod';
import type { App } from '../../../platform/http/server.ts';
import { IdParams, PageQuery } from '../../../platform/http/shapes.ts';
import { SECRET_LIMIT } from '../limits.ts';
import { OpenAccessBody, OpenedAccess, SupportAccessPage, SupportReadPage } from './support.schema.ts';
import * as support from './support.ts';

const tags = ['Accounts'];
const config = { access: 'account' as const };

export function supportRoutes(app: App) {
  app.post(
    '/admin/users/:id/access',
    {
      schema: { tags: ['Admin'], summary: 'Read somebody’s personal space for half an hour', description: 'The person is told, sees every request and can end it. Requests name the space as `Kith-Space`; only reads of people, notes, entries, graph and analytics pass, and only from the admin’s own browser session.', params: IdParams, body: OpenAccessBody, response: { 201: OpenedAccess } },
      config: { access: 'admin', ...SECRET_LIMIT },
    },
    async (request, reply) => reply.code(201).send({ access: await support.openAccess(request.ctx, request.params.id, request.body.reason) }),
  );

  app.get('/auth/support-access', { schema: { tags, summary: 'Which admins have looked at your data, newest first', querystring: PageQuery, response: { 200: SupportAccessPage } }, config }, (request) => support.listAccesses(request.ctx, request.query));

  app.get('/auth/support-access/:id/reads', { schema: { tags, summary: 'What an admin looked at, newest first', params: IdParams, querystring: PageQuery, response: { 200: SupportReadPage } }, config }, (request) => support.listReads(request.ctx, request.params.id, request.query));

  app.delete('/auth/support-access/:id', { schema: { tags, summary: 'End a support access at once: to your data, or your own to somebody else’s', params: IdParams, response: { 204: z.null() } }, config }, async (request, reply) => {
    await support.endAccess(request.ctx, request.params.id);
    return reply.code(204).send(null);
  });
}
