import { getPreferences } from '../../accounts/index.ts';
import { type ChatMessage, clockOf, keyMaker, plausible, selectSenders, storeChats } from '../../chats/index.ts';
import type { Channel } from '../../notes/index.ts';
import { analyseNotes } from '../analyse.ts';
import type { Importer } from '../format.ts';
import { type Before, createDirectory } from './people.ts';
import type { Chat, ChatRow, ChatRun } from './rows.ts';

type Filed = ChatMessage & { local_at: string; contact_id: string; chat_key: string; line: number; /** It is with nobody else. */ alone: boolean };
const SHOWN_DAYS = 50;
const SAMPLES = 20;

type Clock = ReturnType<typeof clockOf>;
/** What the clock on the wall showed. */
const localOf = ({ at }: ChatRow, clock: Clock) => new Date('wall' in at ? at.wall : clock.wall(at.moment)).toISOString().slice(0, 19);
const saidIn = (row: ChatRow) => row.text || row.attachments.map(({ name }) => name).join();

/**
 * Who has these messages of somebody new already: a file that comes twice, or a longer one of the same chat, does not make a second
 * person. Asked when somebody has a message for the first time, which may be late in a long file.
 * @param filed all of a batch, of whom `isAwaited` are new
 */
async function heardOf(run: ChatRun, channel: Channel, filed: readonly Filed[], isAwaited: (id: string) => boolean): Promise<Map<string, Before>> {
  const asked = new Map<string, { sender: string; chat_key: string | null; message_key: string; alone: boolean }[]>();
  for (const { contact_id, chat_key, key, alone } of filed) {
    if (!isAwaited(contact_id)) continue;
    const samples = asked.get(contact_id) ?? [];
    asked.set(contact_id, samples);
    const ofNobody = chat_key === contact_id;
    // a number names a message in its chat only
    if (samples.length < SAMPLES && !(ofNobody && /^\d+$/.test(key))) samples.push({ sender: contact_id, chat_key: ofNobody ? null : chat_key, message_key: key, alone });
  }
  const samples = [...asked.values()].flat();
  const found = samples.length ? await selectSenders(run.tx, run.ctx.space.id, channel, samples) : [];
  const having = (sender: string, alone: boolean) => new Set(found.filter((one) => one.sender === sender && one.alone === alone).map((one) => one.contact_id));
  return new Map([...asked.keys()].map((id) => [id, { alone: having(id, true), shared: having(id, false) }]));
}

/** Takes messages in from any kind of file: each goes to the person it is from or to. */
export function chatImporter(run: ChatRun, channel: Channel): Importer<ChatRow> {
  let ready: Promise<Awaited<ReturnType<typeof open>>> | undefined;
  const open = async () => ({ directory: await createDirectory(run), clock: clockOf((await getPreferences(run.ctx)).time_zone) });
  const settled = new Set<Chat>();
  const keys = new Map<string, ReturnType<typeof keyMaker>>();
  const notes = new Set<string>();
  const days = new Set<string>();
  let unsorted = 0;

  return {
    async apply(rows) {
      const { directory, clock } = await (ready ??= open());
      await directory.decide(rows.flatMap(({ chat, sender, to }) => [sender, ...chat.participants, ...(to ?? [])]));
      const filed: Filed[] = [];
      for (const row of rows) {
        const { chat, sender } = row;
        if (!settled.has(chat)) directory.settle(chat);
        settled.add(chat);
        directory.said(sender);
        const moment = 'moment' in row.at ? row.at.moment : clock.moment(row.at.wall);
        if (!plausible(moment)) {
          run.fail(row.line, 'The date of this message is not between 1970 and now.');
          continue;
        }
        const from = directory.whoIs(sender);
        const others = row.to ?? chat.participants.filter(({ key }) => key !== sender.key);
        const to = from.is === 'me' ? others.map((one) => directory.whoIs(one)) : [from];
        // whom you wrote to is said, where nobody answered, and for what you wrote in a group
        const chosen = from.is === 'me' && chat.only && (chat.group || others.length === 0) ? run.options.contact_id?.toLowerCase() : undefined;
        const people = chosen ? [chosen] : [...new Set(to.flatMap((who) => (who.is === 'person' ? who.id : [])))];
        if (!row.text && row.attachments.length === 0) run.count('system_messages_skipped');
        else if (from.is === 'skip' || (from.is === 'me' && to.length > 0 && to.every((who) => who.is === 'skip' || who.is === 'me'))) run.count('messages_passed_over');
        else if (from.is === 'me' && !row.to && !chosen && (chat.group || others.length > 1)) unsorted++;
        else if (people.length === 0) run.count('messages_unmatched');
        else {
          const local_at = localOf(row, clock);
          for (const contact_id of people) {
            if (run.options.contact_id && !chat.only && contact_id !== run.options.contact_id.toLowerCase()) continue;
            const chat_key = chat.key ?? contact_id;
            if (!row.key && !keys.has(contact_id)) keys.set(contact_id, keyMaker());
            filed.push({ line: row.line, alone: people.length === 1, contact_id, chat_key, key: row.key ?? keys.get(contact_id)!(local_at, sender.name, saidIn(row)), sent_at: new Date(moment).toISOString(), local_at, direction: from.is === 'me' ? 'out' : 'in', sender_name: sender.name, text: row.text, attachments: row.attachments });
          }
        }
      }
      const instead = await directory.make(await heardOf(run, channel, filed, directory.isAwaited));
      for (const [id, known] of instead) if (!keys.has(known) && keys.has(id)) keys.set(known, keys.get(id)!);
      for (const message of filed) {
        const known = instead.get(message.contact_id);
        if (known && message.chat_key === message.contact_id) message.chat_key = known;
        if (known) message.contact_id = known;
      }
      const stored = await storeChats(run.ctx, run.tx, channel, filed);
      run.count('messages', stored.stored);
      run.count('messages_skipped', stored.already);
      for (const id of stored.note_ids) notes.add(id);
      for (const message of filed) {
        const day = `${message.contact_id} ${message.local_at.slice(0, 10)}`;
        if (days.has(day) || days.size >= SHOWN_DAYS) continue;
        days.add(day);
        run.show({ line: message.line, what: stored.fresh.has(message) ? 'new' : 'same', name: `${directory.nameOf(message.contact_id)} · ${message.local_at.slice(0, 10)}`, detail: `${message.local_at.slice(11, 16)} ${message.sender_name}: ${message.text || message.attachments?.map(({ name, type }) => name ?? type).join(', ')}` });
      }
    },

    async finish() {
      if (unsorted) {
        run.count('own_in_groups_skipped', unsorted);
        run.warn(`What you wrote in groups yourself is left out (${unsorted.toLocaleString('en')}): it was to nobody in particular. For a file of one chat, choose a person to keep it with.`);
      }
      if (ready) (await ready).directory.report();
      run.count('notes', notes.size);
      if (run.options.analyse) await analyseNotes(run, [...notes]);
    },
  };
}
