import { randomUUID } from 'node:crypto';
import { type Client, PASSWORD, type TestKith } from '../harness.ts';
import { type Document, type IdPlace, type JsonSchema, resolve, type Route, setDeep, urlOf } from './routes.ts';

/** Things a route can name, by kind: their ids. */
export type Things = Record<string, string>;
type Maker = (kith: TestKith, client: Client, marker: string, made: Things) => Promise<string>;

const post = async (client: Client, path: string, body: object, name: string): Promise<string> => {
  const answer = await client.post(path, body);
  if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body[name].id as string;
};
/** A good file of each part of a form, by the name of the part, or of the route where that takes another kind. */
const FILES: Record<string, { name: string; type: string; content: Buffer }> = {
  audio: { name: 'memo.ogg', type: 'audio/ogg', content: Buffer.from('OggS recording') },
  photo: { name: 'me.png', type: 'image/png', content: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') },
  file: { name: 'people.csv', type: 'text/csv', content: Buffer.from('Contact Name,Category,Content\nIda Sample,Goals,Wants a boat\n') },
  'POST /import/vcard': { name: 'people.vcf', type: 'text/vcard', content: Buffer.from('BEGIN:VCARD\nVERSION:3.0\nFN:Ida Sample\nEND:VCARD\n') },
  'POST /admin/users/{id}/import/csv': { name: 'backup.csv', type: 'text/csv', content: Buffer.from('Contact Name,Category,Content\nIda Sample,Goals,Wants a boat\n') },
  'POST /admin/import/csv': { name: 'all.csv', type: 'text/csv', content: Buffer.from('User,Contact Name,Category,Content\nnobody,Ida Sample,Goals,Wants a boat\n') },
  'POST /import/chat': { name: '_chat.txt', type: 'text/plain', content: Buffer.from('[13.02.26, 08:00:00] Ida Sample: Ahoy\n[13.02.26, 08:00:01] Ada: Hello') },
  backup_file: { name: 'backup.csv', type: 'text/csv', content: Buffer.from('Contact Name,Category,Content\nIda Sample,Goals,Wants a boat\n') },
};
/** The id of an import of a file with `marker` in it; `run` it or leave it ready. */
const importOf = (run: boolean): Maker => async (_, client, marker) => {
  const content = `Contact Name,Category,Content\n${marker} ${randomUUID().slice(0, 8)},Goals,Wants a boat\n${marker} Wrong,Nonsense,Left out\n`;
  const answer = await client.upload('POST', run ? '/import/merge-from-csv' : '/imports', run ? 'backup_file' : 'file', { name: `${marker}.csv`, content });
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  return run ? answer.body.import_id : answer.body.import.id;
};
const insert = async (kith: TestKith, text: string, values: unknown[]): Promise<string> => (await kith.owner.query(`${text} returning id`, values)).rows[0].id as string;
const job = (state: string): Maker => (kith, client, marker) => insert(kith, `insert into jobs (space_id, user_id, kind, state, message) values ($1, $2, 'test', $3, $4)`, [client.space.id, client.user.id, state, marker]);

/** How to make one of each kind, in this order, with `marker` in its text. A kind that is not here makes the tests fail: add it. */
const MAKERS: Record<string, Maker> = {
  contact: async (_, client, marker) => {
    const id = await post(client, '/contacts', { full_name: `${marker} Person`, company: marker, cadence_weeks: 4 }, 'contact');
    const photo = await client.upload('PUT', `/contacts/${id}/photo`, 'photo', FILES.photo!);
    if (photo.status !== 200) throw new Error(JSON.stringify(photo.body));
    return id;
  },
  tag: async (_, client, marker, made) => {
    const id = await post(client, '/tags', { name: `${marker} ${randomUUID().slice(0, 8)}` }, 'tag');
    await client.post(`/contacts/${made.contact}/tags`, { tag_id: id });
    return id;
  },
  other_contact: (_, client, marker) => post(client, '/contacts', { full_name: `${marker} Friend` }, 'contact'),
  relationship: (_, client, marker, made) => post(client, '/relationships', { source_contact_id: made.contact, target_contact_id: made.other_contact, type: 'colleague', note: marker }, 'relationship'),
  group: async (_, client, marker, made) => {
    const id = await post(client, '/groups', { name: `${marker} ${randomUUID().slice(0, 8)}` }, 'group');
    await client.post(`/groups/${id}/members`, { contact_ids: [made.contact] });
    return id;
  },
  merge: async (_, client, marker, made) => {
    const other = await post(client, '/contacts', { full_name: `${marker} Double` }, 'contact');
    await post(client, '/notes', { contact_id: other, content: `${marker} has a double.` }, 'note');
    return (await client.post(`/contacts/${made.contact}/merge`, { other_id: other })).body.merge.id as string;
  },
  other_tag: (_, client, marker) => post(client, '/tags', { name: `${marker} ${randomUUID().slice(0, 8)}` }, 'tag'),
  interaction: async (_, client, marker, made) => {
    const answer = await client.post(`/contacts/${made.contact}/messages`, { messages: [{ text: `${marker} says hello`, sender: marker }] });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return post(client, `/contacts/${made.contact}/interactions`, { kind: 'call', note: marker }, 'interaction');
  },
  saved_filter: (_, client, marker) => post(client, '/saved-filters', { name: `${marker} ${randomUUID().slice(0, 8)}`, query: { q: marker } }, 'saved_filter'),
  note: (_, client, marker, made) => post(client, '/notes', { contact_id: made.contact, content: `${marker} works as a vet.`, tag_ids: [made.tag] }, 'note'),
  entry: async (_, client, marker, made) => {
    const id = await post(client, `/contacts/${made.contact}/entries`, { category: 'Goals', content: `${marker} wants a boat` }, 'entry');
    await client.patch(`/entries/${id}`, { content: `${marker} wants a big boat` });
    return id;
  },
  actionable: (_, client, marker, made) => post(client, `/contacts/${made.contact}/entries`, { category: 'Actionable', content: `${marker} gets a call tomorrow` }, 'entry'),
  calendar: (_, client, marker) => post(client, '/calendars', { name: marker }, 'calendar'),
  event: (_, client, marker, made) => {
    const attendees = [{ name: marker, contact_id: made.contact }];
    return post(client, '/calendar/events', { title: marker, place: marker, starts_at: '2026-03-04T10:00', calendar_id: made.calendar, contact_ids: [made.contact], attendees, reminders: [{ minutes_before: 10 }] }, 'event');
  },
  reminder: (kith, client, marker, made) =>
    insert(kith, `insert into reminders (space_id, kind, key, event_id, occurrence, due_at) values ($1, 'event', $2, $3, '2026-03-04T10:00:00', '2026-03-04T09:50:00Z')`, [client.space.id, `${marker}:${randomUUID()}`, made.event]),
  other_entry: (_, client, marker, made) => post(client, `/contacts/${made.contact}/entries`, { category: 'Goals', content: `${marker} wants a cat` }, 'entry'),
  proposal: async (_, client, marker, made) => {
    const { proposals } = (await client.post('/notes/process', { contact_id: made.contact, content: `Her brother ${marker}son wants to buy a ${randomUUID().slice(0, 8)} boat.` })).body;
    return proposals.find((one: { kind: string }) => one.kind === 'entry').id as string;
  },
  recording: async (_, client, __, made) => (await client.upload('POST', '/transcribe-audio', 'audio', FILES.audio!, { contact_id: made.contact! })).body.recording.id as string,
  action: async (_, client, marker) => String((await client.post('/contacts', { full_name: `${marker} Last` })).headers['kith-action-id']),
  import: importOf(false),
  done_import: importOf(true),
  job: job('queued'),
  failed_job: job('failed'),
  telegram_job: (kith, client, marker) => insert(kith, `insert into jobs (space_id, user_id, kind, state, message) values ($1, $2, 'import_telegram', 'queued', $3)`, [client.space.id, client.user.id, marker]),
  session: (kith, client) => insert(kith, `insert into sessions (user_id, kind, token_hash, idle_seconds, expires_at) values ($1, 'browser', $2, 3600, now() + interval '1 day')`, [client.user.id, Buffer.from(randomUUID())]),
  api_key: (_, client, marker) => post(client, '/auth/api-keys', { name: marker, scopes: ['read'] }, 'api_key'),
  space: (_, client, marker) => post(client, '/spaces', { name: marker }, 'space'),
  member: async (kith, _, marker, made) => {
    const user = await insert(kith, `insert into users (username, password_hash) values ($1, 'none')`, [`${marker}_${randomUUID().slice(0, 8)}`]);
    await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [made.space, user]);
    return user;
  },
  account: async (kith, _, __, made) => {
    made.account_name = `account_${randomUUID().slice(0, 8)}`;
    return (await kith.owner.query(`select user_id from kith.register_user($1, null, '', 'none')`, [made.account_name])).rows[0].user_id as string;
  },
  support_access: (kith, client) => insert(kith, `insert into support_access (user_id, admin_id, admin_name, reason, expires_at) values ($1, $1, 'Root', 'Something is wrong', now() + interval '1 hour')`, [client.user.id]),
  invitation: (_, client, __, made) => post(client, `/spaces/${made.space}/invitations`, {}, 'invitation'),
  installation_invitation: async (_, client) => {
    const answer = await client.post('/invitations', {});
    return answer.status === 201 ? answer.body.invitation.id : randomUUID(); // only an admin makes one
  },
};
/** What hangs on a space: only these can be in another space of the same person. */
export const CONTENT = [
  'contact',
  'tag',
  'other_contact',
  'relationship',
  'group',
  'merge',
  'other_tag',
  'interaction',
  'saved_filter',
  'note',
  'entry',
  'other_entry',
  'proposal',
  'actionable',
  'calendar',
  'event',
  'reminder',
  'recording',
  'import',
  'done_import',
  'action',
  'job',
  'failed_job',
  'telegram_job',
];
/** What a kind stands on. */
const NEEDS: Record<string, string[]> = {
  tag: ['contact'],
  relationship: ['contact', 'other_contact'],
  group: ['contact'],
  merge: ['contact'],
  other_contact: ['contact'],
  interaction: ['contact'],
  note: ['contact', 'tag'],
  entry: ['contact'],
  other_entry: ['contact'],
  proposal: ['contact'],
  recording: ['contact'],
  actionable: ['contact'],
  event: ['contact', 'calendar'],
  reminder: ['contact', 'calendar', 'event'],
  member: ['space'],
  invitation: ['space'],
};

