import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../harness.ts';
import { fill, kindOf, makeThings, type Things } from './feed.ts';
import { type Document, documentOf, idPlaces, type Route, routesOf } from './routes.ts';

/** A read asks the database as often for a hundred rows as for one. Every GET of the OpenAPI document is counted. */
let kith: TestKith;
let document: Document;
let queries: string[] = [];
beforeAll(async () => {
  kith = await testKith();
  document = documentOf(kith);
  kith.platform.database.observe((text) => void queries.push(text));
});
afterAll(() => kith.close());

/** Somebody who has `n` of everything, all of it hanging on the things returned. */
async function somebodyWith(n: number): Promise<{ client: Client; things: Things }> {
  const client = await signUp(kith);
  const things = await makeThings(kith, client, 'Own');
  const quoted = (id: string) => `'${id}'`;
  const [space, user] = [quoted(client.space.id), quoted(client.user.id)];
  const [contact, tag, group, note, entry, calendar, event, made, access] = ['contact', 'tag', 'group', 'note', 'entry', 'calendar', 'event', 'space', 'support_access'].map((kind) => quoted(things[kind]!));
  const more = `from generate_series(1, ${n - 1}) i`;
  const tomorrow = `now() + interval '1 day'`;
  await kith.owner.query(`
    insert into contacts (space_id, full_name, company, birthday, cadence_weeks, cadence_started_at) select ${space}, 'Person ' || i, 'Acme', '--05-17', 1, now() - interval '1 year' ${more};
    insert into interactions (space_id, contact_id, kind, at) select ${space}, ${contact}, 'call', now() - interval '1 hour' * i ${more};
    insert into saved_filters (space_id, page, name, position) select ${space}, 'people', 'filter ' || i, i ${more};
    insert into tags (space_id, name) select ${space}, 'tag ' || i ${more};
    insert into contact_tags (space_id, contact_id, tag_id) select ${space}, ${contact}, id from tags where space_id = ${space} on conflict do nothing;
    insert into contact_tags (space_id, contact_id, tag_id) select ${space}, id, ${tag} from contacts where space_id = ${space} on conflict do nothing;
    insert into relationships (space_id, source_contact_id, target_contact_id, type) select ${space}, ${contact}, id, 'friend' from contacts where space_id = ${space} and id <> ${contact};
    insert into groups (space_id, name) select ${space}, 'group ' || i ${more};
    insert into group_members (space_id, group_id, contact_id) select ${space}, id, ${contact} from groups where space_id = ${space} on conflict do nothing;
    insert into group_members (space_id, group_id, contact_id) select ${space}, ${group}, id from contacts where space_id = ${space} on conflict do nothing;
    insert into contacts (space_id, full_name, telegram_id) select ${space}, 'Double ' || i / 2, 1000 + i / 2 ${more};
    with m as (insert into merges (space_id, contact_id, other_id, other_name, other) select ${space}, ${contact}, uuidv7(), 'Merged ' || i, '{}' ${more} returning id)
      insert into merge_rows (space_id, merge_id, what, table_name, row_id, before) select ${space}, id, 'moved', 'notes', uuidv7(), '{}' from m;
    insert into notes (space_id, contact_id, content) select ${space}, ${contact}, 'Note ' || i ${more};
    insert into note_tags (space_id, note_id, tag_id) select ${space}, id, ${tag} from notes where space_id = ${space} on conflict do nothing;
    insert into proposals (space_id, note_id, contact_id, kind, key, payload) select ${space}, ${note}, ${contact}, 'entry', 'many ' || i, jsonb_build_object('who', jsonb_build_object('contact_id', ${contact}::text, 'name', 'Tom', 'candidates', '[]'::jsonb), 'category', 'Goals', 'content', 'Wants ' || i) ${more};
    insert into entries (space_id, contact_id, note_id, category, content) select ${space}, ${contact}, ${note}, 'Goals', 'Entry ' || i ${more};
    insert into entries (space_id, contact_id, category, content) select ${space}, ${contact}, 'Actionable', 'Call on thing ' || i ${more};
    insert into entry_versions (space_id, entry_id, category, content, changed_by) select ${space}, ${entry}, 'Goals', 'Before ' || i, ${user} ${more};
    insert into chat_messages (space_id, contact_id, channel, chat_key, message_key, sent_at, local_at, direction, sender_name, text) select ${space}, ${contact}, 'sms', 'chat', 'message ' || i, now(), now() at time zone 'UTC', 'in', 'Somebody', 'Message ' || i ${more};
    insert into calendars (space_id, name) select ${space}, 'Calendar ' || i ${more};
    insert into events (space_id, calendar_id, title, starts_at, ends_at, last_on) select ${space}, ${calendar}, 'Event ' || i, '2026-03-04T11:00:00', '2026-03-04T12:00:00', '2026-03-04' ${more};
    insert into events (space_id, calendar_id, title, starts_at, ends_at, rrule) select ${space}, ${calendar}, 'Series ' || i, '2026-03-04T11:00:00', '2026-03-04T12:00:00', 'FREQ=DAILY' ${more};
    insert into event_exdates (space_id, event_id, occurrence) select space_id, id, '2026-03-05T11:00:00' from events where space_id = ${space} and rrule is not null;
    insert into event_contacts (space_id, event_id, contact_id) select ${space}, id, ${contact} from events where space_id = ${space} on conflict do nothing;
    insert into event_attendees (space_id, event_id, name) select ${space}, ${event}, 'Guest ' || i ${more};
    insert into reminders (space_id, kind, key, event_id, occurrence, due_at) select ${space}, 'event', 'key ' || i, ${event}, '2026-03-04T10:00:00', now() ${more};
    with f as (insert into files (space_id, name, content_type, size, sha256) select ${space}, 'memo', 'audio/ogg', 1, '' ${more} returning id)
      insert into recordings (space_id, contact_id, file_id) select ${space}, ${contact}, id from f;
    insert into actions (id, space_id, actor_id, channel) select uuidv7(), ${space}, ${user}, 'web' ${more};
    insert into jobs (space_id, user_id, kind, state) select ${space}, ${user}, 'test', 'failed' ${more};
    insert into imports (space_id, kind, file_name, file_size, file_hash, state) select ${space}, 'csv', 'file ' || i, 1, '', 'done' ${more};
    update imports set errors = (select coalesce(jsonb_agg(jsonb_build_object('line', i, 'column', null, 'message', 'Wrong ' || i)), '[]') ${more}) where id = ${quoted(things.import!)};
    insert into ai_calls (space_id, user_id, provider, model, capability, purpose, duration_ms, outcome) select ${space}, ${user}, 'openai', 'model ' || i, 'analyse', 'note', 1, 'ok' ${more};
    insert into security_events (user_id, kind) select ${user}, 'test' ${more};
    insert into support_access (user_id, admin_name, reason, expires_at) select ${user}, 'Root', 'Something is wrong', now() ${more};
    insert into support_reads (access_id, user_id, route) select ${access}, ${user}, 'GET /contacts' ${more};
    insert into error_log (route, code, count) select 'GET /' || i, 'Error', 1 ${more} on conflict do nothing;
    select kith.register_user('${client.user.username}_account_' || i, null, '', 'none') ${more};
    insert into sessions (user_id, kind, token_hash, idle_seconds, expires_at) select ${user}, 'browser', sha256(('${client.user.id}' || i)::bytea), 3600, ${tomorrow} ${more};
    insert into api_keys (user_id, name, prefix, key_hash, scopes) select ${user}, 'key ' || i, 'kith', sha256(('${client.user.id}' || i)::bytea), '{read}' ${more};
    insert into invitations (space_id, role, token_hash, created_by, expires_at) select ${made}, 'viewer', sha256(('${client.user.id}' || i)::bytea), ${user}, ${tomorrow} ${more};
    with u as (insert into users (username, password_hash) select '${client.user.username}_' || i, 'none' ${more} returning id)
      insert into space_members (space_id, user_id, role) select ${made}, id, 'viewer' from u;
    with s as (insert into spaces (name, kind, created_by) select 'Space ' || i, 'shared', ${user} ${more} returning id)
      insert into space_members (space_id, user_id, role) select id, ${user}, 'owner' from s`);
  await kith.owner.query('select kith.seal_changes(100000)');
  return { client, things };
}

