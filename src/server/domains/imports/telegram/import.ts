import type { tl } from '@mtcute/core';
import { z } from 'zod';
import { type Ctx, within } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/database.ts';
import { notFound, unacceptable } from '../../../platform/errors.ts';
import type { JobTools } from '../../../platform/jobs/jobs.ts';
import { type ChatMessage, chatRange, knownChat, plausible, storeMessages } from '../../chats/index.ts';
import { queueAnalysis } from '../../notes/index.ts';
import { changePeople, type Contact, findPeople, getContact } from '../../people/index.ts';
import { hasty, patient } from './calls.ts';
import { messageOf, newer, older } from './history.ts';
import { requireAccount, telegramStatus, withAccount } from './login.ts';
import { dialogs, findPeer, type Peer, wantedOf } from './peers.ts';
import { type DirectBody, type ImportBody, type ImportStatus, TELEGRAM_JOB, type TelegramChat } from './telegram.schema.ts';

/** Percent at which a step begins; its end is the beginning of the next. */
const FETCHING = 10;
const PROCESSING = 90;
/** Messages of one import beyond which what is newer waits for the next one. */
const MOST = 10_000;
const LISTED = 200;

/**
 * Queues the import of the chat with a contact.
 * @throws 404; 409 without a connected account; 422 when nothing tells who that is in Telegram
 */
export async function startImport(ctx: Ctx, { contact_id, limit, peer, analyse }: ImportBody) {
  const contact = await getContact(ctx, contact_id);
  await requireAccount(ctx);
  const wanted = wantedOf(contact);
  if (peer === undefined && wanted.telegram_id === null && wanted.usernames.length + wanted.phones.length === 0) {
    throw unacceptable('contact_id', 'Nothing tells who this is in Telegram. Fill in a Telegram username, id or phone number, or choose the chat from the list.', 'telegram_peer');
  }
  const input = { contact_id, limit, analyse, ...(peer === undefined ? {} : { peer }) };
  return ctx.tx(async (tx) => ({ job_id: (await ctx.platform.jobs.enqueue(tx, ctx, { kind: TELEGRAM_JOB, input, unique_key: contact_id })).id }));
}

type Counts = { fetched: number; stored: number; already: number; notes: number };

/**
 * Reads the chat and keeps its messages, page by page, each page in a transaction of its own: what is here is always one stretch of the
 * chat without gaps, so a job that was cut off goes on at its ends.
 */
export function performImport(ctx: Ctx, { contact_id, limit, peer: chosen, analyse }: ImportBody, { progress, signal }: JobTools) {
  progress(1, 'Connecting to Telegram');
  return withAccount(ctx, async (client) => {
    const contact = await getContact(ctx, contact_id);
    const caller = patient(client, signal, (seconds) => progress(FETCHING, `Telegram asks to wait ${seconds} seconds`));
    const peer = await findPeer(caller, { ...wantedOf(contact), peer: chosen });
    const me = (await telegramStatus(ctx)).name ?? 'Me';
    const chat_key = String(peer.id);
    const counts: Counts = { fetched: 0, stored: 0, already: 0, notes: 0 };
    const notes = new Set<string>();
    const range = () => chatRange(ctx, ctx.space.id, 'telegram', chat_key);
    const keep = async (messages: ChatMessage[]) => {
      counts.fetched += messages.length;
      await ctx.tx(async (tx) => {
        const { stored, already, note_ids } = await storeMessages(within(ctx, tx), tx, { contact_id, channel: 'telegram', chat_key, messages });
        counts.stored += stored;
        counts.already += already;
        for (const id of note_ids) notes.add(id);
        await remember(tx, ctx, contact, peer);
      });
      progress(Math.min(PROCESSING - 1, FETCHING + ((PROCESSING - FETCHING) * counts.fetched) / Math.max(counts.fetched, limit)), `${counts.fetched} messages read`);
    };
    const read = async (pages: AsyncGenerator<tl.TypeMessage[]>, most: number) => {
      if (most <= 0) return;
      let left = most;
      for await (const page of pages) {
        const messages = page.flatMap((message) => messageOf(message, me, peer) ?? []).slice(0, left);
        if (messages.length) await keep(messages);
        left -= messages.length;
        signal.throwIfAborted();
        if (left <= 0) return;
      }
    };

    progress(FETCHING, 'Reading the chat');
    const before = await range();
    if (before.newest !== null) await read(newer(caller, peer, before.newest), MOST);
    const now = await range();
    await read(older(caller, peer, now.oldest ?? 0), limit - now.count);

    progress(PROCESSING, 'Putting them in notes');
    counts.notes = notes.size;
    const analysis_job_id = analyse && notes.size ? await ctx.tx((tx) => queueAnalysis(tx, ctx, [...notes])) : null;
    return { contact_id, ...counts, analysis_job_id };
  });
}


