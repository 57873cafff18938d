import { z } from 'zod';
import type { Platform } from '../../../platform/context.ts';
import { sendWithEtag } from '../../../platform/http/etag.ts';
import type { App } from '../../../platform/http/server.ts';
import { IdParams } from '../../../platform/http/shapes.ts';
import { clientOfRequest } from '../attempts.ts';
import { DOOR_LIMIT, SECRET_LIMIT } from '../limits.ts';
import * as links from './links.ts';
import { AdminUserAnswer, AdminUserChanged, AdminUserPage, AdminUserQuery, DeleteUserBody, LinkParams, NewUserBody, PasswordLinkAnswer, PasswordLinkShown, SetPasswordBody, UserCreated, UserPatch } from './users.schema.ts';
import * as users from './users.ts';

const tags = ['Admin'];
const config = { access: 'admin' as const };

export function userRoutes(app: App, platform: Platform) {
  app.get('/admin/users', { schema: { tags, summary: 'Accounts by name, with how much they hold', querystring: AdminUserQuery, response: { 200: AdminUserPage } }, config }, (request) => users.listUsers(request.ctx, request.query));

  app.post('/admin/users', { schema: { tags, summary: 'Make an account; the token of the link to set its password is shown once', body: NewUserBody, response: { 201: UserCreated } }, config: { ...config, ...SECRET_LIMIT, shownOnce: true } }, async (request, reply) =>
    reply.code(201).send(await users.createUser(request.ctx, request.body)),
  );

  app.get('/admin/users/:id', { schema: { tags, summary: 'One account', params: IdParams, response: { 200: AdminUserAnswer, 304: z.null() } }, config }, async (request, reply) =>
    sendWithEtag(request, reply, null, await users.getUser(request.ctx, request.params.id)),
  );

  app.patch('/admin/users/:id', { schema: { tags, summary: 'Change the role of an account, disable or enable it; its sessions end', params: IdParams, body: UserPatch, response: { 200: AdminUserChanged } }, config }, async (request) => ({
    user: await users.changeUser(request.ctx, request.params.id, request.body),
  }));

  app.delete('/admin/users/:id', { schema: { tags, summary: 'Delete an account and its personal space for good', description: 'Shared spaces pass on to who is left in them.', params: IdParams, body: DeleteUserBody, response: { 204: z.null() } }, config: { ...config, ...SECRET_LIMIT } }, async (request, reply) => {
    await users.deleteUser(request.ctx, request.params.id, request.body.username);
    return reply.code(204).send(null);
  });

  app.post('/admin/users/:id/reset-link', { schema: { tags, summary: 'A link to set a new password, good once; its token is shown once', params: IdParams, response: { 201: PasswordLinkAnswer } }, config: { ...config, ...SECRET_LIMIT, shownOnce: true } }, async (request, reply) =>
    reply.code(201).send({ link: await users.makeLink(request.ctx, request.params.id) }),
  );

  const open = { access: 'public' as const, ...DOOR_LIMIT };
  app.get('/auth/password-link/:token', { schema: { tags: ['Accounts'], summary: 'Whose password a link sets', params: LinkParams, response: { 200: PasswordLinkShown } }, config: open }, async (request) => ({ link: await links.showLink(platform, request.params.token) }));

  app.post('/auth/password-link/:token', { schema: { tags: ['Accounts'], summary: 'Set the password with a link; everything signed in ends', params: LinkParams, body: SetPasswordBody, response: { 204: z.null() } }, config: open }, async (request, reply) => {
    await links.setPassword(platform, request.params.token, request.body.new_password, clientOfRequest(request));
    return reply.code(204).send(null);
  });
}