async function count(route: Route, { client, things }: { client: Client; things: Things }): Promise<{ status: number; rows: number; queries: string[] }> {
  const places = idPlaces(document, route).filter((place) => place.in === 'path' || route.query.some((parameter) => parameter.required && parameter.name === place.name));
  const { url: asked } = fill(document, route, places, (place) => things[kindOf(route, place)]!, things);
  const url = route.query.some((parameter) => parameter.name === 'limit') ? `${asked}${asked.includes('?') ? '&' : '?'}limit=100` : asked;
  await client.get(url); // what a session does once a minute is done
  queries = [];
  const answer = await client.get(url);
  return { status: answer.status, rows: answer.body?.data?.length ?? 1, queries: [...queries] };
}

it('every read asks as often for a hundred rows as for one', async () => {
  const admin = await signUp(kith, 'root'); // the first account
  const [one, many] = [await somebodyWith(1), await somebodyWith(100)];
  const wrong: string[] = [];
  const lists: Record<string, number> = {};
  for (const route of routesOf(document).filter((candidate) => candidate.reads && !candidate.public && !(candidate.name in ELSEWHERE))) {
    const as = (who: typeof one) => (route.admin ? { client: admin, things: who.things } : who);
    const [few, lots] = [await count(route, as(one)), await count(route, as(many))];
    if (few.status >= 300 || lots.status >= 300) wrong.push(`${route.name} answers ${few.status} and ${lots.status}: teach test/generated/feed.ts a valid request`);
    if (few.queries.length !== lots.queries.length) wrong.push(`${route.name} asks ${few.queries.length} times for ${few.rows} rows and ${lots.queries.length} times for ${lots.rows}:\n${lots.queries.map((text) => text.replace(/\s+/g, ' ').slice(0, 120)).join('\n')}`);
    if (few.queries.length === 0 && !(route.name in ASKS_NOTHING)) wrong.push(`${route.name} was not observed`);
    if (route.query.some((parameter) => parameter.name === 'limit')) lists[route.name] = lots.rows;
  }
  expect(wrong).toEqual([]);
  // a list with the same few rows for both would prove nothing
  expect(Object.entries(lists).filter(([name, rows]) => rows < 20 && !(name in SHORT))).toEqual([]);
}, 180_000);

/** Lists that this test does not fill, and why. */
const SHORT: Record<string, string> = { 'GET /invitations': 'the admin’s own; the query is the one of GET /spaces/{id}/invitations' };
/** Reads that ask a service this test does not have; where it is known, two queries whatever it answers. */
const ELSEWHERE: Record<string, string> = { 'GET /telegram/chats': 'the chats of a Telegram account; a query for the connection, one for the people among them' };
/** Reads whose answer is not in the database. */
const ASKS_NOTHING: Record<string, string> = { 'GET /imports/formats': 'the kinds of files there are in the code' };
