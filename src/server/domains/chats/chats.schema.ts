import { z } from 'zod';
import { Id, page, PageQuery, Timestamp } from '../../platform/http/shapes.ts';
import { CHANNELS } from '../notes/index.ts';

/** Characters of one message; longer ones are cut. */
export const TEXT = 50_000;
export const PASTED = 1_000_000;

const ChannelName = z.enum(CHANNELS);

export const Attachment = z.object({ name: z.string().max(255).nullable(), type: z.string().max(64) });
export type Attachment = z.infer<typeof Attachment>;

export const Message = z
  .object({
    id: Id,
    contact_id: Id,
    channel: ChannelName,
    sent_at: Timestamp,
    local_at: z.string().describe('What the clock on the wall showed: YYYY-MM-DDTHH:MM:SS'),
    direction: z.enum(['in', 'out']),
    sender_name: z.string(),
    text: z.string(),
    attachments: z.array(Attachment),
    note_id: Id.nullable().describe('The note of its day'),
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof Message>;
export const MessagePage = page(Message);
export const MessageQuery = PageQuery.extend({ channel: ChannelName.optional() });
export type MessageQuery = z.infer<typeof MessageQuery>;

const NewMessage = z.object({
  sent_at: z.iso.datetime({ offset: true }).optional().describe('Now, when left out'),
  sender: z.string().trim().min(1).max(255).optional().describe('The person, when left out'),
  direction: z.enum(['in', 'out']).optional().describe('Who wrote it: `in` the person, `out` you; told by the sender when left out'),
  text: z.string().trim().min(1).max(TEXT),
});
export const MessagesBody = z
  .object({
    channel: ChannelName.default('pasted'),
    messages: z.array(NewMessage).min(1).max(1000).optional(),
    text: z.string().trim().min(1).max(PASTED).optional().describe('A chat as it was copied; its lines are recognised, else it is one message'),
    me: z.string().trim().min(1).max(255).optional().describe('Your own name in it'),
    analyse: z.boolean().default(false),
  })
  .refine((body) => (body.messages === undefined) !== (body.text === undefined), { path: ['messages'], message: 'Send either messages or text.' });
export type MessagesBody = z.infer<typeof MessagesBody>;
export const StoredAnswer = z.object({
  stored: z.int(),
  already: z.int().describe('Messages that were here before'),
  note_ids: z.array(Id).describe('The notes of their days'),
  job_id: Id.nullable().describe('The analysis, when asked for'),
});
