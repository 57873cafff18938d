import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { uuidv7s } from '../../platform/ids.ts';
import { getPreferences } from '../accounts/index.ts';
import { addDayNotes, type Channel, contentsOf, type DayNote, growDayNotes } from '../notes/index.ts';
import { type Attachment, TEXT } from './chats.schema.ts';
import * as store from './chats.store.ts';
import { appendTo, piecesOf } from './days.ts';
import { clockOf } from './zone.ts';

/** A message as its chat knows it. */
export type ChatMessage = {
  /** What it is called in its chat, for ever: an id, or a hash of what it says. At most 200 characters. */
  key: string;
  /** ISO 8601, with an offset. */
  sent_at: string;
  /** What the clock showed, YYYY-MM-DDTHH:MM:SS; that of the user's time zone when left out. */
  local_at?: string | undefined;
  direction: 'in' | 'out';
  sender_name: string;
  text: string;
  attachments?: Attachment[] | undefined;
};
export type Stored = { stored: number; already: number; note_ids: string[] };

const BATCH = 2000;
const MINUTE = 60_000;
const storable = (text: string) => text.toWellFormed().replaceAll('\0', '');
/** At most `n` characters, no pair cut in half. */
const cut = (text: string, n: number) => (text.length <= n ? text : text.slice(0, n).toWellFormed().replace(/�$/, ''));

/**
 * Keeps messages with a person, each once ever, and makes or grows the note of each day; in the caller's transaction. The contact must
 * be one of the space. Six statements a 2,000 messages at most.
 * @returns how many are new, how many were here, and the notes that are new or grew
 */
export async function storeMessages(ctx: Ctx, tx: Db, { contact_id, channel, chat_key, messages }: { contact_id: string; channel: Channel; chat_key: string; messages: ChatMessage[] }): Promise<Stored> {
  const { fresh: _, ...stored } = await storeChats(ctx, tx, channel, messages.map((message) => ({ ...message, contact_id, chat_key })));
  return stored;
}

/** The same for messages of many people and chats. `fresh`: those that are new. */
export async function storeChats<M extends ChatMessage & { contact_id: string; chat_key: string }>(ctx: Ctx, tx: Db, channel: Channel, messages: M[]): Promise<Stored & { fresh: Set<M> }> {
  const all = new Set<M>();
  const notes = new Set<string>();
  let stored = 0;
  if (messages.length === 0) return { stored: 0, already: 0, note_ids: [], fresh: all };
  const clock = messages.some((message) => !message.local_at) ? clockOf((await getPreferences({ ...ctx, query: tx.query })).time_zone) : undefined;
  for (let at = 0; at < messages.length; at += BATCH) {
    const batch = messages.slice(at, at + BATCH);
    const ids = uuidv7s(batch.length);
    const rows = batch.map((message, i): store.NewMessage => ({
      id: ids[i]!,
      contact_id: message.contact_id,
      chat_key: cut(storable(message.chat_key), 200),
      message_key: cut(storable(message.key), 200),
      sent_at: message.sent_at,
      local_at: message.local_at ?? new Date(clock!.wall(Date.parse(message.sent_at))).toISOString().slice(0, 19),
      direction: message.direction,
      sender_name: cut(storable(message.sender_name).replace(/\s+/g, ' ').trim(), 255) || 'Unknown',
      text: cut(storable(message.text), TEXT),
      attachments: (message.attachments ?? []).slice(0, 100).map(({ name, type }) => ({ name: name === null ? null : cut(storable(name), 255), type: cut(storable(type), 64) })),
    }));
    const fresh = await store.insertMessages(tx, ctx.space.id, channel, rows);
    const place = new Map(ids.map((id, i) => [id, i]));
    for (const { id } of fresh) all.add(batch[place.get(id)!]!);
    stored += fresh.length;
    for (const id of await writeDays(ctx, tx, channel, fresh)) notes.add(id);
  }
  return { stored, already: messages.length - stored, note_ids: [...notes], fresh: all };
}

const keyOf = ({ contact_id, day }: store.Day) => `${contact_id} ${day}`;

/** Brings the notes of the days of new messages up to date. @returns the notes that are new or grew */
async function writeDays(ctx: Ctx, tx: Db, channel: Channel, fresh: ({ id: string } & store.Day)[]): Promise<string[]> {
  if (fresh.length === 0) return [];
  const isNew = new Set(fresh.map(({ id }) => id));
  const days = new Map(fresh.map((message) => [keyOf(message), { contact_id: message.contact_id, day: message.day }]));
  const all = Map.groupBy(await store.selectDays(tx, ctx.space.id, channel, [...days.values()]), keyOf);
  const contents = await contentsOf(tx, ctx, [...new Set([...all.values()].flat().flatMap((message) => message.note_id ?? []))]);
  const added: DayNote[] = [];
  const grown: DayNote[] = [];
  const told: { id: string; note_id: string }[] = [];
  const at = (messages: store.DayMessage[]) => messages.reduce((latest, { sent_at }) => (Date.parse(sent_at) > Date.parse(latest) ? sent_at : latest), messages[0]!.sent_at);

  for (const [key, messages] of all) {
    const { contact_id, day } = days.get(key)!;
    // what stands in a note that was deleted, or given to somebody else, is over
    const told_before = messages.filter((message) => !isNew.has(message.id) && message.note_id !== null && contents.get(message.note_id)?.contact_id === contact_id);
    const noteIds = [...new Set(told_before.map((message) => message.note_id!))];
    const put = (id: string, content: string, of: store.DayMessage[]) => {
      (noteIds.includes(id) ? grown : added).push({ id, contact_id, content, created_at: at(of) });
      for (const message of of) if (message.note_id !== id) told.push({ id: message.id, note_id: id });
    };
    const asWritten = piecesOf(channel, day, told_before);
    const untouched = asWritten.length === noteIds.length && asWritten.every((piece, i) => contents.get(noteIds[i]!)?.content === piece.content);
    if (untouched) {
      const now = new Set([...told_before.map((message) => message.id)]);
      const pieces = piecesOf(channel, day, messages.filter((message) => isNew.has(message.id) || now.has(message.id)));
      const ids = [...noteIds, ...uuidv7s(Math.max(0, pieces.length - noteIds.length))];
      for (const [i, piece] of pieces.entries()) if (piece.content !== asWritten[i]?.content) put(ids[i]!, piece.content, piece.messages);
    } else {
      const { content, left } = appendTo(contents.get(noteIds.at(-1)!)!.content, messages.filter((message) => isNew.has(message.id)));
      const appended = messages.filter((message) => isNew.has(message.id) && !left.includes(message));
      if (appended.length) put(noteIds.at(-1)!, content, appended);
      const ids = uuidv7s(Math.ceil(left.length));
      for (const [i, piece] of piecesOf(channel, day, left).entries()) put(ids[i]!, piece.content, piece.messages);
    }
  }
  await addDayNotes(tx, ctx, channel, added);
  await growDayNotes(tx, ctx, grown);
  if (told.length) await store.setNotes(tx, ctx.space.id, told);
  return [...added, ...grown].map(({ id }) => id);
}

/** Moments that can be of a message: from the first emails until now, with a day for clocks that are wrong. */
export const plausible = (ms: number) => ms > Date.UTC(1970, 0, 2) && ms < Date.now() + 24 * 60 * MINUTE;
