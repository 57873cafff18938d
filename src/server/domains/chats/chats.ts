import { z } from 'zod';
import type { Ctx } from '../../platform/context.ts';
import { malformed } from '../../platform/errors.ts';
import { decodeCursor, type Page, toPage } from '../../platform/http/shapes.ts';
import { getPreferences } from '../accounts/index.ts';
import { queueAnalysis } from '../notes/index.ts';
import { foldNames, getContact } from '../people/index.ts';
import type { Message, MessageQuery, MessagesBody } from './chats.schema.ts';
import * as store from './chats.store.ts';
import { keyMaker } from './keys.ts';
import { readPasted } from './pasted.ts';
import { type ChatMessage, plausible, storeMessages } from './store-messages.ts';
import { clockOf } from './zone.ts';

const Cursor = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);

/** One page of the messages with a contact, newest first. @throws 404 */
export async function listMessages(ctx: Ctx, contactId: string, query: MessageQuery): Promise<Page<Message>> {
  const rows = await store.selectMessages(ctx, ctx.space.id, contactId, query, decodeCursor(query.cursor, Cursor));
  if (rows.length === 0) await getContact(ctx, contactId);
  return toPage(rows, query.limit, (message) => [message.sent_at, message.id]);
}

/**
 * Keeps messages that somebody pasted or a program posted: the same text pasted again adds nothing.
 * @throws 404; 400 for a message of the future
 */
export async function addMessages(ctx: Ctx, contactId: string, body: MessagesBody) {
  const contact = await getContact(ctx, contactId);
  const { time_zone } = await getPreferences(ctx);
  const clock = clockOf(time_zone);
  const now = Date.now();
  const pasted = body.text === undefined ? undefined : readPasted(body.text);
  const given: { at: number; dated: boolean; sender: string | undefined; direction: 'in' | 'out' | undefined; text: string }[] =
    pasted?.map(({ wall, sender, text }) => ({ at: clock.moment(wall), dated: true, sender, direction: undefined, text })) ??
    (body.messages ?? [{ text: body.text! }]).map((message: NonNullable<MessagesBody['messages']>[number]) => ({ at: message.sent_at ? Date.parse(message.sent_at) : now, dated: message.sent_at !== undefined, sender: message.sender, direction: message.direction, text: message.text }));
  const late = given.findIndex(({ at }) => !plausible(at));
  if (late !== -1) throw malformed(pasted ? 'text' : `messages.${late}.sent_at`, 'A message was sent between 1970 and now.');

  return ctx.tx(async (tx) => {
    const senders = [...new Set(given.flatMap(({ sender }) => sender ?? []))];
    const folded = await foldNames(tx, [...senders, contact.full_name, ...(contact.nickname ? [contact.nickname] : []), ...(body.me ? [body.me] : [])]);
    const theirs = [contact.full_name, contact.nickname].flatMap((name) => (name ? folded.get(name) : []));
    const isThem = (sender: string) => theirs.includes(folded.get(sender)!) || theirs.some((name) => name!.split(' ')[0] === folded.get(sender));
    const mine = body.me === undefined ? undefined : folded.get(body.me);
    // of two, one is the person: the other is you
    const themIn = senders.find(isThem);
    const isMe = (sender: string) => (mine === undefined ? senders.length === 2 && themIn !== undefined && sender !== themIn : folded.get(sender) === mine);
    const keyOf = keyMaker();
    const messages = given.map(({ at, dated, sender, direction, text }): ChatMessage => {
      const way = direction ?? (sender && isMe(sender) ? 'out' : 'in');
      const sender_name = sender ?? (way === 'in' ? contact.full_name : 'Me');
      const local_at = new Date(clock.wall(at)).toISOString().slice(0, 19);
      return { key: keyOf(dated ? local_at : local_at.slice(0, 10), sender_name, text), sent_at: new Date(at).toISOString(), local_at, direction: way, sender_name, text };
    });
    const stored = await storeMessages(ctx, tx, { contact_id: contactId, channel: body.channel, chat_key: contactId, messages });
    return { ...stored, job_id: body.analyse && stored.note_ids.length ? await queueAnalysis(tx, ctx, stored.note_ids) : null };
  });
}
