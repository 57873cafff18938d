import { z } from 'zod';
import type { Platform } from '../../../platform/context.ts';
import type { App } from '../../../platform/http/server.ts';
import { LoginBody } from '../accounts.schema.ts';
import { checkLogin } from '../accounts.ts';
import { clientOfRequest } from '../attempts.ts';
import { DOOR_LIMIT } from '../limits.ts';
import { RefreshBody, TokenAnswer } from './tokens.schema.ts';
import * as tokens from './tokens.ts';

const tags = ['Tokens and keys'];
const config = { access: 'public' as const, ...DOOR_LIMIT };

export function tokenRoutes(app: App, platform: Platform) {
  app.post('/auth/token', { schema: { tags, summary: 'Tokens for a program', body: LoginBody, response: { 200: TokenAnswer } }, config }, async (request) => {
    const client = clientOfRequest(request);
    return tokens.issueTokens(platform, await checkLogin(platform, request.body, client), client);
  });

  app.post('/auth/token/refresh', { schema: { tags, summary: 'Swap a refresh token for new tokens', body: RefreshBody, response: { 200: TokenAnswer } }, config }, (request) =>
    tokens.refreshTokens(platform, request.body.refresh_token, clientOfRequest(request)),
  );

  app.delete('/auth/token', { schema: { tags, summary: 'End the tokens of this program', response: { 204: z.null() } }, config: { access: 'account' } }, async (request, reply) => {
    await tokens.revokeTokens(request.ctx);
    return reply.code(204).send(null);
  });
}
