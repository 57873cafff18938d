import { z } from 'zod';

export const RefreshBody = z.object({ refresh_token: z.string().min(1).max(200) });
/** `expires_in`: seconds the access token lives. The refresh token works once, within 30 days. */
export const TokenAnswer = z
  .object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.int(), token_type: z.literal('Bearer') })
  .meta({ id: 'Tokens' });
export type TokenAnswer = z.infer<typeof TokenAnswer>;
