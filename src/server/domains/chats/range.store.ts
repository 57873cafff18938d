import sql from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { Channel } from '../notes/index.ts';

/** The one chat of a messenger that is here with a contact, by the number of who that is there; undefined when there is none, or several. */
export const knownChat = async (db: Db, spaceId: string, contactId: string, channel: Channel): Promise<string | undefined> => {
  const chats = await db.query<{ chat_key: string }>(sql`
    select distinct m.chat_key from chat_messages m where m.space_id = ${spaceId} and m.contact_id = ${contactId} and m.channel = ${channel} and m.chat_key ~ '^[0-9]{1,15}$' limit 2`);
  return chats.length === 1 ? chats[0]!.chat_key : undefined;
};

/** How much of a chat is here, where keys are numbers that grow: which are the oldest and the newest message, and how many. */
export const chatRange = async (db: Db, spaceId: string, channel: Channel, chatKey: string) =>
  (
    await db.query<{ count: number; oldest: number | null; newest: number | null }>(sql`
      select count(*)::int as count, min(m.message_key::bigint) as oldest, max(m.message_key::bigint) as newest from chat_messages m
      where m.space_id = ${spaceId} and m.channel = ${channel} and m.chat_key = ${chatKey} and m.message_key ~ '^[0-9]{1,15}$'`)
  )[0]!;
