import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../../../../../test/harness.ts';

let kith: TestKith;
let [owner, editor, viewer, stranger]: Client[] = [];
let space: { id: string };
beforeAll(async () => {
  kith = await testKith();
  owner = await signUp(kith, 'owner'); // the first account is the admin
  [editor, viewer, stranger] = await Promise.all(['editor', 'viewer', 'stranger'].map((name) => signUp(kith, name)));
  space = await make(owner!, 'Family');
  await join(owner!, editor!, space.id, 'editor');
  await join(owner!, viewer!, space.id, 'viewer');
});
afterAll(() => kith.close());

const make = async (client: Client, name: string) => (await client.post('/spaces', { name })).body.space;
async function join(inviter: Client, guest: Client, id: string, role: string) {
  const { token } = (await inviter.post(`/spaces/${id}/invitations`, { role })).body;
  const answer = await guest.post(`/invitations/${token}/accept`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}
const inside = (id = space.id) => ({ 'kith-space': id });
const kinds = (answer: { status: number; body: { error_code?: string } }) => [answer.status, answer.body.error_code];

describe('spaces', () => {
  it('lists the personal one first, then the shared ones, page by page', async () => {
    const client = await signUp(kith);
    for (const name of ['One', 'Two', 'Three']) await make(client, name);
    const seen: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await client.get(`/spaces?limit=2${cursor}`);
      seen.push(...body.data.map((item: { name: string; kind: string; role: string; member_count: number }) => [item.name, item.kind, item.role, item.member_count]));
      if (!body.has_more) break;
      cursor = `&cursor=${body.next_cursor}`;
    }
    expect(seen).toEqual([['Personal', 'personal', 'owner', 1], ['One', 'shared', 'owner', 1], ['Two', 'shared', 'owner', 1], ['Three', 'shared', 'owner', 1]]);
  });

  it('201, 200, 204: made, renamed, deleted with all that is in it', async () => {
    const made = await owner!.post('/spaces', { name: ' Club ' });
    expect([made.status, made.body.space]).toEqual([201, expect.objectContaining({ name: 'Club', kind: 'shared', role: 'owner', member_count: 1 })]);
    const { id } = made.body.space;
    expect((await owner!.patch(`/spaces/${id}`, { name: 'Chess club' })).body.space.name).toBe('Chess club');
    const { contact } = (await owner!.post('/contacts', { full_name: 'In the club' }, inside(id))).body;
    await owner!.post('/notes', { contact_id: contact.id, content: 'Plays the Sicilian.' }, inside(id));
    const { tag } = (await owner!.post('/tags', { name: 'players' }, inside(id))).body;
    await owner!.post(`/contacts/${contact.id}/tags`, { tag_id: tag.id }, inside(id));
    expect((await owner!.delete(`/spaces/${id}`)).status).toBe(204);
    expect((await owner!.get(`/spaces/${id}`)).status).toBe(404);
    expect((await owner!.get('/contacts', inside(id))).status).toBe(404);
    for (const table of ['contacts', 'notes', 'tags', 'space_members']) expect((await kith.owner.query(`select 1 from ${table} where space_id = $1`, [id])).rowCount).toBe(0);
  });

  it('the personal space is not deleted, shared or left', async () => {
    const id = owner!.space.id;
    expect(kinds(await owner!.delete(`/spaces/${id}`))).toEqual([409, 'personal_space']);
    expect(kinds(await owner!.post(`/spaces/${id}/invitations`, { role: 'viewer' }))).toEqual([409, 'personal_space']);
    expect(kinds(await owner!.delete(`/spaces/${id}/members/${owner!.user.id}`))).toEqual([409, 'last_owner']);
  });

  it('404: a space of others, whatever one does with it', async () => {
    const id = space.id;
    const answers = await Promise.all([
      stranger!.get(`/spaces/${id}`),
      stranger!.patch(`/spaces/${id}`, { name: 'Mine' }),
      stranger!.delete(`/spaces/${id}`),
      stranger!.get(`/spaces/${id}/members`),
      stranger!.patch(`/spaces/${id}/members/${viewer!.user.id}`, { role: 'owner' }),
      stranger!.delete(`/spaces/${id}/members/${viewer!.user.id}`),
      stranger!.get(`/spaces/${id}/invitations`),
      stranger!.post(`/spaces/${id}/invitations`, { role: 'editor' }),
      stranger!.get('/contacts', inside(id)),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 404));
    expect((await owner!.get(`/spaces/${id}`)).body.space).toMatchObject({ name: 'Family', member_count: 3 });
  });

  it('403: only an owner renames, deletes, invites and gives roles', async () => {
    for (const client of [editor!, viewer!])
      for (const answer of [
        await client.patch(`/spaces/${space.id}`, { name: 'Ours' }),
        await client.delete(`/spaces/${space.id}`),
        await client.get(`/spaces/${space.id}/invitations`),
        await client.post(`/spaces/${space.id}/invitations`, { role: 'editor' }),
        await client.patch(`/spaces/${space.id}/members/${client.user.id}`, { role: 'owner' }),
        await client.delete(`/spaces/${space.id}/members/${owner!.user.id}`),
      ])
        expect(kinds(answer)).toEqual([403, 'owner_only']);
  });

  it('409: at most 100 spaces', async () => {
    const client = await signUp(kith);
    await kith.owner.query(`
      with made as (insert into spaces (name, kind, created_by) select 'n', 'shared', $1 from generate_series(1, 99) returning id)
      insert into space_members (space_id, user_id, role) select id, $1, 'owner' from made`, [client.user.id]);
    expect(kinds(await client.post('/spaces', { name: 'One more' }))).toEqual([409, 'too_many_spaces']);
    const { token } = (await owner!.post(`/spaces/${space.id}/invitations`, {})).body;
    expect(kinds(await client.post(`/invitations/${token}/accept`))).toEqual([409, 'too_many_spaces']);
  });
});

