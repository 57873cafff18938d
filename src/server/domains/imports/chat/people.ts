import type { CountryCode } from 'libphonenumber-js/min';
import { notFound } from '../../../platform/errors.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { getPreferences } from '../../accounts/index.ts';
import { addPeople, type BookKeys, bookKeys, findPeople, foldNames, mergedInto } from '../../people/index.ts';
import { commonCountry, countryOfLocale, phoneKey } from '../address-book/phones.ts';
import { readMapping } from './mapping.ts';
import type { Chat, ChatRun, Decision, Sender } from './rows.ts';

type Known = { id: string; name: string };
/** Who a sender is; `unknown` is asked, never guessed. */
type Who = { is: 'me' | 'skip' } | { is: 'person'; id: string } | { is: 'unknown'; candidates: string[] };
type Seen = { sender: Sender; who: Who; messages: number; decided: boolean };
/** What tells that somebody new came in before: people who have messages that were with them alone, and with others too. */
export type Before = { alone: ReadonlySet<string>; shared: ReadonlySet<string> };

const CHOICES = 500;
const CANDIDATES = 8;

/**
 * Tells who the senders of a file are: as decided, else by Telegram id, email, phone, or the exact name, when that is one person only.
 * @throws 400 for a mapping that is none, 404 for a contact in it
 */
export async function createDirectory(run: ChatRun) {
  const mapping = readMapping(run.options.mapping);
  await followMerges(run, mapping);
  const index = new Map<string, string[]>();
  const put = (key: string, id: string) => void (index.get(key)?.push(id) ?? index.set(key, [id]));
  const folded = new Map<string, string>();
  const names = new Map<string, string>();
  const seen = new Map<string, Seen>();
  /** Who is new and has no message yet, by the id they would get. */
  const awaited = new Map<string, Seen>();
  const country = await load(run, put);
  const wanted = [...new Set([...mapping.values()].flatMap((decision) => (typeof decision === 'object' ? decision.contact_id.toLowerCase() : [])).concat(run.options.contact_id?.toLowerCase() ?? []))];
  for (const person of await findPeople(run.tx, run.ctx, { ids: wanted })) names.set(person.id, person.full_name);
  const missing = wanted.find((id) => !names.has(id));
  if (missing) throw notFound('contact');
  const mine = run.options.me ? [await foldOf(run.options.me), phoneKey(run.options.me, country), run.options.me.toLowerCase()] : [];

  async function foldOf(name: string) {
    return (await foldNames(run.tx, [name])).get(name)!;
  }
  const phoneOf = (sender: Sender) => (sender.phone ? phoneKey(sender.phone, country) : undefined);
  const decisionOf = (sender: Sender): Decision | undefined => mapping.get(sender.key) ?? mapping.get(sender.name);

  /** Who this is by what the file says of them. */
  function look(sender: Sender): Who {
    for (const key of [sender.telegram_id && `telegram ${sender.telegram_id}`, sender.email && `email ${sender.email.toLowerCase()}`, phoneOf(sender) && `phone ${phoneOf(sender)}`, `name ${folded.get(sender.name)}`]) {
      const found = key ? [...new Set(index.get(key))] : [];
      if (found.length === 1) return { is: 'person', id: found[0]! };
      if (found.length > 1) return { is: 'unknown', candidates: found };
    }
    return { is: 'unknown', candidates: [] };
  }
  const isMe = (sender: Sender) => sender.me || (mine.length > 0 && (mine.includes(folded.get(sender.name)) || (sender.phone !== undefined && mine.includes(phoneOf(sender))) || (sender.email !== undefined && mine.includes(sender.email.toLowerCase()))));

  /** Who these are. Somebody new has an id from now on, and is made by `make` once there is a message to keep. */
  async function decide(senders: Sender[]): Promise<void> {
    const fresh = [...new Map(senders.filter((sender) => !seen.has(sender.key)).map((sender) => [sender.key, sender])).values()];
    if (fresh.length === 0) return;
    for (const [name, fold] of await foldNames(run.tx, [...new Set(fresh.map((sender) => sender.name))])) folded.set(name, fold);
    for (const sender of fresh) {
      const decision = decisionOf(sender);
      const who: Who =
        decision === 'new' ? { is: 'person', id: uuidv7() }
        : decision ? (typeof decision === 'object' ? { is: 'person', id: decision.contact_id.toLowerCase() } : { is: decision })
        : isMe(sender) ? { is: 'me' }
        : look(sender);
      const one: Seen = { sender, who, messages: 0, decided: decision !== undefined };
      seen.set(sender.key, one);
      if (decision === 'new' && who.is === 'person') awaited.set(who.id, one);
    }
    await learnNames(fresh.flatMap(({ key }) => idsOf(seen.get(key)!.who)).filter((id) => !awaited.has(id)));
  }

  async function learnNames(ids: string[]): Promise<void> {
    const wanted = [...new Set(ids)].filter((id) => !names.has(id));
    if (wanted.length) for (const person of await findPeople(run.tx, run.ctx, { ids: wanted })) names.set(person.id, person.full_name);
  }

  /** Who somebody new was made when these messages came in before: whoever has them, and of several who fits what the file says. */
  function madeBefore(sender: Sender, { alone, shared }: Before): string | undefined {
    const [only] = alone;
    if (alone.size === 1) return only;
    const fitting = idsOf(look(sender)).filter((id) => alone.has(id) || shared.has(id));
    return fitting.length === 1 ? fitting[0] : undefined;
  }

  /**
   * Makes people of those who are new, unless they were made when these messages came in before.
   * @param heard by the id they were given
   * @returns the id that each has instead, where it is another
   */
  async function make(heard: ReadonlyMap<string, Before>): Promise<Map<string, string>> {
    const instead = new Map<string, string>();
    const people: Parameters<typeof addPeople>[2] = [];
    for (const [id, before] of heard) {
      const one = awaited.get(id)!;
      const { sender } = one;
      awaited.delete(id);
      const known = madeBefore(sender, before);
      if (known) {
        one.who = { is: 'person', id: known };
        instead.set(id, known);
        continue;
      }
      people.push({
        id,
        full_name: [...sender.name].length >= 2 ? sender.name.slice(0, 255) : `${sender.name} ?`,
        telegram_id: sender.telegram_id ?? null,
        phones: sender.phone && phoneOf(sender) ? [{ label: 'mobile', value: sender.phone.slice(0, 64) }] : [],
        emails: sender.email ? [{ label: 'email', value: sender.email.slice(0, 254) }] : [],
      });
    }
    await addPeople(run.tx, run.ctx, people);
    run.count('people_created', people.length);
    for (const person of people) names.set(person.id!, person.full_name);
    await learnNames([...instead.values()]);
    return instead;
  }

  return {
    decide,
    make,
    isAwaited: (id: string): boolean => awaited.has(id),
    whoIs: (sender: Sender): Who => seen.get(sender.key)!.who,
    said: (sender: Sender) => void seen.get(sender.key)!.messages++,
    nameOf: (id: string) => names.get(id) ?? '',

    /** What follows from who is in a chat: the one person that was named, and of two people of whom one is known, the other is the user. */
    settle(chat: Chat) {
      const there = chat.participants.map((sender) => seen.get(sender.key)!);
      const { contact_id } = run.options;
      if (contact_id && chat.only && !chat.group) {
        const other = there.filter(({ who, decided }) => who.is === 'unknown' && !decided);
        const named = there.find(({ who }) => who.is === 'person' && who.id === contact_id.toLowerCase());
        const peer = named ?? (chat.peer && seen.get(chat.peer.key)) ?? (there.some(({ who }) => who.is === 'me') || there.length === 1 ? other[0] : undefined);
        if (peer && !peer.decided && peer.who.is !== 'me') peer.who = { is: 'person', id: contact_id.toLowerCase() };
      }
      if (chat.group || there.length !== 2 || there.some(({ who }) => who.is === 'me')) return;
      const peer = chat.peer ? seen.get(chat.peer.key) : there.filter(({ who }) => who.is === 'person').length === 1 ? there.find(({ who }) => who.is === 'person') : undefined;
      const other = there.find((one) => one !== peer);
      if (peer && other && !other.decided && (chat.peer || other.who.is === 'unknown')) other.who = { is: 'me' };
    },

    /** Tells the person who everybody was taken for, and asks about the rest. */
    report() {
      const list = [...seen.values()].toSorted((a, b) => Number(b.who.is === 'unknown') - Number(a.who.is === 'unknown') || b.messages - a.messages);
      for (const { sender, who, messages } of list.slice(0, CHOICES)) {
        const people = idsOf(who).slice(0, CANDIDATES).map((id): Known => ({ id, name: names.get(id) ?? '' }));
        const decision = decisionOf(sender);
        run.choose({
          key: sender.key, name: sender.name, messages,
          answer: decision === 'new' ? 'new' : who.is === 'person' ? who.id : who.is === 'unknown' ? null : who.is,
          contact: who.is === 'person' && !awaited.has(who.id) ? people[0]! : null,
          candidates: who.is === 'unknown' ? people : [],
        });
      }
      const open = list.filter(({ who, messages }) => who.is === 'unknown' && messages > 0);
      if (open.length) run.warn(`Messages of ${open.length === 1 ? `"${open[0]!.sender.name}"` : `${open.length} senders`} are left out: nobody here is known to be ${open.length === 1 ? 'this sender' : 'them'}. Say who that is.`);
    },
  };
}