/** Something of each of `kinds` (of all kinds, when left out) and of what they stand on. */
export async function makeThings(kith: TestKith, client: Client, marker: string, kinds = Object.keys(MAKERS)): Promise<Things> {
  const wanted = new Set(kinds.flatMap((kind) => [...(NEEDS[kind] ?? []), kind]));
  const made: Things = { username: client.user.username };
  for (const [kind, make] of Object.entries(MAKERS)) if (wanted.has(kind)) made[kind] = await make(kith, client, marker, made);
  return made;
}

/** The kind of thing a collection holds: `/contacts/{id}` names a contact. */
const COLLECTIONS: Record<string, string> = {
  contacts: 'contact',
  calendars: 'calendar',
  events: 'event',
  reminders: 'reminder',
  contact: 'contact',
  tags: 'tag',
  relationships: 'relationship',
  groups: 'group',
  merges: 'merge',
  interactions: 'interaction',
  'saved-filters': 'saved_filter',
  notes: 'note',
  entries: 'entry',
  recordings: 'recording',
  actions: 'action',
  jobs: 'job',
  imports: 'import',
  sessions: 'session',
  'api-keys': 'api_key',
  spaces: 'space',
  members: 'member',
  users: 'account',
  'support-access': 'support_access',
  invitations: 'installation_invitation',
  proposals: 'proposal',
};
/** What a name means where the collection does not say it. */
const NAMES: Record<string, string> = {
  calendar_id: 'calendar',
  contact_id: 'contact',
  contact_ids: 'contact',
  source_contact_id: 'contact',
  target_contact_id: 'other_contact',
  group: 'group',
  add_tag_ids: 'tag',
  remove_tag_ids: 'other_tag',
  tag_id: 'tag',
  tag_ids: 'tag',
  tag: 'tag',
  note_id: 'note',
  entry_id: 'entry',
  action_id: 'action',
  job_id: 'telegram_job',
  user_id: 'member',
  space_id: 'space',
  invitation_id: 'invitation',
};
/** And where even the name does not. */
const PLACES: Record<string, string> = {
  'POST /contacts/duplicates/dismiss ids': 'other_contact',
  'POST /contacts/{id}/merge other_id': 'other_contact',
  'POST /contacts/{id}/merge other_ids': 'other_contact',
  'GET /export/csv ids': 'contact',
  'GET /export/vcard ids': 'contact',
  'GET /graph/path from': 'contact',
  'GET /graph/path to': 'other_contact',
  'POST /calendar/create-from-actionable entry_ids': 'actionable',
  'POST /tags/{id}/merge other_ids': 'other_tag',
  'POST /entries/{id}/merge other_ids': 'other_entry',
  'POST /jobs/{id}/retry id': 'failed_job',
  'POST /import/undo/{import_id} import_id': 'done_import',
  'PUT /entries/{id}/successor entry_id': 'other_entry',
};

