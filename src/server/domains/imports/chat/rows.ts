import { z } from 'zod';
import type { Attachment } from '../../chats/index.ts';
import type { Channel } from '../../notes/index.ts';
import { Analyse } from '../analyse.ts';
import type { ImportRun } from '../format.ts';

/** Somebody as the file knows them. `key` is what the mapping names them by. */
export type Sender = { key: string; name: string; telegram_id?: number; phone?: string; email?: string; me?: boolean };

/** A chat of the file. `only`: the file holds no other. */
export type Chat = { key: string | null; participants: Sender[]; peer?: Sender | undefined; only: boolean; /** There may be more people in it than the file tells. */ group: boolean };

/** One message of a file. */
export type ChatRow = {
  line: number;
  chat: Chat;
  sender: Sender;
  /** Whom it was written to, where that is said of each message. */
  to?: Sender[];
  /** Its id in the chat; else it is named by what it says. */
  key: string | null;
  /** Milliseconds: a moment, or what the clock on the wall showed (as the moment at which UTC shows it). */
  at: { moment: number } | { wall: number };
  text: string;
  attachments: Attachment[];
};

/** What can be chosen for every file of messages. */
export const ChatOptions = z.object({
  me: z.string().trim().max(255).default('').meta({ title: 'Your name in it', description: 'Your own name, number or address as the file has it.', hint: 'Only when Kith does not find out by itself.' }),
  date_order: z
    .enum(['auto', 'day_first', 'month_first'])
    .default('auto')
    .meta({ title: 'Order of dates', description: 'How 3/4/2026 is meant, in files that do not tell: `auto` finds out from all dates of the file.', labels: { auto: 'Find out from the file', day_first: 'Day first: 31/12/2026', month_first: 'Month first: 12/31/2026' } }),
  contact_id: z.uuid().optional().meta({ title: 'Person', description: 'Whom the chat is with, for a file of one chat; what you wrote in a group yourself is kept with them.', hidden: true }),
  mapping: z.string().max(60_000).default('').meta({ title: 'Senders', description: 'JSON: each sender of the file to a contact_id, "new", "me" or "skip".', hidden: true }),
  analyse: Analyse,
});
export type ChatRun = ImportRun<z.infer<typeof ChatOptions>>;

/** The person's own decisions by sender. */
export type Decision = 'me' | 'skip' | 'new' | { contact_id: string };

export type ChatFormat = { channel: Channel };

/** How much of a batch a message is. */
export const weighRow = (row: ChatRow) => 200 + row.text.length * 2;
