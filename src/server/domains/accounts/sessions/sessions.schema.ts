import { z } from 'zod';
import { Id, page, Timestamp } from '../../../platform/http/shapes.ts';
import { Password } from '../accounts.schema.ts';

export const SessionItem = z
  .object({
    id: Id,
    kind: z.enum(['browser', 'program']),
    device: z.string(),
    ip: z.string().nullable(),
    created_at: Timestamp,
    last_used_at: Timestamp,
    current: z.boolean(),
  })
  .meta({ id: 'SessionItem' });
export type SessionItem = z.infer<typeof SessionItem>;
export const SessionPage = page(SessionItem);

export const SecurityEvent = z
  .object({ id: Id, kind: z.string(), detail: z.string().nullable(), device: z.string(), ip: z.string().nullable(), created_at: Timestamp })
  .meta({ id: 'SecurityEvent' });
export type SecurityEvent = z.infer<typeof SecurityEvent>;
export const SecurityEventPage = page(SecurityEvent);

export const ChangePasswordBody = z.object({ current_password: z.string().min(1).max(256), new_password: Password });
