import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';
import { snapshot } from '../../../../../test/generated/snapshot.ts';

let kith: TestKith;
beforeAll(async () => {
  kith = await testKith();
});
afterAll(() => kith.close());

const seed = Number(process.env.KITH_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const word = fc.constantFrom('ash', 'birch', 'cedar', 'Ébène', '🌳');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const labelled = (values: string[]) => fc.uniqueArray(fc.record({ label: fc.constantFrom('', 'home', 'work'), value: fc.constantFrom(...values) }), { maxLength: 3, selector: ({ value }) => value });

const somebody = fc.record({
  full_name: fc.constantFrom('Anna Schmidt', 'anna schmidt', 'Bob Berg', 'Robert Berg'), nickname: maybe(word), company: maybe(word), title: maybe(word), birthday: maybe(fc.constantFrom('--05-17', '1990-05-17', '1984-02-29')),
  tier: fc.constantFrom(1, 2), starred: fc.boolean(), archived: fc.boolean(), description: maybe(word), how_we_met: maybe(word), given_name: maybe(word), cadence_weeks: maybe(fc.constantFrom(2, 4)), telegram_id: maybe(fc.constantFrom(1, 2)),
  emails: labelled(['a@x.example', 'A@x.example', 'b@x.example']), phones: labelled(['+49 170 1234567', '0170 1234567', '030 99']),
  important_dates: fc.array(fc.record({ label: word, date: fc.constantFrom('2015-06-20', '--06-20') }), { maxLength: 2 }), custom_fields: labelled(['43', '44']).map((list) => list.map((field) => ({ ...field, label: field.label || 'size' }))),
});
type Hanging = { what: string; on: number; to: number; n: number };
const hanging: fc.Arbitrary<Hanging> = fc.record({ what: fc.constantFrom('tag', 'group', 'note', 'entry', 'relationship', 'relationship', 'event', 'attendee', 'not_the_same', 'talk', 'snooze', 'message', 'reminder', 'proposal', 'proposal'), on: fc.nat(3), to: fc.nat(3), n: fc.nat(3) });

async function hang(client: Client, people: string[], { what, on, to, n }: Hanging): Promise<void> {
  const [contact_id, other] = [people[on]!, people[to]!];
  const tags = (await client.get('/tags')).body.data;
  const groups = (await client.get('/groups')).body.data;
  if (what === 'tag') await client.post(`/contacts/${contact_id}/tags`, { tag_id: tags[n % tags.length].id });
  if (what === 'group') await client.post(`/groups/${groups[n % groups.length].id}/members`, { contact_ids: [contact_id] });
  if (what === 'note') await client.post('/notes', { contact_id, content: `A note, the ${n}th` });
  if (what === 'entry') await client.post(`/contacts/${contact_id}/entries`, { category: 'Goals', content: `Entry ${n}` });
  if (what === 'relationship') await client.post('/relationships', { source_contact_id: contact_id, target_contact_id: other, type: ['friend', 'parent', 'manager', 'sibling'][n] });
  if (what === 'event') await client.post('/calendar/events', { title: 'Dinner', starts_at: '2096-03-04T10:00', contact_ids: [...new Set([contact_id, other])] });
  if (what === 'attendee') await client.post('/calendar/events', { title: 'Lunch', starts_at: '2096-03-04T10:00', attendees: [{ name: 'Guest', contact_id }] });
  if (what === 'talk') await client.post(`/contacts/${contact_id}/interactions`, { kind: 'call', at: `2026-01-0${n + 1}T10:00:00Z` });
  if (what === 'snooze') await client.post(`/contacts/${contact_id}/snooze`, { days: n + 1 });
  if (what === 'message') await client.post(`/contacts/${contact_id}/messages`, { messages: [{ text: `Message ${n}`, sent_at: '2026-01-05T10:00:00Z', sender: 'Anna' }] });
  if (what === 'reminder')
    await kith.owner.query(`insert into reminders (space_id, kind, key, contact_id, occurrence, due_at) values ($1, 'birthday', 'birthday:' || $2::uuid || '::2026-05-17:' || $3::int, $2, '2026-05-17', now()) on conflict do nothing`, [client.space.id, contact_id, n % 2]);
  if (what === 'proposal') {
    const note = (await client.post('/notes', { contact_id, content: `A note of who is who ${n}` })).body.note.id;
    const named = (id: string) => ({ contact_id: id, name: 'Somebody' });
    const payload = n === 0 ? { who: { ...named(other), candidates: [] }, tie: { type: 'friend', label: null, of: named(contact_id) } } : { who: { contact_id: null, name: 'Bob', candidates: people.slice(0, n + 1).map((id) => ({ id, full_name: 'Bob' })) }, category: 'Goals', content: 'Sail' };
    await kith.owner.query(`insert into proposals (space_id, note_id, contact_id, kind, key, payload, created) values ($1, $2, $3, $4, $5, $6, $7)`, [client.space.id, note, contact_id, n === 0 ? 'relationship' : 'entry', `${note} ${n}`, JSON.stringify(payload), JSON.stringify(n === 3 ? [{ kind: 'contact', id: other }] : [])]);
  }
  if (what === 'not_the_same') await client.post('/contacts/duplicates/dismiss', { ids: [contact_id, other] });
}

/** Every row of the space, but for the feed, what remembers merges, and words kept for search that nothing forgets at once. */
async function everything(client: Client) {
  const { changes: _c, actions: _a, merges: _m, merge_rows: _r, search_words: _w, ...rest } = await snapshot(kith.owner, { spaces: [client.space.id] });
  return rest;
}

it(`random people and what hangs on them: merged and taken back in turn, nothing has changed (KITH_TEST_SEED=${seed})`, async () => {
  let merged = 0;
  await fc.assert(
    fc.asyncProperty(fc.tuple(somebody, somebody, somebody, somebody), fc.array(hanging, { maxLength: 14 }), fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.constantFrom({}, { full_name: 'other' }, { emails: 'other', phones: 'this' }, { company: 'other', how_we_met: 'both' }, { cadence_weeks: 'other' })), { minLength: 1, maxLength: 3 }), fc.boolean(), async (given, things, merges, asAction) => {
      const client = await signUp(kith);
      const people: string[] = [];
      for (const one of given) people.push((await client.post('/contacts', JSON.parse(JSON.stringify(one)))).body.contact.id);
      for (const name of ['red', 'blue']) await client.post('/tags', { name });
      for (const name of ['choir', 'club']) await client.post('/groups', { name });
      for (const thing of things) await hang(client, people, thing);

      const past: { before: unknown; merge: string; action: string }[] = [];
      for (const [kept, other, choices] of merges) {
        const before = await everything(client);
        const answer = await client.post(`/contacts/${people[kept]}/merge`, { other_id: people[other], choices });
        expect([200, 404, 422], JSON.stringify(answer.body)).toContain(answer.status);
        if (answer.status !== 200) expect(await everything(client)).toEqual(before);
        else past.push({ before, merge: answer.body.merge.id, action: String(answer.headers['kith-action-id']) });
        expect((await kith.owner.query(`select c.full_name from contacts c where c.space_id = $1 and (c.note_count, c.entry_count) <> ((select count(*) from notes n where n.contact_id = c.id), (select count(*) from entries e where e.contact_id = c.id))`, [client.space.id])).rows).toEqual([]);
      }
      // nobody is named any more who is not there
      const gone = past.length ? (await kith.owner.query('select other_id as id from merges where space_id = $1', [client.space.id])).rows.map(({ id }) => id as string) : [];
      const named = await kith.owner.query(`select to_jsonb(p)::text as row from proposals p where space_id = $1 union all select to_jsonb(r)::text from reminders r where space_id = $1 union all select to_jsonb(e)::text from events e where space_id = $1 union all select to_jsonb(m)::text from chat_messages m where space_id = $1`, [client.space.id]);
      expect(named.rows.filter(({ row }) => gone.some((id) => row.includes(id)))).toEqual([]);
      merged += past.length;
      for (const { before, merge, action } of past.toReversed()) {
        const back = asAction ? await client.post('/undo', { action_id: action }) : await client.post(`/merges/${merge}/undo`);
        expect(back.status, JSON.stringify(back.body)).toBe(200);
        if (!asAction) expect(back.body.not_restored).toEqual([]);
        expect(await everything(client)).toEqual(before);
      }
    }),
    { numRuns: 40, seed, interruptAfterTimeLimit: 40_000 },
  );
  expect(merged).toBeGreaterThan(5);
}, 120_000);
