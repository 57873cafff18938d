import fc from 'fast-check';
import { expect } from 'vitest';
import { type Client, signUp, type TestKith } from '../harness.ts';
import { snapshot, type Snapshot } from './snapshot.ts';

/** One step of somebody's work: what is done, to which of the things there are, saying what. */
type Step = { do: keyof typeof ACTIONS | 'undo' | 'redo'; a: number; b: number; c: number; text: string };
/** What there is to work on, and the table of each. */
const TABLES = {
  contact: 'contacts',
  tag: 'tags',
  note: 'notes',
  entry: 'entries',
  relationship: 'relationships',
  group: 'groups',
  interaction: 'interactions',
  filter: 'saved_filters',
  event: 'events',
  calendar: 'calendars',
  proposal: 'proposals',
};
type State = Record<keyof typeof TABLES, string[]>;
type Answer = Awaited<ReturnType<Client['post']>>;

const CATEGORIES = ['Interests', 'Goals', 'Professional', 'Actionable'];
/** One of the days of the events that repeat. */
const occurrence = (n: number) => `2096-05-0${4 + (n % 5)}T08:00:00`;
const pick = (list: string[], n: number) => list[n % list.length] ?? '00000000-0000-7000-8000-000000000000';

/** Everything a person can do to people, tags, relationships, groups, notes and entries. */
const ACTIONS: Record<string, (client: Client, step: Step, state: State) => Promise<Answer>> = {
  add_contact: (client, { a, text }) => client.post('/contacts', { full_name: `P ${text}`, tier: 1 + (a % 2), emails: [{ value: 'a@example.org' }], birthday: '--02-29' }),
  change_contact: (client, { a, b, text }, { contact }) => client.patch(`/contacts/${pick(contact, a)}`, [{ company: text }, { full_name: `Q ${text}`, starred: true }, { addresses: [{ city: text }] }, { nickname: null, archived: b % 2 === 1 }][b % 4]),
  delete_contact: (client, { a }, { contact }) => client.delete(`/contacts/${pick(contact, a)}`),
  delete_contacts: (client, { a, b }, { contact }) => client.post('/contacts/bulk-delete', { ids: [pick(contact, a), pick(contact, b)] }),
  merge_contacts: (client, { a, b }, { contact }) => client.post(`/contacts/${pick(contact, a)}/merge`, { other_id: pick(contact, b) }),
  not_the_same: (client, { a, b }, { contact }) => client.post('/contacts/duplicates/dismiss', { ids: [pick(contact, a), pick(contact, b)] }),
  add_tag: (client, { text, c }) => client.post('/tags', { name: `t ${text} ${c % 3}` }),
  change_tag: (client, { a, text }, { tag }) => client.patch(`/tags/${pick(tag, a)}`, { name: `u ${text}`, color: '#00aa00' }),
  delete_tag: (client, { a }, { tag }) => client.delete(`/tags/${pick(tag, a)}`),
  put_tag: (client, { a, b }, { contact, tag }) => client.post(`/contacts/${pick(contact, a)}/tags`, { tag_id: pick(tag, b) }),
  take_tag: (client, { a, b }, { contact, tag }) => client.delete(`/contacts/${pick(contact, a)}/tags/${pick(tag, b)}`),
  connect: (client, { a, b, c }, { contact }) => client.post('/relationships', { source_contact_id: pick(contact, a), target_contact_id: pick(contact, b), type: ['friend', 'parent', 'child', 'mentor'][c % 4] }),
  change_relationship: (client, { a, c, text }, { relationship }) => client.patch(`/relationships/${pick(relationship, a)}`, [{ type: 'child' }, { type: 'friend', label: text }, { since: '2015', note: text }, { type: 'introduced_by' }][c % 4]),
  delete_relationship: (client, { a }, { relationship }) => client.delete(`/relationships/${pick(relationship, a)}`),
  add_group: (client, { text, c }) => client.post('/groups', { name: `g ${text} ${c % 3}` }),
  change_group: (client, { a, text }, { group }) => client.patch(`/groups/${pick(group, a)}`, { name: `h ${text}`, description: text }),
  delete_group: (client, { a }, { group }) => client.delete(`/groups/${pick(group, a)}`),
  put_in_group: (client, { a, b, c }, { group, contact }) => client.post(`/groups/${pick(group, a)}/members`, { contact_ids: [pick(contact, b), pick(contact, c)] }),
  take_out_of_group: (client, { a, b }, { group, contact }) => client.delete(`/groups/${pick(group, a)}/members`, { contact_ids: [pick(contact, b)] }),
  store_note: (client, { a, b, c, text }, { contact, tag }) => client.post('/notes', { contact_id: c % 3 ? pick(contact, a) : null, content: `Heard that ${text}`, ...(tag.length ? { tag_ids: [pick(tag, b)] } : {}) }),
  process_note: (client, { a, text }, { contact }) => client.post('/notes/process', { contact_id: pick(contact, a), content: `She works as a vet in ${text}. Loves sailing and wants to buy a boat. Send her the photos.` }),
  process_again: (client, { a }, { note }) => client.post(`/notes/${pick(note, a)}/process`),
  change_note: (client, { a, text }, { note }) => client.patch(`/notes/${pick(note, a)}`, { content: `Loves sailing and wants to buy a boat, says ${text}.` }),
  move_note: (client, { a, b }, { note, contact }) => client.patch(`/notes/${pick(note, a)}`, { contact_id: pick(contact, b) }),
  tag_note: (client, { a, b, c }, { note, tag }) => client.patch(`/notes/${pick(note, a)}`, { tag_ids: c % 3 && tag.length ? [pick(tag, b)] : [] }),
  delete_note: (client, { a }, { note }) => client.delete(`/notes/${pick(note, a)}`),
  add_entry: (client, { a, c, text }, { contact }) => client.post(`/contacts/${pick(contact, a)}/entries`, { category: CATEGORIES[c % 4], content: `Entry ${text}`, confidence: c % 2 ? 7 : null }),
  review_note: (client, { a, text }, { note }) => client.post(`/notes/${pick(note, a)}/entries`, { entries: [{ category: 'Goals', content: `Reviewed ${text}` }, { category: 'Interests', content: 'Reviewed twice' }] }),
  change_entry: (client, { a, c, text }, { entry }) => client.patch(`/entries/${pick(entry, a)}`, { category: CATEGORIES[c % 4], content: `Edited ${text}` }),
  delete_entry: (client, { a }, { entry }) => client.delete(`/entries/${pick(entry, a)}`),
  merge_entries: (client, { a, b }, { entry }) => client.post(`/entries/${pick(entry, a)}/merge`, { other_ids: [pick(entry, b)] }),
  process_others: (client, { a, b, text }, { contact }) => client.post('/notes/process', { contact_id: pick(contact, a), content: `Her brother Zoltan moved to ${text}. ${b % 2 ? 'She lives in Paris.' : 'She moved to Berlin.'} Zoltan wants to buy a boat.` }),
  accept: (client, { a }, { proposal }) => client.post(`/proposals/${pick(proposal, a)}/accept`),
  accept_many: (client, { a, b }, { proposal }) => client.post('/proposals/accept', { ids: [pick(proposal, a), pick(proposal, b)] }),
  dismiss: (client, { a }, { proposal }) => client.post(`/proposals/${pick(proposal, a)}/dismiss`),
  end_entry: (client, { a, b }, { entry }) => client.request('PUT', `/entries/${pick(entry, a)}/successor`, { entry_id: pick(entry, b) }),
  confirm_entry: (client, { a }, { entry }) => client.post(`/entries/${pick(entry, a)}/confirm`),
  set_cadence: (client, { a, b }, { contact }) => client.patch(`/contacts/${pick(contact, a)}`, { cadence_weeks: b % 3 ? 1 + (b % 5) : null }),
  snooze: (client, { a, b }, { contact }) => (b % 3 ? client.post(`/contacts/${pick(contact, a)}/snooze`, { days: 1 + b }) : client.delete(`/contacts/${pick(contact, a)}/snooze`)),
  talk: (client, { a, b, text }, { contact }) => client.post(`/contacts/${pick(contact, a)}/interactions`, { kind: 'call', note: text, ...(b % 2 ? { at: `2026-01-0${1 + (b % 9)}T10:00:00Z` } : {}) }),
  forget_talk: (client, { a }, { interaction }) => client.delete(`/interactions/${pick(interaction, a)}`),
  change_many: (client, { a, b, c, text }, { contact, tag }) =>
    client.post('/contacts/bulk-update', {
      ...(c % 2 ? { filter: { tier: 1 + (a % 2) } } : { ids: [pick(contact, a), pick(contact, b)] }),
      set: [{ starred: a % 2 === 0 }, { company: text, city: text }, { cadence_weeks: 2 }, { tier: 1 }][b % 4],
      ...(tag.length ? { add_tag_ids: [pick(tag, c)], remove_tag_ids: [pick(tag, b)] } : {}),
    }),
  merge_tags: (client, { a, b }, { tag }) => client.post(`/tags/${pick(tag, a)}/merge`, { other_ids: [pick(tag, b)] }),
  save_filter: (client, { a, text }, { tag }) => client.post('/saved-filters', { name: `f ${text} ${a % 4}`, query: { q: text, ...(tag.length ? { tag: [pick(tag, a)] } : {}) } }),
  change_filter: (client, { a, b, text }, { filter }) => client.patch(`/saved-filters/${pick(filter, a)}`, b % 2 ? { position: b % 3 } : { name: `g ${text}`, query: { starred: true } }),
  delete_filter: (client, { a }, { filter }) => client.delete(`/saved-filters/${pick(filter, a)}`),
  import_cards: (client, { a, c, text }) =>
    client.upload('POST', '/import/vcard', 'file', { name: 'people.vcf', content: `BEGIN:VCARD\nFN:Card ${a}\nUID:card-${a}\nX-ODD:${c}\nCATEGORIES:group ${c}\nNOTE:${text.replace(/[^\w ]/g, '')}\nRELATED;TYPE=friend:urn:uuid:card-${(a + 1) % 5}\nEND:VCARD\n` }, { merge_strategy: ['merge_all', 'update_existing', 'skip_existing'][c % 3]! }),
  import_people: (client, { a, c, text }) =>
    client.upload('POST', '/import/merge-from-csv', 'backup_file', { name: 'people.csv', content: `Contact Name,Tier,Category,Content\n"P ${text.replaceAll('"', '')}",${1 + (a % 2)},Goals,Entry ${c}\nImported ${a},1,,\n` }, { merge_strategy: ['merge_all', 'update_existing', 'skip_existing'][c % 3]! }),
  paste_chat: (client, { a, b, text }, { contact }) => client.post(`/contacts/${pick(contact, a)}/messages`, { messages: [{ text, sent_at: `2026-01-01T0${b % 3}:00:00Z` }, { text: `${text} ${b}`, sent_at: `2026-01-0${1 + (b % 3)}T10:00:00Z`, direction: 'out' }] }),
  add_event: (client, { a, b, text }, { contact }) => client.post('/calendar/events', { title: `e ${text}`, starts_at: b % 2 ? '2096-05-10' : '2096-05-10T08:00', ...(contact.length ? { contact_ids: [pick(contact, a)], attendees: [{ name: text, contact_id: pick(contact, b) }] } : {}), reminders: [{ minutes_before: 10 }] }),
  add_series: (client, { text }) => client.post('/calendar/events', { title: `s ${text}`, starts_at: '2096-05-04T08:00', rrule: 'FREQ=DAILY;COUNT=5', reminders: [{ days_before: 1, at_time: '09:00' }] }),
  change_occurrence: (client, { a, b, text }, { event }) => client.patch(`/calendar/events/${pick(event, a)}?scope=this&occurrence=${occurrence(b)}`, b % 2 ? { title: `o ${text}` } : { starts_at: occurrence(b).replace('T08', 'T19') }),
  change_following: (client, { a, b, text }, { event }) => client.patch(`/calendar/events/${pick(event, a)}?scope=following&occurrence=${occurrence(b)}`, { title: `f ${text}`, reminders: [] }),
  change_event: (client, { a, b, c, text }, { event, contact }) =>
    client.patch(`/calendar/events/${pick(event, a)}`, [{ title: `c ${text}` }, { rrule: 'FREQ=WEEKLY;COUNT=3' }, { place: text, reminders: [{ minutes_before: b }] }, contact.length ? { contact_ids: [pick(contact, b)], attendees: [] } : { color: '#00aa00' }][c % 4]),
  delete_event: (client, { a }, { event }) => client.delete(`/calendar/events/${pick(event, a)}`),
  delete_occurrence: (client, { a, b, c }, { event }) => client.delete(`/calendar/events/${pick(event, a)}?scope=${c % 3 ? 'this' : 'following'}&occurrence=${occurrence(b)}`),
  add_calendar: (client, { text }) => client.post('/calendars', { name: `k ${text}` }),
  move_to_calendar: (client, { a, b }, { event, calendar }) => client.patch(`/calendar/events/${pick(event, a)}`, { calendar_id: pick(calendar, b) }),
  change_calendar: (client, { a, b, text }, { calendar }) => client.patch(`/calendars/${pick(calendar, a)}`, b % 2 ? { is_default: true } : { name: `l ${text}` }),
  delete_calendar: (client, { a }, { calendar }) => client.delete(`/calendars/${pick(calendar, a)}`),
  follow_up: (client, { a }, { contact }) => client.post('/calendar/create-from-actionable', { contact_id: pick(contact, a) }),
  add_follow_up: (client, { a, text }, { contact }) => client.post(`/contacts/${pick(contact, a)}/entries`, { category: 'Actionable', content: `call about ${text}` }),
  finish: (client, { a, b }, { entry }) => client.patch(`/entries/${pick(entry, a)}`, { category: 'Actionable', done: b % 2 === 0 }),
  change_preferences: (client, { a, text }) => client.patch('/auth/preferences', { week_start: ['monday', 'sunday', 'saturday'][a % 3], emoji: text.length % 2 === 0 }),
};

