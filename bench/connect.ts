import type pg from 'pg';

/** Communities of about 25 with few relationships between them; a random sequence that is the same in every run. */
export async function connect(owner: pg.Client, spaceId: string, ids: string[], edges: number) {
  let state = 7;
  const random = (below: number) => Math.floor(((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647) * below);
  const pairs = new Map<string, [string, string]>();
  while (pairs.size < edges) {
    const a = random(ids.length);
    const b = random(10) ? Math.min(ids.length - 1, Math.floor(a / 25) * 25 + random(25)) : random(ids.length);
    if (a !== b) pairs.set([Math.min(a, b), Math.max(a, b)].join(), [ids[a]!, ids[b]!]);
  }
  const list = [...pairs.values()];
  await owner.query(
    `insert into relationships (space_id, source_contact_id, target_contact_id, type)
     select $1, s, t, (array['friend', 'colleague', 'parent', 'neighbour'])[1 + n % 4] from unnest($2::uuid[], $3::uuid[]) with ordinality e (s, t, n)`,
    [spaceId, list.map(([source]) => source), list.map(([, target]) => target)],
  );
  await owner.query(`insert into groups (space_id, name) select $1, 'Group ' || n from generate_series(1, 40) n`, [spaceId]);
  await owner.query(`insert into group_members (space_id, group_id, contact_id) select $1, g[1 + (n / 25) % 40], c from unnest($2::uuid[]) with ordinality t (c, n), (select array_agg(id) as g from groups where space_id = $1) s`, [spaceId, ids]);
}