/** Which kind of thing a place of a request names. @throws when nobody has said so yet */
export function kindOf(route: Route, place: IdPlace): string {
  const special = PLACES[`${route.name} ${place.name}`] ?? NAMES[place.name];
  if (special) return special;
  const segments = route.path.split('/').filter((segment) => segment !== '');
  const until = place.in === 'path' ? segments.indexOf(`{${place.name}}`) : segments.length;
  const collection = segments.slice(0, until).findLast((segment) => segment in COLLECTIONS);
  if (collection && /^ids?$/.test(place.name)) return COLLECTIONS[collection]!;
  throw new Error(`${route.name}: nobody has said what "${place.name}" (${place.in}) names. Add it to COLLECTIONS, NAMES or PLACES in test/generated/feed.ts.`);
}

/** Good values by name, where the schema alone does not tell (or cannot: a refinement). */
const VALUES: Record<string, unknown> = {
  username: () => `user_${randomUUID().slice(0, 8)}`,
  password: PASSWORD,
  current_password: PASSWORD,
  new_password: 'another-horse-battery-8',
  scopes: ['read'],
  role: 'editor',
  q: 'person',
  full_name: 'Grace Hopper',
  content: 'She works as a vet and loves sailing.',
  category: 'Goals',
  date: '2015-06-20',
  birthday: '1990-05-17',
  starts_at: '2026-03-04T10:00',
  from: '2026-03-01',
  to: '2026-04-01',
  color: '#00aa00',
  time_zone: 'Europe/Berlin',
};
/** Whole bodies, where single values do not make a valid one. */
const BODIES: Record<string, (things: Things) => unknown> = {
  'DELETE /admin/users/{id}': ({ account_name }) => ({ username: account_name }),
  'POST /telegram/auth/start': () => ({ qr: true }),
  'POST /telegram/direct-import': ({ contact }) => ({ contact_id: contact, messages: [{ id: 1, date: 1_760_000_000, text: 'Hello' }] }),
  'POST /contacts/{id}/merge': () => ({}),
  'POST /contacts/duplicates/dismiss': ({ contact, other_contact }) => ({ ids: [other_contact, contact] }),
  'POST /saved-filters': () => ({ name: randomUUID().slice(0, 8), query: {} }),
  'PATCH /saved-filters/{id}': () => ({ name: randomUUID().slice(0, 8) }),
  'POST /imports': () => ({}),
  'POST /contacts/{id}/messages': () => ({ messages: [{ text: 'Hello', sender: 'Anna' }] }),
  'POST /auth/login': ({ username }) => ({ username, password: PASSWORD }),
  'POST /calendar/events': () => ({ title: 'Dinner', starts_at: '2026-03-04T10:00', attendees: [{ name: 'Anna' }] }),
  'PATCH /calendar/events/{id}': () => ({ title: 'Supper', attendees: [{ name: 'Anna' }] }),
  'POST /auth/token': ({ username }) => ({ username, password: PASSWORD }),
};

