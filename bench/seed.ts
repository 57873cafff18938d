import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { sha256 } from '../src/server/platform/crypto.ts';

export type SeededUser = { user_id: string; space_id: string; token: string; contact_ids: string[]; tag_ids: string[] };

const CITIES = ['Berlin', 'Leeds', 'Porto', 'Oslo', 'Pune', 'Lagos', 'Lima', 'Kyoto'];

/**
 * Loads users with people, entries and tags by SQL as the owner, and a signed-in session for each.
 * @param size per user: `people`, `entries` per person, `tags` per user
 * @param from number of the first user: for more users later
 */
export async function seed(ownerUrl: string, size: { users: number; people: number; entries: number; tags: number }, from = 0): Promise<SeededUser[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const users: SeededUser[] = [];
  for (let u = from; u < from + size.users; u++) {
    const token = `kith_s_${randomBytes(32).toString('base64url')}`;
    const [{ user_id, space_id }] = (await client.query(`select * from kith.register_user($1, null, '', 'x')`, [`bench${u}`])).rows;
    await client.query(`insert into sessions (user_id, kind, token_hash, idle_seconds, expires_at) values ($1, 'browser', $2, 600000, now() + interval '1 day')`, [user_id, sha256(token)]);
    const contact_ids = (
      await client.query(
        `insert into contacts (space_id, full_name, company, title, tier, emails, addresses, birthday)
         select $1, initcap(translate(md5(n::text || $3), '0123456789', 'aeioulnrst')) || ' ' || (array['Smith','Jones','Okafor','Weber','Silva','Tanaka','Singh','Novak'])[1 + n % 8] || n,
           'Company ' || n % 97, 'Role ' || n % 31, 1 + n % 2, jsonb_build_array(jsonb_build_object('label', 'work', 'value', 'p' || n || '@example.org')),
           jsonb_build_array(jsonb_build_object('label', 'home', 'street', 'Street ' || n, 'city', ($4::text[])[1 + n % 8], 'region', '', 'postal_code', '', 'country', '')),
           '1980-01-' || to_char(1 + n % 28, 'FM00')
         from generate_series(1, $2::int) n returning id`,
        [space_id, size.people, String(u), CITIES],
      )
    ).rows.map((row) => row.id as string);
    await client.query(
      `insert into entries (space_id, contact_id, category, content, confidence, sources, engine)
       select $1, c, (array['Personal Details','Interests','Goals','Challenges','Actionable','Professional','Relationships','Communication'])[1 + (n + i) % 8],
         'Likes ' || (array['hiking','chess','coffee','sailing','opera','cycling','pottery','football'])[1 + (n * 7 + i) % 8] || ' and talks about ' || substr(md5(c::text || n), 1, 6), 1 + n % 10, '[]', 'builtin'
       from unnest($2::uuid[]) with ordinality t (c, i), generate_series(1, $3::int) n`,
      [space_id, contact_ids, size.entries],
    );
    const tag_ids = (await client.query(`insert into tags (space_id, name) select $1, 'tag ' || n from generate_series(1, $2::int) n returning id`, [space_id, size.tags])).rows.map((row) => row.id as string);
    await client.query(`insert into contact_tags (space_id, contact_id, tag_id) select $1, c, ($3::uuid[])[1 + i % cardinality($3::uuid[])] from unnest($2::uuid[]) with ordinality t (c, i)`, [space_id, contact_ids, tag_ids]);
    users.push({ user_id, space_id, token, contact_ids, tag_ids });
  }
  while ((await client.query('select kith.seal_changes(50000) as n')).rows[0].n > 0);
  await client.query('vacuum analyze');
  await client.end();
  return users;
}
