import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, PASSWORD, signUp, type TestKith, testKith } from '../harness.ts';
import { fill, kindOf, makeThings, type Things } from './feed.ts';
import { type Document, documentOf, type IdPlace, idPlaces, type Route, routesOf } from './routes.ts';
import { snapshot, type Snapshot } from './snapshot.ts';

/**
 * Walks every route of the OpenAPI document with somebody else's ids. A new route is walked without anybody adding it here; what
 * it needs and this test does not know makes it fail, with a sentence that says where to add it.
 */
let kith: TestKith;
let document: Document;
let routes: Route[];
/** B, whom A must never see. */
let bob: Client;
let bobs: Things;
let before: Snapshot;
const SECRET = 'Quetzalcoatl';

/** Routes without an id that answer something else than success when everything is in order. */
const STATUS: Record<string, { status: number; why: string }> = {
  'POST /redo': { status: 409, why: 'nothing was undone' },
  'POST /auth/login': { status: 401, why: 'there is no such account' },
};
/** Routes that pass over an unknown id instead of refusing it, and how their answer shows it. */
const PASSES_OVER: Record<string, { shows: (body: any) => boolean; why: string }> = {
  'POST /contacts/bulk-delete': { shows: (body) => body.deleted === 0, why: 'deleting what is not there is done' },
};
/** What anybody may call without an account. */
const PUBLIC = ['GET /auth/setup', 'POST /auth/register', 'POST /auth/login', 'POST /auth/password-strength'];
/** Writes a viewer of a space may do, because they are about the viewer's own account. */
const VIEWER_MAY: Record<string, string> = { 'POST /auth/logout': 'ends the own session' };

const spacesOf = async (client: Client) => (await kith.owner.query('select space_id from space_members where user_id = $1', [client.user.id])).rows.map((row) => row.space_id as string);
const snapshotOf = async (client: Client) => snapshot(kith.owner, { spaces: await spacesOf(client), users: [client.user.id] });
const snapshotOfData = async (client: Client) => snapshot(kith.owner, { spaces: await spacesOf(client) }, { recorded: true });

/** A shared space, made by SQL so that these tests need no route but those they test. */
async function shareSpace(owner: Client, others: { client: Client; role: string }[] = []): Promise<string> {
  const space = (await kith.owner.query(`insert into spaces (name, kind, created_by) values ('Shared', 'shared', $1) returning id`, [owner.user.id])).rows[0].id as string;
  for (const { client, role } of [{ client: owner, role: 'owner' }, ...others]) await kith.owner.query('insert into space_members (space_id, user_id, role) values ($1, $2, $3)', [space, client.user.id, role]);
  return space;
}

const inSpace = (client: Client, space: string): Client => {
  const other = kith.client();
  Object.assign(other, { cookie: client.cookie, user: client.user, space: { id: space }, headers: { 'kith-space': space } });
  return other;
};

const send = (client: Client, request: { method: string; url: string; body: unknown }) => client.request(request.method, request.url, request.body);
const show = (answer: { status: number; body: unknown }) => `${answer.status} ${JSON.stringify(answer.body)?.slice(0, 300)}`;

beforeAll(async () => {
  kith = await testKith();
  document = documentOf(kith);
  routes = routesOf(document);
  bob = await signUp(kith, 'bob');
  await shareSpace(bob);
  bobs = await makeThings(kith, bob, SECRET);
  before = await snapshotOf(bob);
});
afterAll(() => kith.close());

/** Nothing of B changed, and nothing of B was told. */
async function bobIsUntouched(route: Route, answers: { body: unknown; headers: object }[]) {
  expect(await snapshotOf(bob), `${route.name} changed rows of another tenant`).toEqual(before);
  for (const answer of answers) {
    const told = JSON.stringify([answer.body, answer.headers]);
    for (const secret of [SECRET, ...Object.values(bobs)]) expect(told, `${route.name} tells something of another tenant`).not.toContain(secret);
  }
}

/** Sends a request with one foreign thing in it and says how the answer is wrong, if it is. */
function wrongAnswer(route: Route, place: IdPlace, answer: { status: number; body: any }): string | undefined {
  if (answer.status === 404) return undefined;
  const emptyList = answer.status === 200 && Array.isArray(answer.body?.data) && answer.body.data.length === 0;
  if (place.in === 'query' && emptyList) return undefined;
  if (answer.status === 200 && PASSES_OVER[route.name]?.shows(answer.body)) return undefined;
  return `${route.name} with a foreign ${place.name} in its ${place.in} answers ${show(answer)}`;
}

