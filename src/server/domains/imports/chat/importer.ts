import { getPreferences } from '../../accounts/index.ts';
import { type ChatMessage, clockOf, keyMaker, plausible, selectSenders, storeChats } from '../../chats/index.ts';
import type { Channel } from '../../notes/index.ts';
import { analyseNotes } from '../analyse.ts';
import type { Importer } from '../format.ts';
import { createDirectory } from './people.ts';
import type { Chat, ChatRow, ChatRun, Sender } from './rows.ts';

type Filed = ChatMessage & { local_at: string; contact_id: string; chat_key: string; line: number };
const SHOWN_DAYS = 50;
const SAMPLES = 20;

type Clock = ReturnType<typeof clockOf>;
/** What the clock on the wall showed. */
const localOf = ({ at }: ChatRow, clock: Clock) => new Date('wall' in at ? at.wall : clock.wall(at.moment)).toISOString().slice(0, 19);
const saidIn = (row: ChatRow) => row.text || row.attachments.map(({ name }) => name).join();

/**
 * Who somebody new in these messages is already, because the messages are here: a file that comes twice, or a longer one of the same
 * chat, does not make a second person. @returns contact ids by sender
 */
async function knownBefore(run: ChatRun, channel: Channel, rows: readonly ChatRow[], isNew: (sender: Sender) => boolean, clock: Clock): Promise<Map<string, string>> {
  const asked = new Map<string, { sender: string; chat_key: string | null; message_key: string }[]>();
  for (const row of rows) {
    const { chat, sender } = row;
    const whose = isNew(sender) ? sender : chat.group ? undefined : (row.to ?? chat.participants).find((one) => one.key !== sender.key && isNew(one));
    // a number names a message in its chat only
    if (!whose || (row.key && !chat.key && /^\d+$/.test(row.key)) || !plausible('moment' in row.at ? row.at.moment : row.at.wall)) continue;
    const samples = asked.get(whose.key) ?? [];
    if (samples.length < SAMPLES) asked.set(whose.key, [...samples, { sender: whose.key, chat_key: row.key && chat.key, message_key: row.key ?? keyMaker()(localOf(row, clock), sender.name, saidIn(row)) }]);
  }
  if (asked.size === 0) return new Map();
  const found = Map.groupBy(await selectSenders(run.tx, run.ctx.space.id, channel, [...asked.values()].flat()), ({ sender }) => sender);
  return new Map([...found].filter(([, people]) => people.length === 1).map(([sender, [one]]) => [sender, one!.contact_id]));
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
      await directory.decide(rows.flatMap(({ chat, sender, to }) => [sender, ...chat.participants, ...(to ?? [])]), await knownBefore(run, channel, rows, directory.isNew, clock));
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
            filed.push({ line: row.line, contact_id, chat_key, key: row.key ?? keys.get(contact_id)!(local_at, sender.name, saidIn(row)), sent_at: new Date(moment).toISOString(), local_at, direction: from.is === 'me' ? 'out' : 'in', sender_name: sender.name, text: row.text, attachments: row.attachments });
          }
        }
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
