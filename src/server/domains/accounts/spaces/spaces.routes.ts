import { z } from 'zod';
import { sendWithEtag } from '../../../platform/http/etag.ts';
import type { App } from '../../../platform/http/server.ts';
import { IdParams, PageQuery } from '../../../platform/http/shapes.ts';
import { MemberAnswer, MemberPage, MemberParams, MemberPatch, SpaceAnswer, SpaceBody, SpacePage } from './spaces.schema.ts';
import * as spaces from './spaces.ts';

const tags = ['Spaces'];
// what changes who may see what is for people who signed in, not for keys
const config = { access: 'account' as const };

export function spaceRoutes(app: App) {
  app.get('/spaces', { schema: { tags, summary: 'Your spaces', querystring: PageQuery, response: { 200: SpacePage } } }, (request) => spaces.listSpaces(request.ctx, request.query));

  app.post('/spaces', { schema: { tags, summary: 'Make a shared space', body: SpaceBody, response: { 201: SpaceAnswer } }, config }, async (request, reply) =>
    reply.code(201).send({ space: await spaces.createSpace(request.ctx, request.body.name) }),
  );

  app.get('/spaces/:id', { schema: { tags, summary: 'One space', params: IdParams, response: { 200: SpaceAnswer, 304: z.null() } } }, async (request, reply) =>
    sendWithEtag(request, reply, null, { space: await spaces.requireSpace(request.ctx, request.params.id) }),
  );

  app.patch('/spaces/:id', { schema: { tags, summary: 'Rename a space', params: IdParams, body: SpaceBody, response: { 200: SpaceAnswer } }, config }, async (request) => ({
    space: await spaces.renameSpace(request.ctx, request.params.id, request.body.name),
  }));

  app.delete('/spaces/:id', { schema: { tags, summary: 'Delete a shared space with everything in it', params: IdParams, response: { 204: z.null() } }, config }, async (request, reply) => {
    await spaces.deleteSpace(request.ctx, request.params.id);
    return reply.code(204).send(null);
  });

  app.get('/spaces/:id/members', { schema: { tags, summary: 'Members of a space', params: IdParams, querystring: PageQuery, response: { 200: MemberPage } } }, (request) =>
    spaces.listMembers(request.ctx, request.params.id, request.query),
  );

  app.patch('/spaces/:id/members/:user_id', { schema: { tags, summary: "Change a member's role", params: MemberParams, body: MemberPatch, response: { 200: MemberAnswer } }, config }, async (request) => ({
    member: await spaces.changeRole(request.ctx, request.params.id, request.params.user_id, request.body.role),
  }));

  app.delete('/spaces/:id/members/:user_id', { schema: { tags, summary: 'Remove a member, or leave', params: MemberParams, response: { 204: z.null() } }, config }, async (request, reply) => {
    await spaces.removeMember(request.ctx, request.params.id, request.params.user_id);
    return reply.code(204).send(null);
  });
}
