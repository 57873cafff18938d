-- Two records of one person become one, and can become two again.
--
-- What hangs on a person is found in the catalogue, so a table that comes later is merged too. What a merge did is read from the change
-- feed while it is still in its transaction, so nothing that a trigger or a cascade did is missed. Everything runs under the
-- caller's own rights.
create table merges (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  contact_id uuid not null,              -- who was kept; moves on when that person is merged in turn
  other_id uuid not null,                -- who was merged in, and comes back under this id
  other_name text not null,
  other jsonb not null,                  -- that person's row in full
  photo_id uuid,                         -- that person's photo: refers to it, so that it is not swept
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  undone_at timestamptz,
  unique (space_id, id),
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade,
  foreign key (space_id, photo_id) references files (space_id, id) on delete set null (photo_id)
);
create index merges_by_contact on merges (space_id, contact_id, id desc);
create index merges_by_other on merges (space_id, other_id, id desc);
create index merges_by_photo on merges (space_id, photo_id) where photo_id is not null;
call kith.protect_table('merges');
call kith.record_table('merges');

-- What a merge did to one row. moved: it hangs on the kept person now. removed: it would have been there twice, or is of somebody to
-- themselves; `before` is the whole row. field: a column of the kept person (`row_id`), before and after.
create table merge_rows (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  merge_id uuid not null,
  what text not null check (what in ('moved', 'removed', 'field')),
  table_name text not null,
  row_id uuid not null,
  before jsonb not null,
  after jsonb,
  foreign key (space_id, merge_id) references merges (space_id, id) on delete cascade
);
create index merge_rows_by_merge on merge_rows (space_id, merge_id, what, table_name, id);
create index merge_rows_by_row on merge_rows (space_id, row_id);
call kith.protect_table('merge_rows');
call kith.record_table('merge_rows');

-- "Not the same": two people who look alike and are two.
create table not_duplicates (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  contact_id uuid not null,
  other_contact_id uuid not null,
  created_at timestamptz not null default now(),
  check (contact_id <> other_contact_id),
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade,
  foreign key (space_id, other_contact_id) references contacts (space_id, id) on delete cascade
);
create unique index not_duplicates_once on not_duplicates (space_id, (least(contact_id, other_contact_id)), (greatest(contact_id, other_contact_id)));
create index not_duplicates_by_contact on not_duplicates (space_id, contact_id);
create index not_duplicates_by_other on not_duplicates (space_id, other_contact_id);
call kith.protect_table('not_duplicates');
call kith.record_table('not_duplicates');

-- The columns of contacts that the feed records: neither generated nor derived.
create function kith.contact_fields(c contacts) returns jsonb language sql stable set search_path = public, pg_temp as $$
  select to_jsonb(c) - (select split_part(encode(tgargs, 'escape'), '\000', 1)::text[] from pg_trigger
    where tgrelid = 'public.contacts'::regclass and tgname = 'changes_insert') $$;

-- Every column that refers to a person, of the tables the caller may write. (Others are derived and keep themselves.)
create function kith.contact_links() returns table (table_name text, column_name text) language sql stable set search_path = public, pg_temp as $$
  select c.relname::text, a.attname::text
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join unnest(k.conkey, k.confkey) as pair (mine, theirs) on true
  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.mine
  join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.theirs and b.attname = 'id'
  where k.contype = 'f' and k.confrelid = 'public.contacts'::regclass and has_table_privilege(k.conrelid, 'update')
  order by 1, 2 $$;

create function kith.set_contact(in_space uuid, contact uuid, fields jsonb) returns void language plpgsql set search_path = public, pg_temp as $$
declare
  columns text := (select string_agg(quote_ident(key), ', ') from jsonb_object_keys(fields) key);
begin
  if columns is null then return; end if;
  execute format('update contacts set (%s) = (select %1$s from jsonb_populate_record(null::contacts, $1)) where space_id = $2 and id = $3', columns)
    using fields, in_space, contact;
end $$;

-- Gives everything that hangs on `other` to `kept`, sets `fields` of the kept person, and takes the other away. Both are locked by
-- the caller. @returns the id of the merge
create function kith.merge_contacts(in_space uuid, kept uuid, other uuid, fields jsonb) returns uuid
language plpgsql set search_path = public, pg_temp as $$
declare
  merge_id uuid := uuidv7();
  since uuid := uuidv7();              -- what the feed says after this is of this merge
  link record;
  one uuid;
