import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, migrationFiles, migrationState } from '../../src/server/platform/database/migrate.ts';
import { emptyDatabase } from '../harness.ts';

/** The first migration after which there is anything a person could have entered. */
const FIRST_WITH_DATA = '0005_notes.sql';

/** Some days of a life, as they could be entered at any time: people with a tag, a note and entries, some of them edited. */
async function live(client: pg.Client, userId: string, spaceId: string): Promise<void> {
  await client.query(`insert into contacts (space_id, full_name, company, emails, birthday) select $1, 'Pérson ' || n, 'Acme', '[{"label": "work", "value": "p@example.org"}]', '--02-29' from generate_series(1, 10) n`, [spaceId]);
  await client.query(`insert into tags (space_id, name) values ($1, 'friends ' || uuidv7())`, [spaceId]);
  await client.query(`insert into contact_tags (space_id, contact_id, tag_id) select c.space_id, c.id, t.id from contacts c, tags t where c.note_count = 0`);
  await client.query(`insert into notes (space_id, contact_id, content, created_by) select space_id, id, 'Likes crème brûlée and 🎨 ' || full_name, $1 from contacts where note_count = 0`, [userId]);
  await client.query(`insert into entries (space_id, contact_id, note_id, category, content, confidence) select space_id, contact_id, id, 'Interests', content, 7 from notes n where not exists (select from entries e where e.note_id = n.id)`);
  await client.query(`update entries set content = content || '!' where contact_id in (select id from contacts order by id desc limit 5)`);
}

/** A database with the migrations up to `name`, one user, and what they entered. */
async function databaseAt(name: string) {
  const { ownerUrl } = await emptyDatabase();
  await migrate(ownerUrl, name);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const [{ user_id, space_id }] = (await client.query(`select * from kith.register_user('ada', 'ada@example.org', 'Ada', 'x')`)).rows;
  await live(client, user_id, space_id);
  return { client, ownerUrl, user_id: user_id as string, space_id: space_id as string };
}

const DATA = ['users', 'spaces', 'contacts', 'tags', 'contact_tags', 'notes', 'entries', 'entry_versions', 'changes'];
const count = async (client: pg.Client) => (await client.query(`select ${DATA.map((table) => `(select count(*) from ${table}) as ${table}`).join(', ')}`)).rows[0];

const files = migrationFiles().map((file) => file.name);
const later = files.filter((name) => name > FIRST_WITH_DATA);

describe('an upgrade', () => {
  // One database that lives through all of them, and goes on being used in between.
  let old: Awaited<ReturnType<typeof databaseAt>>;
  beforeAll(async () => {
    old = await databaseAt(FIRST_WITH_DATA);
  });
  afterAll(() => old?.client.end());

  it.each(later)('%s keeps what is there', async (name) => {
    const { client, ownerUrl, user_id, space_id } = old;
    await live(client, user_id, space_id);
    const counts = await count(client);
    expect((await migrate(ownerUrl, name)).applied).toEqual([name]);
    expect(await count(client)).toEqual(counts);
    expect((await client.query(`select distinct note_count, entry_count from contacts`)).rows).toEqual([{ note_count: 1, entry_count: 1 }]);
    await client.query('select kith.seal_changes()');
    expect((await client.query('select * from kith.verify_changes()')).rows).toEqual([]);
  });
});

it('a database at the end of the line has nothing left to do, and says so', async () => {
  const { client, ownerUrl } = await databaseAt(files.at(-1)!);
  await client.end();
  expect((await migrate(ownerUrl)).applied).toEqual([]);
  expect((await migrationState(ownerUrl)).every((migration) => migration.applied_at && !migration.changed)).toBe(true);
});

it('a superuser who migrates on leaves everything to the owner', async () => {
  const { ownerUrl, superuserUrl } = await emptyDatabase();
  await migrate(ownerUrl, files[4]);
  await migrate(superuserUrl, files.at(-2));
  expect((await migrate(ownerUrl)).applied).toEqual([files.at(-1)]);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query(`select distinct relowner::regrole::text as owner from pg_class where relnamespace in ('public'::regnamespace, 'kith'::regnamespace) and relkind in ('r', 'p')
    union select proowner::regrole::text from pg_proc where pronamespace = 'kith'::regnamespace`);
  await client.end();
  expect(rows).toEqual([{ owner: 'kith_owner' }]);
});

it('a database that is newer than this code is left alone', async () => {
  const { client, ownerUrl } = await databaseAt(files.at(-1)!);
  await client.query(`insert into migrations (name, hash) values ('9999_future.sql', 'x')`);
  await client.end();
  await expect(migrate(ownerUrl)).rejects.toThrow(/9999_future.sql.*does not know/);
});