/** What every sequence begins with, so that most steps find something to work on. */
const FIRST = [
  'add_contact',
  'add_contact',
  'add_tag',
  'put_tag',
  'add_group',
  'put_in_group',
  'connect',
  'process_note',
  'process_others',
  'store_note',
  'add_entry',
  'add_entry',
  'add_event',
  'add_series',
  'add_calendar',
] as const;
const START: Step[] = FIRST.map((name, i) => ({ do: name, a: 0, b: name === 'connect' ? 1 : 0, c: i, text: 'start' }));

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('add_contact', 'add_tag', 'store_note', 'process_note', 'add_entry') },
    { weight: 6, arbitrary: fc.constantFrom(...Object.keys(ACTIONS)) },
    { weight: 2, arbitrary: fc.constantFrom('undo', 'undo', 'redo') },
  ),
  a: fc.nat(50),
  b: fc.nat(50),
  c: fc.nat(50),
  text: fc.constantFrom('ash', 'birch', 'cedar', 'dogwood', 'Ébène', '🌳'),
});

/** What the API shows: every list, every detail. */
async function shown(client: Client): Promise<unknown> {
  const contacts = [...(await client.get('/contacts?limit=100')).body.data, ...(await client.get('/contacts?limit=100&archived=true')).body.data];
  const notes = (await client.get('/notes?limit=100')).body.data;
  const OF_A_PERSON = [
    '',
    '/tags',
    '/entries?limit=100',
    '/raw-notes?limit=100',
    '/relationships?limit=100',
    '/interactions?limit=100',
    '/messages?limit=100',
  ];
  const of = (id: string) => Promise.all(OF_A_PERSON.map(async (path) => (await client.get(`/contacts/${id}${path}`)).body));
  return {
    contacts,
    notes,
    tags: (await client.get('/tags?limit=100')).body,
    groups: (await client.get('/groups?limit=100')).body,
    relationships: (await client.get('/relationships?limit=100')).body,
    filters: (await client.get('/saved-filters?limit=100')).body,
    due: (await client.get('/stay-in-touch?limit=100&within_days=366')).body,
    details: await Promise.all(contacts.map((contact: { id: string }) => of(contact.id))),
    note_details: await Promise.all(notes.map(async (note: { id: string }) => (await client.get(`/notes/${note.id}`)).body)),
    calendars: (await client.get('/calendars')).body,
    events: (await client.get('/calendar/events?from=2026-04-01&to=2026-08-01')).body,
    preferences: (await client.get('/auth/preferences')).body,
  };
}