begin
  for link in select * from kith.contact_links() loop
    begin
      execute format('update public.%I set %I = $1 where space_id = $2 and %2$I = $3', link.table_name, link.column_name) using kept, in_space, other;
    exception when unique_violation or check_violation or exclusion_violation then
      -- some are there already, or would be about one person twice: those are remembered and left out
      for one in execute format('select id from public.%I where space_id = $1 and %I = $2 order by id', link.table_name, link.column_name) using in_space, other loop
        begin
          execute format('update public.%I set %I = $1 where space_id = $2 and id = $3', link.table_name, link.column_name) using kept, in_space, one;
        exception when unique_violation or check_violation or exclusion_violation then
          execute format('delete from public.%I where space_id = $1 and id = $2', link.table_name) using in_space, one;
        end;
      end loop;
    end;
  end loop;
  delete from contacts where space_id = in_space and id = other;
  perform kith.set_contact(in_space, kept, fields);

  insert into merges (id, space_id, contact_id, other_id, other_name, other, photo_id, created_by)
  select merge_id, in_space, kept, other, c.old ->> 'full_name', c.old, (c.old ->> 'photo_id')::uuid, kith.user_id()
  from changes c where c.space_id = in_space and c.action_id = kith.action_id() and c.id > since
    and c.table_name = 'contacts' and c.operation = 'delete' and c.row_id = other;
  insert into merge_rows (space_id, merge_id, what, table_name, row_id, before, after)
  select in_space, merge_id, r.what, r.table_name, r.row_id, r.before, r.after
  from (
    select c.id, case c.operation when 'delete' then 'removed' else 'moved' end as what, c.table_name, c.row_id, c.old as before, c.new as after
    from changes c where c.space_id = in_space and c.action_id = kith.action_id() and c.id > since
      and c.table_name not in ('contacts', 'merge_rows') and c.operation <> 'insert'
    union all
    select c.id, 'field', c.table_name, c.row_id, jsonb_build_object(e.key, e.value), jsonb_build_object(e.key, c.new -> e.key)
    from changes c, jsonb_each(c.old) e where c.space_id = in_space and c.action_id = kith.action_id() and c.id > since
      and c.table_name = 'contacts' and c.operation = 'update' and c.row_id = kept
  ) r order by r.id;
  return merge_id;
end $$;

-- Brings back a row that a merge left out, of somebody who was merged into another person in the meantime: it hangs on that person now,
-- and goes back when that merge is undone. @returns false when it is not that what is missing
create function kith.restore_merged(in_space uuid, r merge_rows) returns boolean language plpgsql set search_path = public, pg_temp as $$
declare
  l merges;
  col text;
  columns text;
begin
  for col in select k.column_name from kith.contact_links() k where k.table_name = r.table_name loop
    select x.* into l from merges x where x.space_id = in_space and x.other_id = (r.before ->> col)::uuid and x.undone_at is null and x.id <> r.merge_id order by x.id desc limit 1;
    continue when l.id is null;
    select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
      where attrelid = format('public.%I', r.table_name)::regclass and attnum > 0 and not attisdropped and attgenerated = '' and r.before ? attname::text;
    begin
      execute format('insert into public.%I (%s) select %2$s from jsonb_populate_record(null::public.%1$I, $1)', r.table_name, columns)
        using r.before || jsonb_build_object(col, l.contact_id);
      insert into merge_rows (space_id, merge_id, what, table_name, row_id, before, after)
      values (in_space, l.id, 'moved', r.table_name, r.row_id, jsonb_build_object(col, r.before -> col), jsonb_build_object(col, l.contact_id));
    exception when unique_violation or check_violation or exclusion_violation or foreign_key_violation then
      insert into merge_rows (space_id, merge_id, what, table_name, row_id, before) values (in_space, l.id, 'removed', r.table_name, r.row_id, r.before);
    end;
    return true;
  end loop;
  return false;
end $$;

-- Takes a merge back: the other person comes back under the same id with what came from them and still hangs on the kept one, and
-- with what was left out; `fields` are set on the kept person. Both are locked by the caller. @returns what could not be put back:
-- deleted: the row is gone; moved: it was given to somebody else since; taken: there is such a row now; missing: what it belongs to is gone.
create function kith.unmerge_contacts(in_space uuid, target uuid, fields jsonb) returns table (table_name text, row_id uuid, reason text)
language plpgsql set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  m merges := (select x from merges x where x.space_id = in_space and x.id = target);
  person jsonb := m.other || jsonb_build_object('photo_id', m.photo_id);
  columns text;
  part record;
  r merge_rows;
  done boolean;