describe('roles', () => {
  it('owners and editors write, a viewer reads', async () => {
    const { contact } = (await editor!.post('/contacts', { full_name: 'Shared' }, inside())).body;
    expect((await owner!.patch(`/contacts/${contact.id}`, { title: 'Aunt' }, inside())).status).toBe(200);
    expect((await viewer!.get(`/contacts/${contact.id}`, inside())).body.contact.title).toBe('Aunt');
    for (const answer of [
      await viewer!.post('/contacts', { full_name: 'Not' }, inside()),
      await viewer!.patch(`/contacts/${contact.id}`, { title: 'X' }, inside()),
      await viewer!.delete(`/contacts/${contact.id}`, undefined, inside()),
      await viewer!.post('/tags', { name: 'not' }, inside()),
    ])
      expect(kinds(answer)).toEqual([403, 'viewer']);
    expect((await viewer!.get(`/contacts/${contact.id}`)).status).toBe(404); // it is not in the personal space
  });

  it('a viewer cannot write at the database either', async () => {
    const { contact } = (await owner!.post('/contacts', { full_name: 'Guarded' }, inside())).body;
    const client = await kith.platform.database.pool.connect();
    try {
      // what the server sets for a viewer
      await client.query(`select set_config('kith.user_id', $1, false), set_config('kith.read_spaces', $2, false), set_config('kith.write_spaces', $3, false)`, [viewer!.user.id, `{${viewer!.space.id},${space.id}}`, `{${viewer!.space.id}}`]);
      expect((await client.query('select 1 from contacts where id = $1', [contact.id])).rowCount).toBe(1);
      await expect(client.query(`insert into contacts (space_id, full_name) values ($1, 'Slipped in')`, [space.id])).rejects.toThrow(/row-level security/);
      expect((await client.query(`update contacts set title = 'X' where id = $1`, [contact.id])).rowCount).toBe(0);
      expect((await client.query('delete from contacts where id = $1', [contact.id])).rowCount).toBe(0);
      // nor make itself more than a viewer
      for (const statement of [
        `update space_members set role = 'owner' where space_id = '${space.id}'`,
        `insert into space_members (space_id, user_id, role) values ('${space.id}', '${stranger!.user.id}', 'editor')`,
        `delete from spaces where id = '${space.id}'`,
        `update spaces set name = 'x' where id = '${space.id}'`,
      ])
        await expect(client.query(statement)).rejects.toThrow(/permission denied/);
      await expect(client.query(`insert into invitations (space_id, role, token_hash, created_by, expires_at) values ($1, 'editor', 'x', $2, now() + interval '1 day')`, [space.id, viewer!.user.id])).rejects.toThrow(/row-level security/);
      await expect(client.query(`insert into invitations (token_hash, created_by, expires_at) values ('x', $1, now() + interval '1 day')`, [viewer!.user.id])).rejects.toThrow(/row-level security/);
      expect((await client.query(`select kith.set_member_role($1, $2, 'owner') as outcome`, [space.id, viewer!.user.id])).rows[0].outcome).toBe('forbidden');
      expect((await client.query(`select kith.rename_space($1, 'x') as done`, [space.id])).rows[0].done).toBe(false);
      expect((await client.query(`select kith.delete_space($1) as done`, [space.id])).rows[0].done).toBe(false);
    } finally {
      client.release(true);
    }
  });

  it('a changed role counts from the next request, up and down', async () => {
    const guest = await signUp(kith);
    const { id } = await make(owner!, 'Changing');
    await join(owner!, guest, id, 'viewer');
    const write = async () => (await guest.post('/contacts', { full_name: 'Try' }, inside(id))).status;
    for (const [role, status] of [['editor', 201], ['viewer', 403], ['owner', 201], ['viewer', 403]] as const) {
      const answer = await owner!.patch(`/spaces/${id}/members/${guest.user.id}`, { role });
      expect(answer.body.member).toMatchObject({ user_id: guest.user.id, username: guest.user.username, role });
      expect(await write()).toBe(status);
    }
    expect((await owner!.delete(`/spaces/${id}/members/${guest.user.id}`)).status).toBe(204);
    expect(await write()).toBe(404);
  });
});

