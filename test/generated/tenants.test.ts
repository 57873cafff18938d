import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../harness.ts';
import { CONTENT, fill, kindOf, makeThings, send, type Things } from './feed.ts';
import { type Document, documentOf, type IdPlace, idPlaces, type Route, routesOf } from './routes.ts';
import { snapshot, type Snapshot } from './snapshot.ts';

/**
 * Walks every route of the OpenAPI document with somebody else's ids. A new route is walked without anybody adding it here; what
 * it needs and this test does not know makes it fail, with a sentence that says where to add it.
 */
let kith: TestKith;
let document: Document;
let routes: Route[];
let admin: Client;
/** B, whom A must never see. */
let bob: Client;
let bobs: Things;
let before: Snapshot;
const SECRET = 'Quetzalcoatl';

/** Requests in perfect order that answer something else than success. */
const STATUS: Record<string, { status: number; why: string }> = {
  'POST /redo': { status: 409, why: 'nothing was undone' },
  'POST /auth/totp/confirm': { status: 409, why: 'enrolling was not started' },
  'POST /auth/totp/disable': { status: 409, why: 'it is not on' },
  'POST /auth/totp/recovery-codes': { status: 409, why: 'it is not on' },
  'DELETE /auth/token': { status: 409, why: 'a browser session is not a token' },
  'POST /auth/token/refresh': { status: 401, why: 'there is no such token' },
  'POST /telegram/auth/start': { status: 409, why: 'the installation has no API id' },
  'POST /telegram/auth/verify': { status: 409, why: 'the installation has no API id' },
  'POST /telegram/auth/password': { status: 409, why: 'the installation has no API id' },
  'GET /telegram/chats': { status: 409, why: 'the installation has no API id' },
  'POST /telegram/start-import': { status: 409, why: 'the installation has no API id' },
  'GET /auth/password-link/{token}': { status: 404, why: 'there is no such link' },
  'POST /auth/password-link/{token}': { status: 404, why: 'there is no such link' },
  'GET /invitations/{token}': { status: 404, why: 'there is no such invitation' },
  'POST /invitations/{token}/accept': { status: 404, why: 'there is no such invitation' },
};
/** Filters whose empty list looks otherwise, and how their answer shows it. */
const PASSES_OVER: Record<string, { shows: (body: any) => boolean; why: string }> = {
  'GET /export/vcard': { shows: (body) => body === '', why: 'an export of nobody' },
  'GET /contacts/count': { shows: (body) => body.count === 0, why: 'the number of an empty list' },
  'POST /contacts/bulk-update': { shows: (body) => body.updated === 0, why: 'a filter that nobody fits' },
  'POST /contacts/bulk-delete': { shows: (body) => body.deleted === 0, why: 'a filter that nobody fits' },
  'GET /export/csv': { shows: (body) => body.trimEnd().split('\n').length === 1, why: 'an export of nobody has only its columns' },
};
/** What an admin sees of everybody: ids, but nothing of what they are about. */
const ADMIN_SEES_IDS = [
  'GET /admin/jobs/failed',
  'GET /admin/users',
];
/** What an admin takes out of everybody's spaces at once, and everybody is told of: tested by itself (domains/admin). */
const TELLS_EVERYTHING = ['GET /admin/export/csv'];
/** Kinds that belong to no tenant: an admin may name every one of them. */
const EVERYBODYS: Record<string, string> = { account: 'an admin runs the accounts of the installation' };
/** What anybody may call without an account. Health and metrics guard themselves off loopback. */
const PUBLIC = [
  'GET /auth/setup', 'POST /auth/register', 'POST /auth/login', 'POST /auth/password-strength', 'POST /auth/token', 'POST /auth/token/refresh', 'GET /invitations/{token}',
  'GET /auth/password-link/{token}',
  'POST /auth/password-link/{token}',
  ...['/health', '/health/live', '/health/ready', '/health/detailed', '/metrics'].map((path) => `GET ${path}`),
];
/** Routes about the account of the caller, whatever space the request names. */
const aboutAccount = (route: Route) => /^\w+ \/(auth|spaces|invitations|telegram\/auth|telegram\/chats|telegram$)\b/.test(route.name);

/** Questions: sent as a POST because they are private, but whoever reads may ask. */
const QUESTIONS = new Set(['POST /ask', 'POST /contacts/{id}/ask', 'POST /calendar/extract-datetime']);

const spacesOf = async (client: Client) => (await kith.owner.query('select space_id from space_members where user_id = $1', [client.user.id])).rows.map((row) => row.space_id as string);
const snapshotOf = async (client: Client) => snapshot(kith.owner, { spaces: await spacesOf(client), users: [client.user.id] });
const snapshotOfData = async (client: Client) => snapshot(kith.owner, { spaces: await spacesOf(client) }, { recorded: true });