begin
  select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
    where attrelid = 'contacts'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and person ? attname::text;
  begin
    execute format('insert into contacts (%s) select %1$s from jsonb_populate_record(null::contacts, $1)', columns) using person;
  exception when foreign_key_violation then
    -- who wrote it down has no account any more
    execute format('insert into contacts (%s) select %1$s from jsonb_populate_record(null::contacts, $1)', columns) using person || '{"created_by": null}';
  end;

  -- parents were removed before what hung on them
  for r in select x.* from merge_rows x where x.space_id = in_space and x.merge_id = target and x.what = 'removed' order by x.id loop
    select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
      where attrelid = format('public.%I', r.table_name)::regclass and attnum > 0 and not attisdropped and attgenerated = '' and r.before ? attname::text;
    begin
      execute format('insert into public.%I (%s) select %2$s from jsonb_populate_record(null::public.%1$I, $1)', r.table_name, columns) using r.before;
    exception
      when unique_violation or exclusion_violation then return query select r.table_name, r.row_id, 'taken';
      when foreign_key_violation then
        if not kith.restore_merged(in_space, r) then return query select r.table_name, r.row_id, 'missing'; end if;
    end;
  end loop;

  -- A row goes back where it still is as the merge left it.
  for part in
    select x.table_name, k.key as col from merge_rows x, jsonb_object_keys(x.before) k (key)
    where x.space_id = in_space and x.merge_id = target and x.what = 'moved' group by 1, 2 order by 1, 2
  loop
    -- what another merge has left out since, that merge will bring back as it was before this one
    execute format($q$
      update merge_rows l set before = l.before || jsonb_build_object(%1$L, x.before -> %1$L) from merge_rows x, merges o
      where x.space_id = $1 and x.merge_id = $2 and x.what = 'moved' and x.table_name = %2$L and x.before ? %1$L
        and l.space_id = $1 and l.row_id = x.row_id and l.table_name = %2$L and l.what = 'removed' and l.before -> %1$L = x.after -> %1$L
        and o.space_id = $1 and o.id = l.merge_id and o.id <> $2 and o.undone_at is null $q$, part.col, part.table_name) using in_space, target;
    return query execute format($q$
      select x.table_name, x.row_id, case when t.id is null then 'deleted' else 'moved' end
      from merge_rows x left join public.%1$I t on t.space_id = x.space_id and t.id = x.row_id
      where x.space_id = $1 and x.merge_id = $2 and x.what = 'moved' and x.table_name = %1$L and x.before ? %2$L
        and (t.id is null or to_jsonb(t.%2$I) is distinct from x.after -> %2$L)
        and not (t.id is null and exists (
          select 1 from merge_rows l join merges o on o.space_id = l.space_id and o.id = l.merge_id and o.undone_at is null
          where l.space_id = $1 and l.row_id = x.row_id and l.table_name = %1$L and l.what = 'removed' and l.merge_id <> $2)) $q$, part.table_name, part.col) using in_space, target;
    begin
      execute format($q$
        update public.%1$I t set %2$I = (jsonb_populate_record(null::public.%1$I, x.before)).%2$I from merge_rows x
        where t.space_id = $1 and t.id = x.row_id and x.space_id = $1 and x.merge_id = $2 and x.what = 'moved' and x.table_name = %1$L and x.before ? %2$L
          and to_jsonb(t.%2$I) is not distinct from x.after -> %2$L $q$, part.table_name, part.col) using in_space, target;
      done := true;
    exception when unique_violation or check_violation or exclusion_violation or foreign_key_violation then
      done := false;
    end;
    if not done then
      for r in select x.* from merge_rows x where x.space_id = in_space and x.merge_id = target and x.what = 'moved'
        and x.table_name = part.table_name and x.before ? part.col order by x.id
      loop
        begin
          execute format('update public.%I t set %I = (jsonb_populate_record(null::public.%1$I, $1)).%2$I where t.space_id = $2 and t.id = $3 and to_jsonb(t.%2$I) is not distinct from $4',
            r.table_name, part.col) using r.before, in_space, r.row_id, r.after -> part.col;
        exception
          when unique_violation or check_violation or exclusion_violation then return query select r.table_name, r.row_id, 'taken';
          when foreign_key_violation then return query select r.table_name, r.row_id, 'missing';
        end;
      end loop;
    end if;
  end loop;

  perform kith.set_contact(in_space, m.contact_id, fields);
  update merges set undone_at = now() where space_id = in_space and id = target;
end $$;

