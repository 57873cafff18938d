import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';

let kith: TestKith;
let owner: Client;
let id: string;
beforeAll(async () => {
  kith = await testKith();
  owner = await signUp(kith, 'owner');
  await owner.patch('/auth/profile', { full_name: 'Olive Owner' });
  id = (await owner.post('/spaces', { name: 'Family' })).body.space.id;
});
afterAll(() => kith.close());

const invite = async (body: object = {}, client = owner, space = id) => (await client.post(`/spaces/${space}/invitations`, body)).body;
const accept = (client: Client, token: string) => client.post(`/invitations/${token}/accept`);
const show = (token: string) => kith.client().get(`/invitations/${token}`);

it('201: the token is shown once and stored hashed; the link tells what it invites to', async () => {
  const { status, body } = await owner.post(`/spaces/${id}/invitations`, { role: 'editor', email: 'aunt@example.org' });
  expect(status).toBe(201);
  expect(body.invitation).toMatchObject({ role: 'editor', email: 'aunt@example.org' });
  expect((await owner.get(`/spaces/${id}/invitations`)).body.data).toEqual([body.invitation]);
  const shown = await show(body.token);
  expect([shown.status, shown.body]).toEqual([200, { invitation: { space_name: 'Family', role: 'editor', invited_by: 'Olive Owner', expires_at: body.invitation.expires_at } }]);
  const { rows } = await kith.owner.query('select json_agg(i)::text as everything from invitations i');
  expect(rows[0].everything).not.toContain(body.token);
});

it('200: accepted once, also by several at the same moment', async () => {
  const { token } = await invite({ role: 'viewer' });
  const guests = await Promise.all([1, 2, 3].map(() => signUp(kith)));
  const answers = await Promise.all(guests.map((guest) => accept(guest, token)));
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 404, 404]);
  expect(answers.find((answer) => answer.status === 200)!.body.space).toMatchObject({ id, name: 'Family', role: 'viewer', member_count: 2 });
  expect((await show(token)).status).toBe(404);
});

it('409 for a member, and the invitation stays for somebody else', async () => {
  const { token } = await invite();
  expect((await accept(owner, token)).body.error_code).toBe('already_member');
  expect((await accept(await signUp(kith), token)).status).toBe(200);
});

it('404 when withdrawn, expired or unknown; 401 for nobody', async () => {
  const guest = await signUp(kith);
  const [withdrawn, expired] = [await invite(), await invite()];
  expect((await owner.delete(`/spaces/${id}/invitations/${withdrawn.invitation.id}`)).status).toBe(204);
  expect((await owner.delete(`/spaces/${id}/invitations/${withdrawn.invitation.id}`)).status).toBe(404);
  await kith.owner.query(`update invitations set expires_at = now() - interval '1 second' where id = $1`, [expired.invitation.id]);
  for (const token of [withdrawn.token, expired.token, 'kith_i_unknown', "' or 1=1 --", '%00', 'x'.repeat(200)]) {
    expect((await accept(guest, encodeURIComponent(token))).status).toBe(404);
    expect((await show(encodeURIComponent(token))).status).toBe(404);
  }
  expect((await kith.client().post(`/invitations/${(await invite()).token}/accept`)).status).toBe(401);
  expect((await owner.get(`/spaces/${id}/invitations`)).body.data.map((item: { id: string }) => item.id)).not.toContain(expired.invitation.id);
});

it('404 when its sender is no owner any more: nobody lets himself in again', async () => {
  const other = await signUp(kith);
  await accept(other, (await invite({ role: 'editor' })).token);
  await owner.patch(`/spaces/${id}/members/${other.user.id}`, { role: 'owner' });
  const { token } = await invite({ role: 'editor' }, other);
  await owner.delete(`/spaces/${id}/members/${other.user.id}`);
  expect((await accept(other, token)).status).toBe(404);
});

it('an invitation of one space is not withdrawn through another', async () => {
  const { invitation, token } = await invite();
  const eve = await signUp(kith, 'eve');
  const { space } = (await eve.post('/spaces', { name: 'Eve’s' })).body;
  expect((await eve.delete(`/spaces/${space.id}/invitations/${invitation.id}`)).status).toBe(404);
  expect((await eve.delete(`/spaces/${id}/invitations/${invitation.id}`)).status).toBe(404);
  expect((await show(token)).status).toBe(200);
});

it('to the installation: for admins, and of no use to who has an account', async () => {
  const user = await signUp(kith);
  for (const answer of [await user.get('/invitations'), await user.post('/invitations', {}), await user.delete(`/invitations/${id}`)]) expect(answer.status).toBe(403);
  const { invitation, token } = (await owner.post('/invitations', { email: 'new@example.org' })).body;
  expect(invitation).toMatchObject({ role: null, email: 'new@example.org' });
  expect((await owner.get('/invitations')).body.data).toEqual([invitation]);
  expect((await show(token)).body.invitation).toMatchObject({ space_name: null, role: null });
  expect((await accept(user, token)).body.error_code).toBe('already_member');
  expect((await owner.delete(`/invitations/${invitation.id}`)).status).toBe(204);
  expect((await show(token)).status).toBe(404);
});

it.each([[{ role: 'owner' }], [{ role: 'admin' }], [{ email: 'no' }]])('400: %j', async (body) => {
  expect((await owner.post(`/spaces/${id}/invitations`, body)).status).toBe(400);
});

it('lists page by page', async () => {
  const { space } = (await owner.post('/spaces', { name: 'Many' })).body;
  for (let i = 0; i < 5; i++) await invite({}, owner, space.id);
  const first = (await owner.get(`/spaces/${space.id}/invitations?limit=3`)).body;
  const rest = (await owner.get(`/spaces/${space.id}/invitations?limit=3&cursor=${first.next_cursor}`)).body;
  expect([first.data.length, rest.data.length, rest.has_more]).toEqual([3, 2, false]);
});
