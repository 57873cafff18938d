import sql from 'sql-template-tag';
import type { Db } from '../../platform/database/database.ts';
import type { Channel } from '../notes/index.ts';

/** How much of a chat is here, where keys are numbers that grow: which are the oldest and the newest message, and how many. */
export const chatRange = async (db: Db, spaceId: string, channel: Channel, chatKey: string) =>
  (
    await db.query<{ count: number; oldest: number | null; newest: number | null }>(sql`
      select count(*)::int as count, min(m.message_key::bigint) as oldest, max(m.message_key::bigint) as newest from chat_messages m
      where m.space_id = ${spaceId} and m.channel = ${channel} and m.chat_key = ${chatKey} and m.message_key ~ '^[0-9]{1,15}$'`)
  )[0]!;