-- People who may be one and the same, in pairs: they share a way to reach them, or a name, or half a name and something else. People
-- are put in blocks by such keys and pairs are made within a block, so the work grows with the people and not with their square;
-- a key that more than `crowd` people share says nothing. Who really looks alike is judged by the caller.
-- Text operators are not leakproof, hence the definer function. `nicknames`: what a short name stands for; `ignored`: titles.
create function kith.find_duplicates(in_space uuid, nicknames jsonb, ignored text[], public_domains text[], crowd int, max_pairs int)
returns table (contact_id uuid, other_contact_id uuid, kinds text[], namesakes int)
language plpgsql stable security definer set search_path = public, pg_temp set work_mem = '48MB' as $$
begin
  if (in_space = any (kith.read_spaces())) is not true then return; end if;
  return query
  with people as materialized (
    select c.id, c.emails, c.phones, c.telegram_id, c.telegram_username, c.social_handles, c.birthday_month_day,
      nullif(lower(trim(c.company)), '') as company, nullif(lower(trim(c.city)), '') as city,
      array(select w from unnest(string_to_array(kith.plain(c.full_name), ' ')) with ordinality u (w, n) where w <> all (ignored) order by n) as words
    from contacts c where c.space_id = in_space and c.archived = false
  ), named as materialized (
    select p.id, coalesce(nicknames ->> p.words[1], p.words[1]) as first, coalesce(nicknames ->> p.words[cardinality(p.words)], p.words[cardinality(p.words)]) as last,
      cardinality(p.words) as n from people p where cardinality(p.words) > 0
  ), halves as (
    -- the first word and the beginning of the last one without vowels and doubles (Hoffmann, Hofmann); the last word and the initial
    select id, first || '.' || case when n > 1 then left(regexp_replace(left(last, 1) || translate(substr(last, 2), 'aeiouyh', ''), '(.)\1+', '\1', 'g'), 3) else '' end as half from named
    union all select id, last || '.' || left(first, 1) from named where n > 1
  ), agreements as (
    select id, 'company:' || company as agreed from people where company is not null
    union all select id, 'city:' || city from people where city is not null
    union all select id, 'birthday:' || birthday_month_day from people where birthday_month_day is not null
    union all select p.id, 'domain:' || d from people p, lateral (
      select distinct lower(split_part(e ->> 'value', '@', 2)) as d from jsonb_array_elements(p.emails) e) x where d <> '' and d <> all (public_domains)
  ), keys as (
    select p.id, 'email' as kind, lower(e ->> 'value') as key from people p, jsonb_array_elements(p.emails) e
    union all select p.id, 'phone', right(d, 8) from people p, jsonb_array_elements(p.phones) e, regexp_replace(e ->> 'value', '\D', '', 'g') d where length(d) >= 6
    union all select p.id, 'telegram', p.telegram_id::text from people p where p.telegram_id is not null
    union all select p.id, 'telegram', '@' || lower(ltrim(p.telegram_username, '@')) from people p where p.telegram_username is not null
    union all select p.id, 'handle', lower(e ->> 'network') || ':' || lower(ltrim(e ->> 'handle', '@')) from people p, jsonb_array_elements(p.social_handles) e
    union all select p.id, 'name', array_to_string(array(select coalesce(nicknames ->> w, w) from unnest(p.words) w order by 1), ' ') from people p where cardinality(p.words) > 0
    union all select a.id, 'similar', a.agreed || '|' || h.half from agreements a join halves h on h.id = a.id
  ), blocks as (
    select kind, array_agg(distinct id order by id) as ids from keys group by kind, key having count(*) > 1 and count(*) <= case kind when 'similar' then crowd / 3 else crowd end
  ), pairs as (
    select b.kind, b.ids[i] as x, b.ids[j] as y, cardinality(b.ids) as size
    from blocks b, generate_subscripts(b.ids, 1) i, generate_subscripts(b.ids, 1) j where i < j
  )
  select p.x, p.y, array_agg(distinct p.kind order by p.kind), coalesce(max(p.size) filter (where p.kind = 'name'), 0)
  from pairs p
  where not exists (select 1 from not_duplicates d where d.space_id = in_space
    and least(d.contact_id, d.other_contact_id) = p.x and greatest(d.contact_id, d.other_contact_id) = p.y)
  group by p.x, p.y
  order by min(case p.kind when 'similar' then 2 when 'name' then 1 else 0 end), p.x, p.y
  limit max_pairs;
end $$;
revoke execute on function kith.contact_fields, kith.contact_links, kith.set_contact, kith.merge_contacts, kith.restore_merged, kith.unmerge_contacts, kith.find_duplicates from public;
grant execute on function kith.contact_fields, kith.contact_links, kith.set_contact, kith.merge_contacts, kith.restore_merged, kith.unmerge_contacts, kith.find_duplicates to kith_app;
