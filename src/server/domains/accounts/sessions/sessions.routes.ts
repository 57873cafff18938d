import { z } from 'zod';
import type { App } from '../../../platform/http/server.ts';
import { IdParams, PageQuery } from '../../../platform/http/shapes.ts';
import { clearSessionCookie, setSessionCookie } from '../cookie.ts';
import { SECRET_LIMIT } from '../limits.ts';
import { ChangePasswordBody, SecurityEventPage, SessionPage } from './sessions.schema.ts';
import * as sessions from './sessions.ts';

const tags = ['Accounts'];
const config = { access: 'account' as const };

export function sessionRoutes(app: App) {
  app.get('/auth/sessions', { schema: { tags, summary: 'Where you are signed in', querystring: PageQuery, response: { 200: SessionPage } }, config }, (request) => sessions.listSessions(request.ctx, request.query));

  app.delete('/auth/sessions', { schema: { tags, summary: 'Sign out everywhere else', response: { 204: z.null() } }, config }, async (request, reply) => {
    await sessions.endOtherSessions(request.ctx);
    return reply.code(204).send(null);
  });

  app.delete('/auth/sessions/:id', { schema: { tags, summary: 'Sign out one device or program', params: IdParams, response: { 204: z.null() } }, config }, async (request, reply) => {
    await sessions.endSession(request.ctx, request.params.id);
    if (request.params.id === request.ctx.identity.credential.id) clearSessionCookie(reply);
    return reply.code(204).send(null);
  });

  app.post('/auth/password', { schema: { tags, summary: 'Change the password; other sessions end', body: ChangePasswordBody, response: { 204: z.null() } }, config: { ...config, ...SECRET_LIMIT } }, async (request, reply) => {
    const token = await sessions.changePassword(request.ctx, request.body.current_password, request.body.new_password);
    if (token) setSessionCookie(reply, request.ctx.platform.config, token);
    return reply.code(204).send(null);
  });

  app.get('/auth/security-events', { schema: { tags, summary: 'What happened to the safety of your account, newest first', querystring: PageQuery, response: { 200: SecurityEventPage } }, config }, (request) =>
    sessions.listSecurityEvents(request.ctx, request.query),
  );
}