/** A valid value of a schema: required parts, and one optional part of an object that would be empty. */
export function sample(document: Document, given: JsonSchema, name: string): unknown {
  const schema = resolve(document, given);
  const value = VALUES[name];
  if (value !== undefined) return typeof value === 'function' ? value() : value;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return sample(document, options[0]!, name);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object': {
      const properties = Object.entries(schema.properties ?? {});
      const wanted = properties.filter(([key]) => schema.required?.includes(key));
      const some = wanted.length ? wanted : properties.filter(([, value]) => !resolve(document, value).items).slice(0, 1);
      return Object.fromEntries(some.map(([key, value]) => [key, sample(document, value, key)]));
    }
    case 'array':
      return schema.minItems ? [sample(document, schema.items!, name)] : [];
    case 'string':
      if (schema.format === 'email') return `${randomUUID().slice(0, 8)}@example.org`;
      if (schema.format === 'uuid') return randomUUID();
      if (schema.format === 'date-time') return '2026-01-02T03:04:05Z';
      if (schema.pattern || schema.format) throw new Error(`No value for "${name}" of the pattern ${schema.pattern ?? schema.format}. Add one to VALUES in test/generated/feed.ts.`);
      return 'walk the line '.repeat(Math.ceil((schema.minLength ?? 1) / 14)).slice(0, Math.max(schema.minLength ?? 0, 8)).slice(0, schema.maxLength);
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

