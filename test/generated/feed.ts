import { randomUUID } from 'node:crypto';
import { type Client, PASSWORD, type TestKith } from '../harness.ts';
import { type Document, type IdPlace, type JsonSchema, resolve, type Route, setDeep, urlOf } from './routes.ts';

/** Whoever feeds the routes: one of everything that routes can name, all of it with `marker` in its text. */
export type Things = Record<string, string>;

/** Something of each kind that a route can name. A kind that is not here makes the test fail: add it. */
export async function makeThings(kith: TestKith, client: Client, marker: string): Promise<Things> {
  const made = async (path: string, body: object, name: string) => {
    const answer = await client.post(path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body[name].id as string;
  };
  const contact = await made('/contacts', { full_name: `${marker} Person`, company: marker }, 'contact');
  const tag = await made('/tags', { name: `${marker} ${randomUUID().slice(0, 8)}` }, 'tag');
  await client.post(`/contacts/${contact}/tags`, { tag_id: tag });
  const note = await made('/notes', { contact_id: contact, content: `${marker} works as a vet.`, tag_ids: [tag] }, 'note');
  const entry = await made(`/contacts/${contact}/entries`, { category: 'Goals', content: `${marker} wants a boat` }, 'entry');
  await client.patch(`/entries/${entry}`, { content: `${marker} wants a big boat` });
  const other_entry = await made(`/contacts/${contact}/entries`, { category: 'Goals', content: `${marker} wants a cat` }, 'entry');
  const last = await client.post('/contacts', { full_name: `${marker} Last` });
  const action = String(last.headers['kith-action-id']);
  const { rows } = await kith.owner.query(`select id from sessions where user_id = $1 order by id limit 1`, [client.user.id]);
  return { contact, tag, note, entry, other_entry, action, user: client.user.id, space: client.space.id, session: rows[0].id };
}

/** The kind of thing a collection holds: `/contacts/{id}` names a contact. */
const COLLECTIONS: Record<string, string> = { contacts: 'contact', tags: 'tag', notes: 'note', entries: 'entry', actions: 'action', sessions: 'session', spaces: 'space', members: 'user' };
/** What a name means where the collection does not say it. */
const NAMES: Record<string, string> = { contact_id: 'contact', tag_id: 'tag', tag_ids: 'tag', tag: 'tag', note_id: 'note', entry_id: 'entry', action_id: 'action', user_id: 'user', space_id: 'space' };
/** And where even the name does not. */
const PLACES: Record<string, string> = { 'POST /entries/{id}/merge other_ids': 'other_entry' };

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
  full_name: 'Grace Hopper',
  content: 'She works as a vet and loves sailing.',
  category: 'Goals',
  date: '2015-06-20',
  birthday: '1990-05-17',
  color: '#00aa00',
  time_zone: 'Europe/Berlin',
};
/** Whole bodies, where single values do not make a valid one. */
const BODIES: Record<string, (things: Things) => unknown> = {};

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

/** A request of a route that is valid but for the things put in its places. */
export function fill(document: Document, route: Route, places: IdPlace[], thingAt: (place: IdPlace) => string, own: Things): { method: string; url: string; body: unknown } {
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
  return { method: route.method, url: urlOf(route, params, query), body };
}
