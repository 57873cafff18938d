import { z } from 'zod';
import type { App } from '../../../platform/http/server.ts';
import { SECRET_LIMIT } from '../limits.ts';
import { CodeBody, DisableBody, PasswordBody, RecoveryCodes, TotpEnrolment, TotpState } from './totp.schema.ts';
import * as totp from './totp.ts';

const tags = ['Two-factor sign-in'];
const config = { access: 'account' as const, ...SECRET_LIMIT };

export function totpRoutes(app: App) {
  app.get('/auth/totp', { schema: { tags, summary: 'Whether two-factor sign-in is on', response: { 200: TotpState } }, config: { access: 'account' } }, (request) => totp.totpState(request.ctx));

  app.post('/auth/totp', { schema: { tags, summary: 'Start enrolling an authenticator app', body: PasswordBody, response: { 200: TotpEnrolment } }, config }, (request) => totp.startTotp(request.ctx, request.body.password));

  app.post('/auth/totp/confirm', { schema: { tags, summary: 'Turn it on with the first code; answers the recovery codes once', body: CodeBody, response: { 200: RecoveryCodes } }, config }, async (request) => ({
    recovery_codes: await totp.confirmTotp(request.ctx, request.body.code),
  }));

  app.post('/auth/totp/disable', { schema: { tags, summary: 'Turn it off', body: DisableBody, response: { 204: z.null() } }, config }, async (request, reply) => {
    await totp.disableTotp(request.ctx, request.body.password, request.body.code);
    return reply.code(204).send(null);
  });

  app.post('/auth/totp/recovery-codes', { schema: { tags, summary: 'New recovery codes; the old ones stop working', body: PasswordBody, response: { 200: RecoveryCodes } }, config }, async (request) => ({
    recovery_codes: await totp.replaceRecoveryCodes(request.ctx, request.body.password),
  }));
}
