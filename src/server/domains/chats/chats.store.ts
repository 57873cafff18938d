import sql from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { Attachment, Message, MessageQuery } from './chats.schema.ts';

export type NewMessage = {
  id: string;
  contact_id: string;
  chat_key: string;
  message_key: string;
  sent_at: string;
  local_at: string;
  direction: 'in' | 'out';
  sender_name: string;
  text: string;
  attachments: Attachment[];
};
/** A day of somebody in one channel. */
export type Day = { contact_id: string; day: string };

/**
 * Adds those whose name is not there yet. One statement. A message with a number is also there when it came before anybody knew whose
 * chat that is: such chats are named after the contact.
 */
export const insertMessages = (db: Db, spaceId: string, channel: string, messages: NewMessage[]) =>
  db.query<{ id: string } & Day>(sql`
    insert into chat_messages (id, space_id, contact_id, channel, chat_key, message_key, sent_at, local_at, direction, sender_name, text, attachments)
    select r.id, ${spaceId}, r.contact_id, ${channel}, r.chat_key, r.message_key, r.sent_at, r.local_at, r.direction, r.sender_name, r.text, r.attachments
    from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb)
      as r (id uuid, contact_id uuid, chat_key text, message_key text, sent_at timestamptz, local_at timestamp, direction text, sender_name text, text text, attachments jsonb)
    where r.message_key !~ '^[0-9]{1,15}$' or not exists (
      select 1 from chat_messages x where x.space_id = ${spaceId} and x.channel = ${channel} and x.chat_key = r.contact_id::text and x.message_key = r.message_key)
    on conflict (space_id, channel, chat_key, message_key) do nothing returning id, contact_id, day::text as day`);

/** Whose messages these are, by the `sender` they were asked for with (`alone`: to nobody else): known ones only. Without a chat the name alone must do. */
export const selectSenders = (db: Db, spaceId: string, channel: string, asked: { sender: string; chat_key: string | null; message_key: string; alone: boolean }[]) =>
  db.query<{ sender: string; contact_id: string; alone: boolean }>(sql`
    select distinct r.sender, m.contact_id, r.alone from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as r (sender text, chat_key text, message_key text, alone boolean)
    join chat_messages m on m.space_id = ${spaceId} and m.channel = ${channel} and m.message_key = r.message_key and (r.chat_key is null or m.chat_key = r.chat_key)`);

export type DayMessage = Day & { id: string; sent_at: string; clock: string; sender_name: string; text: string; attachments: Attachment[]; note_id: string | null };
/** Every message of these days, in their order. */
export const selectDays = (db: Db, spaceId: string, channel: string, days: Day[]) =>
  db.query<DayMessage>(sql`
    select m.id, m.contact_id, m.day::text as day, m.sent_at, to_char(m.local_at, 'HH24:MI') as clock, m.sender_name, m.text, m.attachments, m.note_id
    from chat_messages m
    where m.space_id = ${spaceId} and m.channel = ${channel} and m.contact_id = any (${[...new Set(days.map((one) => one.contact_id))]}::uuid[])
      and m.day = any (${[...new Set(days.map((one) => one.day))]}::date[])
      and m.contact_id::text || m.day::text = any (${days.map((one) => one.contact_id + one.day)}::text[])
    order by m.contact_id, m.day, m.sent_at, m.id`);

export const setNotes = (db: Db, spaceId: string, pairs: { id: string; note_id: string }[]) =>
  db.query(sql`
    update chat_messages m set note_id = r.note_id
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as r (id uuid, note_id uuid) where m.space_id = ${spaceId} and m.id = r.id`);

/** Up to `limit + 1` messages with a contact, newest first. */
export const selectMessages = (db: Db, spaceId: string, contactId: string, query: MessageQuery, before: [string, string] | undefined) =>
  db.query<Message>(sql`
    select m.id, m.contact_id, m.channel, m.sent_at, to_char(m.local_at, 'YYYY-MM-DD"T"HH24:MI:SS') as local_at, m.direction, m.sender_name, m.text, m.attachments, m.note_id
    from chat_messages m where m.space_id = ${spaceId} and m.contact_id = ${contactId} ${query.channel ? sql`and m.channel = ${query.channel}` : sql``}
      ${before ? sql`and (m.sent_at, m.id) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : sql``}
    order by m.sent_at desc, m.id desc limit ${query.limit + 1}`);