/** A shared space, made by SQL so that no route is tested with itself. */
async function shareSpace(owner: Client, others: { client: Client; role: string }[] = []): Promise<string> {
  const space = (await kith.owner.query(`insert into spaces (name, kind, created_by) values ('Shared', 'shared', $1) returning id`, [owner.user.id])).rows[0].id as string;
  for (const { client, role } of [{ client: owner, role: 'owner' }, ...others]) await kith.owner.query('insert into space_members (space_id, user_id, role) values ($1, $2, $3)', [space, client.user.id, role]);
  return space;
}

const inSpace = (client: Client, space: string): Client => Object.assign(kith.client(), { cookie: client.cookie, user: client.user, space: { id: space }, headers: { 'kith-space': space } });
const kindsOf = (route: Route) => idPlaces(document, route).map((place) => kindOf(route, place));
const show = (answer: { status: number; body: unknown }) => `${answer.status} ${JSON.stringify(answer.body)?.slice(0, 300)}`;
/** Who walks a route: an admin where it takes one, and a new account for what could end the session or change the password. */
const callerOf = async (route: Route, usual: Client) => (route.admin ? admin : aboutAccount(route) ? signUp(kith) : usual);

function thing(things: Things, route: Route, place: IdPlace): string {
  const kind = kindOf(route, place);
  const id = things[kind];
  if (!id) throw new Error(`${route.name}: nobody has said how to make a ${kind}. Add it to MAKERS in test/generated/feed.ts.`);
  return id;
}

beforeAll(async () => {
  kith = await testKith();
  document = documentOf(kith);
  routes = routesOf(document);
  admin = await signUp(kith, 'root'); // the first account is the admin
  bob = await signUp(kith, 'owner_of_b');
  bobs = await makeThings(kith, bob, SECRET);
  before = await snapshotOf(bob);
});
afterAll(() => kith.close());

/** Nothing of B changed, and nothing of B was told. */
async function bobIsUntouched(route: Route, answers: { body: unknown; headers: object }[]) {
  expect(await snapshotOf(bob), `${route.name} changed rows of another tenant`).toEqual(before);
  for (const answer of answers) {
    const told = JSON.stringify([answer.body, answer.headers]);
    for (const secret of ADMIN_SEES_IDS.includes(route.name) ? [SECRET] : [SECRET, ...Object.values(bobs)]) expect(told, `${route.name} tells something of another tenant`).not.toContain(secret);
  }
}

/** Says how the answer to a request with one foreign thing in it is wrong, if it is. */
function wrongAnswer(route: Route, place: IdPlace, answer: { status: number; body: any }): string | undefined {
  if (answer.status === 404) return undefined;
  const emptyList = answer.status === 200 && Array.isArray(answer.body?.data) && answer.body.data.length === 0;
  if (place.in === 'query' && emptyList) return undefined;
  if (answer.status === 200 && place.name !== 'ids' && PASSES_OVER[route.name]?.shows(answer.body)) return undefined;
  return `${route.name} with a foreign ${place.name} in its ${place.in} answers ${show(answer)}`;
}

