-- Demo data (F-71): which rows of a space it made, so that exactly those can be taken away again.
--
-- One row a space names them. A mark on each row would need a column in every table a demo touches, now and later; here the
-- uniqueness of the space is also what keeps a second run (or two at once) from adding anything twice, and undo takes the row along.
create table demos (
  id uuid primary key default uuidv7(),
  space_id uuid not null unique references spaces on delete cascade,
  contact_ids uuid[] not null default '{}',
  tag_ids uuid[] not null default '{}',
  note_ids uuid[] not null default '{}',
  created_at timestamptz not null default now()
);
call kith.protect_table('demos');
call kith.record_table('demos');

-- People of a list that something else of the space hangs on: rows of any recorded table that refers to contacts, whichever
-- domain it belongs to, but those a demo makes itself. Runs with the rights of its caller.
create function kith.contacts_with_more(in_space uuid, ids uuid[]) returns setof uuid
language plpgsql stable set search_path = public, pg_temp as $$
declare
  t record;
begin
  for t in
    select k.conrelid::regclass as name, a.attname as about
    from pg_constraint k
    join unnest(k.conkey, k.confkey) as pair (mine, theirs) on true
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.mine
    join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.theirs and b.attname = 'id'
    where k.contype = 'f' and k.confrelid = 'public.contacts'::regclass
      and k.conrelid not in ('public.notes'::regclass, 'public.entries'::regclass, 'public.contact_tags'::regclass)
      and exists (select 1 from pg_trigger g where g.tgrelid = k.conrelid and g.tgname = 'changes_insert')
  loop
    return query execute format('select distinct r.%I from %s r where r.space_id = $1 and r.%I = any ($2)', t.about, t.name, t.about) using in_space, ids;
  end loop;
end $$;
revoke execute on function kith.contacts_with_more from public;
grant execute on function kith.contacts_with_more to kith_app;
