import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Platform } from '../../platform/context.ts';
import { forbidden } from '../../platform/errors.ts';
import type { App } from '../../platform/http/server.ts';
import { SESSION_COOKIE } from '../../platform/http/session.ts';
import * as accounts from './accounts.ts';
import { LoginBody, RegisterBody, SessionAnswer, SetupAnswer, StrengthAnswer, StrengthBody } from './accounts.schema.ts';
import { passwordStrength } from './passwords.ts';

const SIGN_IN_LIMIT = { rateLimit: { max: 30, timeWindow: 60_000 } };

/** Registration, sign-in and the session. `setupCode` guards the first account off loopback. */
export function accountRoutes(app: App, platform: Platform, setupCode: string) {
  const clientOf = (request: { ip: string; headers: { 'user-agent'?: string | undefined } }) => ({ ip: request.ip, user_agent: request.headers['user-agent']?.slice(0, 400) ?? null });
  const setCookie = (reply: FastifyReply, token: string) =>
    reply.setCookie(SESSION_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: platform.config.secure, maxAge: 30 * 86_400 });

  app.get('/auth/setup', { schema: { tags: ['Accounts'], summary: 'Whether this installation has an account yet, and who may make one', response: { 200: SetupAnswer } }, config: { access: 'public' } }, () =>
    accounts.registrationState(platform),
  );

  app.post('/auth/register', { schema: { tags: ['Accounts'], summary: 'Make an account and sign in', body: RegisterBody, response: { 201: SessionAnswer } }, config: { access: 'public', ...SIGN_IN_LIMIT } }, async (request, reply) => {
    const { setup_code, invite_token, ...registration } = request.body;
    const state = await accounts.registrationState(platform);
    if (state.setup_code_required && setup_code !== setupCode) throw forbidden('Enter the set-up code that Kith printed when it started.', 'setup_code');
    if (!state.first_account && state.registration !== 'open' && !invite_token) throw accounts.notOpen();
    const { user_id } = await accounts.register(platform, registration);
    const { token, answer } = await accounts.startBrowserSession(platform, user_id, clientOf(request));
    setCookie(reply, token);
    return reply.code(201).send(answer);
  });

  app.post('/auth/login', { schema: { tags: ['Accounts'], summary: 'Sign in', body: LoginBody, response: { 200: SessionAnswer } }, config: { access: 'public', ...SIGN_IN_LIMIT } }, async (request, reply) => {
    const userId = await accounts.checkLogin(platform, request.body, clientOf(request));
    const { token, answer } = await accounts.startBrowserSession(platform, userId, clientOf(request));
    setCookie(reply, token);
    return answer;
  });

  app.post('/auth/logout', { schema: { tags: ['Accounts'], summary: 'Sign out', response: { 204: z.null() } }, config: { access: 'account' } }, async (request, reply) => {
    await accounts.signOut(request.ctx);
    return reply.clearCookie(SESSION_COOKIE, { path: '/' }).code(204).send(null);
  });

  app.get('/auth/session', { schema: { tags: ['Accounts'], summary: 'Who is signed in', response: { 200: SessionAnswer } } }, (request) => accounts.describeSession(request.ctx));

  app.post('/auth/password-strength', { schema: { tags: ['Accounts'], summary: 'How strong a password is', body: StrengthBody, response: { 200: StrengthAnswer } }, config: { access: 'public' } }, async (request) =>
    passwordStrength(request.body.password),
  );
}
