import { z } from 'zod';
import { Id, page, Timestamp, trimmed } from '../../../platform/http/shapes.ts';

const KeyScope = z.enum(['read', 'write']);
export const ApiKey = z
  .object({ id: Id, name: z.string(), prefix: z.string(), scopes: z.array(KeyScope), created_at: Timestamp, expires_at: Timestamp.nullable(), last_used_at: Timestamp.nullable() })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;
export const ApiKeyPage = page(ApiKey);
export const ApiKeyBody = z.object({
  name: trimmed(1, 100),
  scopes: z.array(KeyScope).min(1).max(2).transform((scopes) => [...new Set(scopes)].toSorted()),
  expires_at: Timestamp.nullable().optional(),
});
/** `key` is shown here and never again. */
export const ApiKeyCreated = z.object({ api_key: ApiKey, key: z.string() });