/** Whoever was chosen and has been merged since is who they are now. */
async function followMerges(run: ChatRun, mapping: Map<string, Decision>): Promise<void> {
  const chosen = [...mapping.values()].some((decision) => typeof decision === 'object');
  if (!chosen && !run.options.contact_id) return;
  const merged = new Map((await mergedInto(run.tx, run.ctx)).map(({ id, contact_id }) => [id, contact_id]));
  if (run.options.contact_id) run.options.contact_id = merged.get(run.options.contact_id.toLowerCase()) ?? run.options.contact_id;
  for (const [sender, decision] of mapping) if (typeof decision === 'object') mapping.set(sender, { contact_id: merged.get(decision.contact_id.toLowerCase()) ?? decision.contact_id });
}

const idsOf = (who: Who) => (who.is === 'person' ? [who.id] : who.is === 'unknown' ? who.candidates : []);

/** Everybody who is here, by what tells them apart. @returns where numbers without a country are from */
async function load(run: ChatRun, put: (key: string, id: string) => void): Promise<CountryCode | undefined> {
  const people: BookKeys[] = [];
  for await (const page of bookKeys(run.tx, run.ctx)) people.push(...page);
  const country = commonCountry(people.flatMap((person) => person.phones ?? [])) ?? countryOfLocale((await getPreferences(run.ctx)).locale);
  for (const { id, name, emails, phones, facts } of people) {
    put(`name ${name}`, id);
    for (const email of emails ?? []) put(`email ${email}`, id);
    for (const phone of phones ?? []) {
      const key = phoneKey(phone, country);
      if (key) put(`phone ${key}`, id);
    }
    for (const fact of facts) if (fact.startsWith('telegram ')) put(fact, id);
  }
  return country;
}
