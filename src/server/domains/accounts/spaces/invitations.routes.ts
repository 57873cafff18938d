import { z } from 'zod';
import type { Platform } from '../../../platform/context.ts';
import type { App } from '../../../platform/http/server.ts';
import { IdParams, PageQuery } from '../../../platform/http/shapes.ts';
import { DOOR_LIMIT } from '../limits.ts';
import * as invitations from './invitations.ts';
import { InstallationInvitationBody, InvitationCreated, InvitationPage, InvitationParams, InvitationShown, SpaceAnswer, SpaceInvitationBody, TokenParams } from './spaces.schema.ts';

const tags = ['Spaces'];
const config = { access: 'account' as const };
const admin = { tags: ['Admin'], config: { access: 'admin' as const } };

export function invitationRoutes(app: App, platform: Platform) {
  app.get('/spaces/:id/invitations', { schema: { tags, summary: 'Open invitations to a space', params: IdParams, querystring: PageQuery, response: { 200: InvitationPage } }, config }, (request) =>
    invitations.listInvitations(request.ctx, request.params.id, request.query),
  );

  app.post('/spaces/:id/invitations', { schema: { tags, summary: 'Invite to a space; the token of the link is shown once', params: IdParams, body: SpaceInvitationBody, response: { 201: InvitationCreated } }, config: { ...config, shownOnce: true } }, async (request, reply) =>
    reply.code(201).send(await invitations.invite(request.ctx, request.params.id, request.body)),
  );

  app.delete('/spaces/:id/invitations/:invitation_id', { schema: { tags, summary: 'Withdraw an invitation', params: InvitationParams, response: { 204: z.null() } }, config }, async (request, reply) => {
    await invitations.withdrawInvitation(request.ctx, request.params.id, request.params.invitation_id);
    return reply.code(204).send(null);
  });

  app.get('/invitations', { schema: { tags: admin.tags, summary: 'Open invitations to this installation', querystring: PageQuery, response: { 200: InvitationPage } }, config: admin.config }, (request) =>
    invitations.listInvitations(request.ctx, null, request.query),
  );

  app.post('/invitations', { schema: { tags: admin.tags, summary: 'Invite somebody to make an account', description: '403 `registration_closed` while KITH_REGISTRATION is `closed`: the link could not be used.', body: InstallationInvitationBody, response: { 201: InvitationCreated } }, config: { ...admin.config, shownOnce: true } }, async (request, reply) =>
    reply.code(201).send(await invitations.invite(request.ctx, null, request.body ?? {})),
  );

  app.delete('/invitations/:id', { schema: { tags: admin.tags, summary: 'Withdraw an invitation to this installation', params: IdParams, response: { 204: z.null() } }, config: admin.config }, async (request, reply) => {
    await invitations.withdrawInvitation(request.ctx, null, request.params.id);
    return reply.code(204).send(null);
  });

  app.get('/invitations/:token', { schema: { tags, summary: 'What a link invites to', params: TokenParams, response: { 200: InvitationShown } }, config: { access: 'public', ...DOOR_LIMIT } }, async (request) => ({
    invitation: await invitations.showInvitation(platform, request.params.token),
  }));

  app.post('/invitations/:token/accept', { schema: { tags, summary: 'Join the space of an invitation', params: TokenParams, response: { 200: SpaceAnswer } }, config }, async (request) => ({
    space: await invitations.acceptInvitation(request.ctx, request.params.token),
  }));
}