describe('members', () => {
  it('are listed to every member, page by page', async () => {
    const first = (await viewer!.get(`/spaces/${space.id}/members?limit=2`)).body;
    const rest = (await viewer!.get(`/spaces/${space.id}/members?limit=2&cursor=${first.next_cursor}`)).body;
    expect([...first.data, ...rest.data].map((member: { username: string; role: string }) => [member.username, member.role])).toEqual([['owner', 'owner'], ['editor', 'editor'], ['viewer', 'viewer']]);
    expect([first.has_more, rest.has_more]).toEqual([true, false]);
  });

  it('anybody leaves, also while working in the space', async () => {
    const guest = await signUp(kith);
    await join(owner!, guest, space.id, 'viewer');
    expect((await guest.delete(`/spaces/${space.id}/members/${guest.user.id}`, undefined, inside())).status).toBe(204);
    expect((await guest.get('/contacts', inside())).status).toBe(404);
    expect((await guest.get('/spaces')).body.data).toHaveLength(1);
  });

  it('ownership is handed over, and the last owner stays, also when two step down at once', async () => {
    const [a, b] = [await signUp(kith), await signUp(kith)];
    const { id } = await make(a, 'Handed over');
    const member = (client: Client) => `/spaces/${id}/members/${client.user.id}`;
    expect(kinds(await a.delete(member(a)))).toEqual([409, 'last_owner']);
    expect(kinds(await a.patch(member(a), { role: 'viewer' }))).toEqual([409, 'last_owner']);
    await join(a, b, id, 'viewer');
    expect((await a.patch(member(b), { role: 'owner' })).status).toBe(200);
    const both = await Promise.all([a.delete(member(a)), b.delete(member(b))]);
    expect(both.map((answer) => answer.status).toSorted()).toEqual([204, 409]);
    const { rows } = await kith.owner.query('select role from space_members where space_id = $1', [id]);
    expect(rows).toEqual([{ role: 'owner' }]);
  });

  it('404 for somebody who is not one; 400 for a role that is none', async () => {
    expect((await owner!.patch(`/spaces/${space.id}/members/${stranger!.user.id}`, { role: 'editor' })).status).toBe(404);
    expect((await owner!.delete(`/spaces/${space.id}/members/${stranger!.user.id}`)).status).toBe(404);
    expect((await owner!.patch(`/spaces/${space.id}/members/${viewer!.user.id}`, { role: 'god' })).status).toBe(400);
  });
});
