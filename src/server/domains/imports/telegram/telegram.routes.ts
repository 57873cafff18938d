import { z } from 'zod';
import type { Platform } from '../../../platform/context.ts';
import type { App } from '../../../platform/http/server.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { sweepTelegram } from './connection.store.ts';
import * as shapes from './telegram.schema.ts';

/** The client for Telegram takes 50 MB of memory: it is loaded with the first request or job that may need it. */
const login = () => import('./login.ts');
const imports = () => import('./import.ts');

const tags = ['Telegram'];
/** Each of these asks Telegram, which bears little; guessing codes is bounded there too. */
const ASKS = { rateLimit: { max: 30, timeWindow: 60_000 } };
const LOGIN = { access: 'account' as const, spansTransactions: true, ...ASKS };
const telegram = { 200: shapes.TelegramAnswer };

export function telegramRoutes(app: App) {
  app.get('/telegram/status', { schema: { tags, summary: 'Whether a Telegram account is connected, and how far a login is', response: telegram } }, async (request) => ({ telegram: await (await login()).telegramStatus(request.ctx) }));

  app.post(
    '/telegram/auth/start',
    { schema: { tags, summary: 'Start to connect a Telegram account, by phone number or QR code', description: 'By phone, Telegram sends a code for /telegram/auth/verify. With `qr`, show the code and ask again every few seconds: each answer has the newest one, until the state is `connected` or `password`. A login is kept for ten minutes from step to step, also when Kith is restarted.', body: shapes.StartBody, response: { 200: shapes.StartAnswer } }, config: { ...LOGIN, shownOnce: true } },
    async (request) => (await login()).startLogin(request.ctx, request.body),
  );

  app.post('/telegram/auth/verify', { schema: { tags, summary: 'Enter the code Telegram sent', body: shapes.CodeBody, response: telegram }, config: LOGIN }, async (request) => ({ telegram: await (await login()).verifyCode(request.ctx, request.body.code) }));

  app.post('/telegram/auth/password', { schema: { tags, summary: 'Enter the password of two-step verification', body: shapes.PasswordBody, response: telegram }, config: LOGIN }, async (request) => ({ telegram: await (await login()).verifyPassword(request.ctx, request.body.password) }));

  app.post('/telegram/auth/cancel', { schema: { tags, summary: 'Give up a login that is not finished', response: telegram }, config: LOGIN }, async (request) => ({ telegram: await (await login()).cancelLogin(request.ctx) }));

  app.delete('/telegram', { schema: { tags, summary: 'Sign out at Telegram and forget the connection; what was imported stays', querystring: shapes.ForgetQuery, response: { 204: z.null() } }, config: LOGIN }, async (request, reply) => {
    await (await login()).disconnect(request.ctx, request.query.forget);
    return reply.code(204).send(null);
  });

  app.get('/telegram/chats', { schema: { tags, summary: 'Chats with people in the connected account, newest first', querystring: shapes.TelegramChatQuery, response: { 200: shapes.TelegramChatPage } }, config: ASKS }, async (request) => (await imports()).listChats(request.ctx, request.query.q));

  app.post(
    '/telegram/start-import',
    { schema: { tags, summary: 'Import the chat with a contact', description: 'Each message is kept once ever; a note a day says what was written. The next import brings what is new since.', body: shapes.ImportBody, response: { 202: shapes.QueuedAnswer } }, config: ASKS },
    async (request, reply) => reply.code(202).send(await (await imports()).startImport(request.ctx, request.body)),
  );

  app.get('/telegram/import-status/:job_id', { schema: { tags, summary: 'How far an import from Telegram is', params: z.object({ job_id: z.uuid() }), response: { 200: shapes.ImportStatusAnswer } } }, async (request) => ({ import: await (await imports()).importStatus(request.ctx, request.params.job_id) }));

  app.post(
    '/telegram/direct-import',
    { schema: { tags, summary: 'Keep messages that a program fetched from Telegram itself', description: 'Needs no connection. Messages without text are passed over.', body: shapes.DirectBody, response: { 201: shapes.DirectAnswer } }, bodyLimit: 8 * 1024 * 1024, config: { rateLimit: { max: 120, timeWindow: 60_000 } } },
    async (request, reply) => reply.code(201).send(await (await imports()).importDirectly(request.ctx, request.body)),
  );
}

/** Says how chats are imported: one at a time for a person, two in a process. Every hour, logins nobody finished are forgotten. */
export function defineTelegramJobs(jobs: Jobs, { database }: Platform) {
  jobs.define(shapes.TELEGRAM_JOB, {
    concurrency: 2,
    timeout_seconds: 3600,
    handler: async (ctx, { input }, tools) => (await imports()).performImport(ctx, input, tools),
  });
  jobs.every('telegram', '17 * * * *', async () => void (await sweepTelegram(database)));
}
