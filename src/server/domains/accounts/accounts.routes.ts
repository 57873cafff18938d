import { z } from 'zod';
import type { Platform } from '../../platform/context.ts';
import type { App } from '../../platform/http/server.ts';
import * as accounts from './accounts.ts';
import { LoginBody, RegisterBody, SessionAnswer, SetupAnswer, StrengthAnswer, StrengthBody } from './accounts.schema.ts';
import { clientOfRequest } from './attempts.ts';
import { clearSessionCookie, setSessionCookie } from './cookie.ts';
import { keyRoutes } from './keys/keys.routes.ts';
import { DOOR_LIMIT, METER_LIMIT } from './limits.ts';
import { profileRoutes } from './profile/profile.routes.ts';
import { sessionRoutes } from './sessions/sessions.routes.ts';
import { invitationRoutes } from './spaces/invitations.routes.ts';
import { spaceRoutes } from './spaces/spaces.routes.ts';
import { passwordStrength } from './strength.ts';
import { supportRoutes } from './support/support.routes.ts';
import { tokenRoutes } from './tokens/tokens.routes.ts';
import { totpRoutes } from './totp/totp.routes.ts';
import { userRoutes } from './users/users.routes.ts';

/** Everything under /auth, /spaces and /invitations. `setupCode` guards the first account off loopback. */
export function accountRoutes(app: App, platform: Platform, setupCode: string) {
  signInRoutes(app, platform, setupCode);
  sessionRoutes(app);
  totpRoutes(app);
  tokenRoutes(app, platform);
  keyRoutes(app);
  profileRoutes(app);
  spaceRoutes(app);
  invitationRoutes(app, platform);
  userRoutes(app, platform);
  supportRoutes(app);
}

const tags = ['Accounts'];

function signInRoutes(app: App, platform: Platform, setupCode: string) {
  app.get('/auth/setup', { schema: { tags, summary: 'Whether this installation has an account yet, and who may make one', response: { 200: SetupAnswer } }, config: { access: 'public' } }, () => accounts.registrationState(platform));

  app.post('/auth/register', { schema: { tags, summary: 'Make an account and sign in', description: 'Repeated within 15 minutes with the same body, because no answer came, it signs in to the account that was made.', body: RegisterBody, response: { 201: SessionAnswer } }, config: { access: 'public', ...DOOR_LIMIT } }, async (request, reply) => {
    const { setup_code, invite_token, ...registration } = request.body;
    const client = clientOfRequest(request);
    const { user_id, proof } = await accounts.signUp(platform, registration, { setup_code, invite_token }, setupCode, client);
    const { token, answer } = await accounts.startBrowserSession(platform, user_id, client, proof, request.identity);
    setSessionCookie(reply, platform.config, token);
    return reply.code(201).send(answer);
  });

  app.post('/auth/login', { schema: { tags, summary: 'Sign in', body: LoginBody, response: { 200: SessionAnswer } }, config: { access: 'public', ...DOOR_LIMIT } }, async (request, reply) => {
    const client = clientOfRequest(request);
    const proof = await accounts.checkLogin(platform, request.body, client);
    const { token, answer } = await accounts.startBrowserSession(platform, proof.user_id, client, proof, request.identity);
    setSessionCookie(reply, platform.config, token);
    return answer;
  });

  app.post('/auth/logout', { schema: { tags, summary: 'Sign out', response: { 204: z.null() } }, config: { access: 'account' } }, async (request, reply) => {
    await accounts.signOut(request.ctx);
    clearSessionCookie(reply);
    return reply.code(204).send(null);
  });

  app.get('/auth/session', { schema: { tags, summary: 'Who is signed in', response: { 200: SessionAnswer } } }, (request) => accounts.describeSession(request.ctx));

  app.post('/auth/password-strength', { schema: { tags, summary: 'How strong a password is', body: StrengthBody, response: { 200: StrengthAnswer } }, config: { access: 'public', ...METER_LIMIT } }, (request) =>
    passwordStrength(request.body.password),
  );
}