/** The person keeps what Telegram calls them, where nothing is filled in: the next import needs no choosing. */
async function remember(tx: Db, ctx: Ctx, contact: Contact, peer: Pick<Peer, 'id' | 'username'>) {
  const patch = { ...(contact.telegram_id === null ? { telegram_id: peer.id } : {}), ...(contact.telegram_username === null && peer.username ? { telegram_username: peer.username } : {}) };
  if (Object.keys(patch).length === 0) return;
  await changePeople(tx, ctx, [{ id: contact.id, patch }]);
  Object.assign(contact, patch);
}

const ImportResult = z.object({ fetched: z.int(), stored: z.int(), already: z.int(), notes: z.int(), analysis_job_id: z.uuid().nullable() });

/** How far an import is. @throws 404, also for a job of another kind */
export async function importStatus(ctx: Ctx, jobId: string): Promise<ImportStatus> {
  const job = await ctx.platform.jobs.get(ctx, jobId);
  if (job.kind !== TELEGRAM_JOB) throw notFound('import');
  const result = ImportResult.safeParse(job.result).data;
  const { analysis_job_id = null, ...counts } = result ?? {};
  return {
    job_id: job.id,
    state: job.state,
    step: job.progress >= PROCESSING ? 'processing' : job.progress >= FETCHING ? 'fetching' : 'connecting',
    percent: job.progress,
    message: job.message,
    error: job.error,
    contact_id: job.contact_id,
    counts: result ? (counts as Counts) : null,
    analysis_job_id,
  };
}

/** The chats with people of the connected account, newest first, with whom of the space they are. */
export async function listChats(ctx: Ctx, q: string | undefined): Promise<{ data: TelegramChat[]; has_more: boolean; next_cursor: null }> {
  const needle = q?.toLowerCase().replace(/^@/, '') ?? '';
  const found = await withAccount(ctx, async (client) => {
    const chats = [];
    for await (const page of dialogs(hasty(client))) {
      chats.push(...page.filter(({ name, username }) => `${name} ${username ?? ''}`.toLowerCase().includes(needle)));
      if (chats.length > LISTED) break;
    }
    return chats;
  });
  const chats = found.slice(0, LISTED);
  const people = new Map((chats.length ? await findPeople(ctx, ctx, { telegram_ids: chats.map(({ id }) => id) }) : []).map((person) => [person.telegram_id, person]));
  const data = chats.map(({ id, name, username, last_message_at }) => ({ peer: String(id), name, username, last_message_at, contact_id: people.get(id)?.id ?? null, contact_name: people.get(id)?.full_name ?? null }));
  return { data, has_more: found.length > LISTED, next_cursor: null };
}

/**
 * Keeps messages that a program has fetched itself, in the chat with whom they are from: the same messages are here once, whichever way
 * they came. Without any id of Telegram the chat is named after the contact until one is known.
 * @throws 404; 422 when nobody has this Telegram id
 */
export function importDirectly(ctx: Ctx, { contact_id, telegram_id, messages, analyse }: DirectBody) {
  return ctx.tx(async (tx) => {
    const inside = within(ctx, tx);
    const id = contact_id ?? (await findPeople(tx, ctx, { telegram_ids: [telegram_id!] }))[0]?.id;
    if (!id) throw unacceptable('telegram_id', 'Nobody here has this Telegram id. Send contact_id, or fill the id in first.', 'telegram_peer');
    const contact = await getContact(inside, id);
    // who they are in Telegram, which names the chat: as said, as known, or as all messages that are theirs have it
    const senders = new Set(messages.flatMap(({ out, from_id }) => (!out && from_id ? from_id : [])));
    const peer = telegram_id ?? contact.telegram_id ?? (senders.size === 1 ? [...senders][0]! : undefined);
    if (peer !== undefined) await remember(tx, inside, contact, { id: peer, username: null });
    const chat_key = peer === undefined ? await knownChat(tx, ctx.space.id, id, 'telegram') : String(peer);
    const kept = messages.filter(({ text }) => text.trim() !== '').map(({ id: key, date, out, text }): ChatMessage => {
      const at = typeof date === 'number' ? date * 1000 : Date.parse(date);
      if (!plausible(at)) throw unacceptable('messages', 'A message was sent between 1970 and now.');
      return { key: String(key), sent_at: new Date(at).toISOString(), direction: out ? 'out' : 'in', sender_name: out ? ctx.identity.user.full_name || 'Me' : contact.full_name, text };
    });
    const { stored, already, note_ids } = await storeMessages(inside, tx, { contact_id: id, channel: 'telegram', chat_key: chat_key ?? id, messages: kept });
    return { contact_id: id, stored, already, note_ids, job_id: analyse && note_ids.length ? await queueAnalysis(tx, ctx, note_ids) : null };
  });
}