describe('with ids of another tenant', () => {
  it('every route with ids answers 404 (or an empty list) and changes nothing', async () => {
    const ada = await signUp(kith, 'ada');
    const elsewhere = await makeThings(kith, inSpace(ada, await shareSpace(ada)), 'Elsewhere', CONTENT);
    const wrong: string[] = [];
    let requests = 0;
    for (const route of routes.filter((candidate) => !candidate.public)) {
      const places = idPlaces(document, route);
      for (const place of places.filter((candidate) => !(kindOf(route, candidate) in EVERYBODYS))) {
        const caller = await callerOf(route, ada);
        const own = await makeThings(kith, caller, 'Own', kindsOf(route));
        const mine = await snapshotOfData(caller);
        const answers = [];
        // somebody else's, and the same person's other space: there row-level security does not help, only the query does
        const strangers = caller === ada && CONTENT.includes(kindOf(route, place)) ? [bobs, elsewhere] : [bobs];
        for (const foreign of strangers) {
          const answer = await send(caller, fill(document, route, places, (at) => thing(at === place ? foreign : own, route, at), own));
          answers.push(answer);
          const problem = wrongAnswer(route, place, answer);
          if (problem) wrong.push(`${problem}${foreign === elsewhere ? ' (of another space of the same person)' : ''}`);
          requests++;
        }
        await bobIsUntouched(route, answers);
        expect(await snapshotOfData(caller), `${route.name} with a foreign ${place.name} changed something of its caller`).toEqual(mine);

        // the same request with nothing foreign in it works: so it was the id that was refused, not the rest
        const control = await send(caller, fill(document, route, places, (at) => thing(own, route, at), own));
        const expected = STATUS[route.name];
        if (expected ? control.status !== expected.status : control.status >= 300) wrong.push(`${route.name} with own ids answers ${show(control)}: teach test/generated/feed.ts a valid request`);
        await bobIsUntouched(route, [control]);
      }
    }
    expect(wrong).toEqual([]);
    expect(requests).toBeGreaterThan(50);
  }, 120_000);

  it('every route without ids shows and changes nothing of others', async () => {
    const ada = await signUp(kith, 'adele');
    const wrong: string[] = [];
    for (const route of routes.filter((candidate) => idPlaces(document, candidate).length === 0 && !TELLS_EVERYTHING.includes(candidate.name))) {
      const caller = await callerOf(route, ada);
      const own = await makeThings(kith, caller, 'Own', ['contact', 'action']);
      const answer = await send(caller, fill(document, route, [], () => '', own));
      const expected = STATUS[route.name];
      if (expected ? answer.status !== expected.status : answer.status >= 300) wrong.push(`${route.name} answers ${show(answer)}: teach test/generated/feed.ts a valid request, or STATUS what it should answer`);
      await bobIsUntouched(route, [answer]);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('every route refuses to work in the space of another tenant', async () => {
    const ada = await signUp(kith, 'agnes');
    const wrong: string[] = [];
    for (const route of routes.filter((candidate) => !candidate.public)) {
      const caller = route.admin ? admin : ada;
      const own = await makeThings(kith, caller, 'Own', kindsOf(route));
      const answer = await send(inSpace(caller, bob.space.id), fill(document, route, idPlaces(document, route), (place) => thing(own, route, place), own));
      if (answer.status !== 404) wrong.push(`${route.name} in a foreign space answers ${show(answer)}`);
      await bobIsUntouched(route, [answer]);
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});

describe('without a session', () => {
  it('every route answers 401, but those that are public', async () => {
    const anonymous = kith.client();
    const wrong: string[] = [];
    for (const route of routes) {
      if (route.public !== PUBLIC.includes(route.name)) wrong.push(`${route.name} is ${route.public ? '' : 'not '}public in the document: is that meant? Then change PUBLIC`);
      if (route.public) continue;
      const answer = await send(anonymous, fill(document, route, idPlaces(document, route), (place) => thing(bobs, route, place), bobs));
      if (answer.status !== 401) wrong.push(`${route.name} without a session answers ${show(answer)}`);
      await bobIsUntouched(route, [answer]);
    }
    expect(wrong).toEqual([]);
  });
});

describe('as somebody with fewer rights', () => {
  it('a viewer of a shared space reads it, and every write answers 403 and changes nothing', async () => {
    const ada = await signUp(kith, 'anita');
    const viewer = await signUp(kith, 'vera');
    const space = await shareSpace(ada, [{ client: viewer, role: 'viewer' }]);
    const things = { ...(await makeThings(kith, ada, 'Own')), ...(await makeThings(kith, inSpace(ada, space), 'Shared', CONTENT)), space, member: ada.user.id };
    const shared = () => snapshot(kith.owner, { spaces: [space] });
    const wrong: string[] = [];
    for (const route of routes.filter((candidate) => !candidate.public && !candidate.admin)) {
      // what is about the account may end its session: a viewer of the same space with an own account does that
      const caller = aboutAccount(route) ? await signUp(kith) : viewer;
      if (caller !== viewer) await kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [space, caller.user.id]);
      const now = await shared();
      const answer = await send(inSpace(caller, space), fill(document, route, idPlaces(document, route), (place) => thing(things, route, place), things));
      if (!aboutAccount(route) && (route.reads || QUESTIONS.has(route.name) ? answer.status >= 300 : answer.status !== 403)) wrong.push(`${route.name} as a viewer answers ${show(answer)}`);
      if (aboutAccount(route) && answer.status >= 500) wrong.push(`${route.name} as a viewer answers ${show(answer)}`);
      expect(await shared(), `${route.name} as a viewer changed something`).toEqual(now);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('whoever is not an admin gets 403 from every admin route', async () => {
    const ada = await signUp(kith, 'alma');
    const wrong: string[] = [];
    const forAdmins = routes.filter((route) => route.admin);
    for (const route of forAdmins) {
      const answer = await send(ada, fill(document, route, idPlaces(document, route), (place) => thing(bobs, route, place), bobs));
      if (answer.status !== 403) wrong.push(`${route.name} answers ${show(answer)}`);
      await bobIsUntouched(route, [answer]);
    }
    expect(wrong).toEqual([]);
    expect(forAdmins.length).toBeGreaterThan(2);
  });
});
