import { z } from 'zod';
import { Id, page, Timestamp, trimmed } from '../../../platform/http/shapes.ts';

/** The kind of the jobs that import a chat. */
export const TELEGRAM_JOB = 'import_telegram';

/** Where a connection stands: `lost` when Telegram ended it. */
export const TelegramState = z.enum(['none', 'code', 'password', 'qr', 'connected', 'lost']);

export const Telegram = z
  .object({
    configured: z.boolean(),
    missing: z.array(z.string()).describe('Variables the installation needs before anybody can connect'),
    state: TelegramState,
    phone: z.string().nullable().describe('All but the last digits hidden'),
    name: z.string().nullable(),
    code_via: z.enum(['app', 'sms', 'call', 'email', 'other']).nullable().describe('How Telegram sent the code'),
    password_hint: z.string().nullable(),
    expires_at: Timestamp.nullable().describe('When a login that is not finished has to be started again'),
    connected_at: Timestamp.nullable(),
  })
  .meta({ id: 'Telegram' });
export type Telegram = z.infer<typeof Telegram>;
export const TelegramAnswer = z.object({ telegram: Telegram });

const LoginQr = z.object({ url: z.string().describe('To be opened by the Telegram app, or shown as a QR code'), svg: z.string(), expires_at: Timestamp });
export const StartAnswer = z.object({ telegram: Telegram, qr: LoginQr.nullable() });
export const StartBody = z
  .object({
    phone: z.string().trim().min(5).max(32).optional().describe('With country code: +49 151 23456789'),
    qr: z.boolean().optional().describe('Sign in by QR code instead; ask again every few seconds until it was scanned'),
  })
  .refine((body) => (body.phone !== undefined) !== (body.qr === true), { path: ['phone'], message: 'Send either phone or qr: true.' });
export type StartBody = z.infer<typeof StartBody>;
export const CodeBody = z.object({ code: z.string().trim().min(1).max(16) });
export const PasswordBody = z.object({ password: z.string().min(1).max(1024) });
export const ForgetQuery = z.object({ forget: z.stringbool().default(false).describe('Forget the connection even when Telegram does not answer') });

const Peer = z.string().regex(/^\d{1,19}$/, 'must be the id of a user of Telegram');

export const TelegramChat = z
  .object({
    peer: Peer.describe('For start-import'),
    name: z.string(),
    username: z.string().nullable(),
    last_message_at: Timestamp.nullable(),
    contact_id: Id.nullable().describe('The person with this Telegram id'),
    contact_name: z.string().nullable(),
  })
  .meta({ id: 'TelegramChat' });
export type TelegramChat = z.infer<typeof TelegramChat>;
export const TelegramChatPage = page(TelegramChat);
export const TelegramChatQuery = z.object({ q: trimmed(0, 100).optional().describe('Part of a name or username') });

export const ImportBody = z.object({
  contact_id: Id,
  limit: z.int().min(1).max(10_000).default(500).describe('How many of the newest messages shall be here afterwards; what is newer than the last import always comes'),
  peer: Peer.optional().describe('A chat of GET /telegram/chats; else the one of the Telegram id, username or phone of the contact'),
  analyse: z.boolean().default(false),
});
export type ImportBody = z.infer<typeof ImportBody>;
export const QueuedAnswer = z.object({ job_id: Id });

export const ImportStatus = z
  .object({
    job_id: Id,
    state: z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']),
    step: z.enum(['connecting', 'fetching', 'processing']),
    percent: z.int().min(0).max(100),
    message: z.string().nullable(),
    error: z.string().nullable(),
    contact_id: Id.nullable(),
    counts: z.object({ fetched: z.int(), stored: z.int(), already: z.int(), notes: z.int() }).nullable().describe('When it is done'),
    analysis_job_id: Id.nullable(),
  })
  .meta({ id: 'TelegramImport' });
export type ImportStatus = z.infer<typeof ImportStatus>;
export const ImportStatusAnswer = z.object({ import: ImportStatus });

const TelegramId = z.int().positive();
export const DirectBody = z
  .object({
    contact_id: Id.optional(),
    telegram_id: TelegramId.optional().describe('Of the person: finds them when contact_id is left out, else says whose chat it is'),
    messages: z
      .array(
        z.object({
          id: z.int().positive(),
          date: z.union([z.int().min(0).max(4_102_444_800), z.iso.datetime({ offset: true })]).describe('Unix seconds, or ISO 8601'),
          from_id: TelegramId.nullable().optional(),
          out: z.boolean().default(false).describe('You wrote it'),
          text: z.string().max(50_000).default(''),
        }),
      )
      .min(1)
      .max(1000),
    analyse: z.boolean().default(false),
  })
  .refine((body) => body.contact_id !== undefined || body.telegram_id !== undefined, { path: ['contact_id'], message: 'Send contact_id or telegram_id.' });
export type DirectBody = z.infer<typeof DirectBody>;
export const DirectAnswer = z.object({ contact_id: Id, stored: z.int(), already: z.int(), note_ids: z.array(Id), job_id: Id.nullable().describe('The analysis, when asked for') });