describe('with ids of another tenant', () => {
  it('every route with ids answers 404 (or an empty list) and changes nothing', async () => {
    const ada = await signUp(kith, 'ada');
    const second = await shareSpace(ada);
    const elsewhere = await makeThings(kith, inSpace(ada, second), 'Elsewhere');
    const wrong: string[] = [];
    let requests = 0;
    for (const route of routes.filter((candidate) => !candidate.public)) {
      const places = idPlaces(document, route);
      for (const place of places) {
        const own = await makeThings(kith, ada, 'Own');
        const ownAt = (at: IdPlace) => own[kindOf(route, at)] ?? fail(route, at);
        const mine = await snapshotOfData(ada);
        const answers = [];
        // somebody else's, and the same person's other space: there row-level security does not help, only the query does
        for (const foreign of [bobs, elsewhere]) {
          const kind = kindOf(route, place);
          if (foreign === elsewhere && ['user', 'space', 'session'].includes(kind)) continue; // belong to the account, not to a space
          const answer = await send(ada, fill(document, route, places, (at) => (at === place ? (foreign[kind] ?? fail(route, at)) : ownAt(at)), own));
          answers.push(answer);
          const problem = wrongAnswer(route, place, answer);
          if (problem) wrong.push(`${problem}${foreign === elsewhere ? ' (of another space of the same person)' : ''}`);
          requests++;
        }
        await bobIsUntouched(route, answers);
        expect(await snapshotOfData(ada), `${route.name} with a foreign ${place.name} changed something of its caller`).toEqual(mine);

        // the same request with nothing foreign in it works: so it was the id that was refused, not the rest
        const control = await send(ada, fill(document, route, places, ownAt, own));
        if (control.status >= 300) wrong.push(`${route.name} with own ids answers ${show(control)}: teach test/generated/feed.ts a valid request`);
        await bobIsUntouched(route, [control]);
        if (route.name.startsWith('DELETE /auth/sessions') || control.status === 401) Object.assign(ada, { cookie: (await signIn(ada)).cookie });
      }
    }
    expect(wrong).toEqual([]);
    expect(requests).toBeGreaterThan(50);
  });

  it('every route without ids shows and changes nothing of others', async () => {
    const ada = await signUp(kith, 'adele');
    const wrong: string[] = [];
    for (const route of routes.filter((candidate) => idPlaces(document, candidate).length === 0)) {
      const own = await makeThings(kith, ada, 'Own');
      const answer = await send(ada, fill(document, route, [], () => '', own));
      const expected = STATUS[route.name];
      if (expected ? answer.status !== expected.status : answer.status >= 300) wrong.push(`${route.name} answers ${show(answer)}: teach test/generated/feed.ts a valid request, or STATUS what it should answer`);
      await bobIsUntouched(route, [answer]);
      if (route.name === 'POST /auth/logout') Object.assign(ada, { cookie: (await signIn(ada)).cookie });
    }
    expect(wrong).toEqual([]);
  });

  it('every route refuses to work in the space of another tenant', async () => {
    const ada = await signUp(kith, 'agnes');
    const own = await makeThings(kith, ada, 'Own');
    const wrong: string[] = [];
    for (const route of routes.filter((candidate) => !candidate.public)) {
      const answer = await send(inSpace(ada, bob.space.id), fill(document, route, idPlaces(document, route), (place) => own[kindOf(route, place)] ?? fail(route, place), own));
      if (answer.status !== 404) wrong.push(`${route.name} in a foreign space answers ${show(answer)}`);
      await bobIsUntouched(route, [answer]);
    }
    expect(wrong).toEqual([]);
  });
});

describe('without a session', () => {
  it('every route answers 401, but those that are public', async () => {
    const anonymous = kith.client();
    const wrong: string[] = [];
    for (const route of routes) {
      const answer = await send(anonymous, fill(document, route, idPlaces(document, route), (place) => bobs[kindOf(route, place)] ?? fail(route, place), bobs));
      anonymous.cookie = undefined;
      if (route.public !== PUBLIC.includes(route.name)) wrong.push(`${route.name} is ${route.public ? '' : 'not '}public in the document: is that meant? Then change PUBLIC`);
      if (!route.public && answer.status !== 401) wrong.push(`${route.name} without a session answers ${show(answer)}`);
      await bobIsUntouched(route, [answer]);
    }
    expect(wrong).toEqual([]);
  });
});

describe('as a viewer of a shared space', () => {
  it('every write answers 403 and changes nothing; every read works', async () => {
    const ada = await signUp(kith, 'anita');
    const viewer = await signUp(kith, 'vera');
    const space = await shareSpace(ada, [{ client: viewer, role: 'viewer' }]);
    const things = await makeThings(kith, inSpace(ada, space), 'Shared');
    const shared = () => snapshot(kith.owner, { spaces: [space] });
    const untouched = await shared();
    const wrong: string[] = [];
    for (const route of routes.filter((candidate) => !candidate.public && !(candidate.name in VIEWER_MAY))) {
      const places = idPlaces(document, route).filter((place) => place.in !== 'query' || route.reads);
      const answer = await send(inSpace(viewer, space), fill(document, route, places, (place) => things[kindOf(route, place)] ?? fail(route, place), things));
      if (route.reads ? answer.status >= 300 : answer.status !== 403) wrong.push(`${route.name} as a viewer answers ${show(answer)}`);
      expect(await shared(), `${route.name} as a viewer changed something`).toEqual(untouched);
    }
    expect(wrong).toEqual([]);
  });
});

function fail(route: Route, place: IdPlace): never {
  throw new Error(`${route.name}: makeThings in test/generated/feed.ts makes no ${kindOf(route, place)}.`);
}

async function signIn(client: Client): Promise<Client> {
  const fresh = kith.client();
  await fresh.post('/auth/login', { username: client.user.username, password: PASSWORD });
  return fresh;
}