/** `body`: JSON, or the fields of a form with `file`. */
export type Request = { method: string; url: string; body: unknown; file?: { part: string; name: string; type: string; content: Buffer } };

/** Sends what `fill` made. */
export const send = (client: Client, { method, url, body, file }: Request) =>
  file ? client.upload(method, url, file.part, file, Object.fromEntries(Object.entries(body as object).map(([name, value]) => [name, String(value)]))) : client.request(method, url, body);

/** A request of a route that is valid but for the things put in its places. */
export function fill(document: Document, route: Route, places: IdPlace[], thingAt: (place: IdPlace) => string, own: Things): Request {
  let body = route.body ? (BODIES[route.name]?.(own) ?? sample(document, route.body, 'body')) : undefined;
  const params: Record<string, string> = {};
  const query: Record<string, string> = {};
  for (const parameter of [...route.params, ...route.query.filter((candidate) => candidate.required)])
    (parameter.in === 'path' ? params : query)[parameter.name] = String(sample(document, parameter.schema, parameter.name));
  for (const place of places) {
    if (place.in === 'path') params[place.name] = thingAt(place);
    else if (place.in === 'query') query[place.name] = thingAt(place);
    else body = setDeep(body, place.path, thingAt(place));
  }
  if (route.file && !FILES[route.file]) throw new Error(`No file for "${route.file}" of ${route.name}. Add one to FILES in test/generated/feed.ts.`);
  return { method: route.method, url: urlOf(route, params, query), body, ...(route.file ? { file: { part: route.file, ...(FILES[route.name] ?? FILES[route.file])! } } : {}) };
}