const withoutTime = (row: string) => row.replace(/"updated_at": "[^"]*"/, '');
const withoutTimes = (rows: Snapshot): Snapshot => Object.fromEntries(Object.entries(rows).map(([table, list]) => [table, list.map(withoutTime).toSorted()]));
/** True when a row was written as it was, so that only its time moved. */
const onlyTimesMoved = (before: Snapshot, after: Snapshot) =>
  Object.entries(after).some(([table, list]) => {
    const old = new Set(before[table]);
    // whom an event is with stands in rows of their own; the first of them is repeated in it by a trigger
    const itself = (row: string) => withoutTime(table === 'events' ? row.replace(/"contact_id": ("[^"]*"|null)/, '') : row);
    const alike = new Set(before[table]?.map(itself));
    return list.some((row) => !old.has(row) && alike.has(itself(row)));
  });

/**
 * Runs random sequences of actions, with undo and redo in between, against a plain model: a stack of snapshots of every row.
 * Undo must show the snapshot before, redo the one after; then everything is undone step by step, and done again.
 * @param options.all too few runs within `limitMs` are a failure; else as many as there is time for are enough
 */
export async function undoHolds(kith: TestKith, options: { runs: number; seed: number; limitMs: number; all?: boolean }): Promise<void> {
  const { runs, seed, limitMs } = options;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const client = await signUp(kith);
      const rows = () => snapshot(kith.owner, { spaces: [client.space.id] }, { recorded: true });
      const idsOf = async () => {
        const kinds = Object.entries(TABLES).map(([kind, table]) => `select '${kind}' as kind, id from ${table} where space_id = $1`);
        const { rows: found } = await kith.owner.query(`${kinds.join(' union all ')} order by 1, 2`, [client.space.id]);
        const state = Object.fromEntries(Object.keys(TABLES).map((kind) => [kind, [] as string[]])) as State;
        for (const { kind, id } of found as { kind: keyof State; id: string }[]) state[kind].push(id);
        return state;
      };
      const lastAction = async () => (await kith.owner.query('select id from actions where space_id = $1 and undoes is null and undoable order by created_at desc limit 1', [client.space.id])).rows[0]?.id;
      const past: Snapshot[] = [];
      let now = await rows();
      const future: Snapshot[] = [];
      let touched = false; // a row written with the values it had moves in time, which is no change to the feed: from then on times are not compared
      const first = await shown(client);
      const counted = async (what: string) => {
        const { rows: miscounted } = await kith.owner.query(
          `select 'contact' as kind, c.note_count as says, c.entry_count as and_says, n.n as notes, e.n as entries from contacts c,
             lateral (select count(*)::int as n from notes where space_id = $1 and contact_id = c.id) n, lateral (select count(*)::int as n from entries where space_id = $1 and contact_id = c.id) e
           where c.space_id = $1 and (c.note_count, c.entry_count) <> (n.n, e.n)
           union all select 'tag', t.contact_count, null, n.n, null from tags t, lateral (select count(*)::int as n from contact_tags where space_id = $1 and tag_id = t.id) n
           where t.space_id = $1 and t.contact_count <> n.n
           union all select 'group', g.contact_count, null, n.n, null from groups g, lateral (select count(*)::int as n from group_members where space_id = $1 and group_id = g.id) n
           where g.space_id = $1 and g.contact_count <> n.n`, [client.space.id]);
        expect(miscounted, `${what}: counts are wrong`).toEqual([]);
      };
      const same = async (expected: Snapshot, what: string) => {
        const found = await rows();
        if (touched) expect(withoutTimes(found), what).toEqual(withoutTimes(expected));
        else expect(found, what).toEqual(expected);
        await counted(what);
        now = found;
      };
      const undo = async (what: string) => {
        const answer = await client.post('/undo', {});
        if (past.length === 0) return void expect([answer.status, answer.body.error_code], what).toEqual([409, 'nothing_to_undo']);
        expect([answer.status, answer.body.error_code], what).toEqual([200, undefined]);
        future.push(now);
        await same(past.pop()!, `${what}: rows are not as before`);
      };
      const redo = async (what: string) => {
        const answer = await client.post('/redo', {});
        if (future.length === 0) return void expect([answer.status, answer.body.error_code], what).toEqual([409, 'nothing_to_redo']);
        expect([answer.status, answer.body.error_code], what).toEqual([200, undefined]);
        past.push(now);
        await same(future.pop()!, `${what}: rows are not as they had been`);
      };

      for (const [i, one] of [...START, ...steps].entries()) {
        const what = `step ${i}, ${one.do}`;
        if (one.do === 'undo') await undo(what);
        else if (one.do === 'redo') await redo(what);
        else {
          const action = await lastAction();
          const answer = await ACTIONS[one.do]!(client, one, await idsOf());
          expect(answer.status, `${what}: ${JSON.stringify(answer.body)}`).toBeLessThan(500);
          const after = await rows();
          if ((await lastAction()) !== action) {
            past.push(now);
            future.length = 0;
          } else {
            expect(withoutTimes(after), `${what} changed rows without being an action`).toEqual(withoutTimes(now));
          }
          touched ||= onlyTimesMoved(now, after);
          await counted(what);
          now = after;
        }
      }
      const last = await shown(client);
      const n = past.length;
      for (let i = n; i > 0; i--) await undo(`undo of action ${i} of ${n}`);
      expect(await shown(client)).toEqual(first);
      for (let i = 1; i <= n; i++) await redo(`redo of action ${i} of ${n}`);
      if (!touched) expect(await shown(client)).toEqual(last);
    }),
    // a failure is made smaller for as long as there is time
    { numRuns: runs, seed, interruptAfterTimeLimit: limitMs, markInterruptAsFailure: options.all === true },
  );
}
