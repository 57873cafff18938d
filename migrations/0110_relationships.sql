-- What people are to each other, and groups of people.
--
-- A relationship is written from its source: "source is the TYPE of target". Types that mean the same from both sides are stored as
-- they came; the indexes see to it that neither they nor parents and grandparents can be there a second time the other way round.
create table relationships (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  source_contact_id uuid not null,
  target_contact_id uuid not null,
  type text not null check (type in ('friend', 'partner', 'spouse', 'ex_partner', 'parent', 'sibling', 'grandparent', 'relative', 'colleague', 'manager',
    'mentor', 'client', 'neighbour', 'classmate', 'teammate', 'acquaintance', 'introduced', 'doctor', 'teacher', 'other')),
  label text check (char_length(label) between 1 and 64),
  inverse_label text check (char_length(inverse_label) between 1 and 64),
  since text check (since ~ '^(\d{4}(-\d{2}(-\d{2})?)?|--\d{2}-\d{2})$'),
  until text check (until ~ '^(\d{4}(-\d{2}(-\d{2})?)?|--\d{2}-\d{2})$'),
  note text check (char_length(note) <= 2000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (source_contact_id <> target_contact_id),
  check (type <> 'other' or label is not null),
  unique (space_id, id),
  foreign key (space_id, source_contact_id) references contacts (space_id, id) on delete cascade,
  foreign key (space_id, target_contact_id) references contacts (space_id, id) on delete cascade
);
create unique index relationships_once on relationships (space_id, source_contact_id, target_contact_id, type);
create unique index relationships_one_way on relationships
  (space_id, (least(source_contact_id, target_contact_id)), (greatest(source_contact_id, target_contact_id)), type)
  where type not in ('manager', 'mentor', 'client', 'introduced', 'doctor', 'teacher');
create index relationships_by_target on relationships (space_id, target_contact_id);
call kith.protect_table('relationships');
call kith.record_table('relationships');

-- In the feed a relationship is about its source.
do $$ begin
  execute replace(pg_get_functiondef('kith.record_changes'::regproc),
    $a$(j.value ->> 'contact_id')::uuid$a$, $b$coalesce(j.value ->> 'contact_id', j.value ->> 'source_contact_id')::uuid$b$);
  execute replace(pg_get_functiondef('kith.record_changes'::regproc),
    $a$(j.new_row ->> 'contact_id')::uuid$a$, $b$coalesce(j.new_row ->> 'contact_id', j.new_row ->> 'source_contact_id')::uuid$b$);
end $$;

create table groups (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  name text not null check (char_length(name) between 1 and 64),
  name_key text collate "C" not null generated always as (kith.fold(name)) stored,
  color text not null default '#4f6cff' check (color ~ '^#[0-9A-Fa-f]{6}$'),
  description text check (char_length(description) <= 500),
  contact_count int not null default 0,  -- derived by the trigger of group_members
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (space_id, id),
  unique (space_id, name_key)
);
call kith.protect_table('groups');
call kith.record_table('groups', array['contact_count']);

create table group_members (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  group_id uuid not null,
  contact_id uuid not null,
  created_at timestamptz not null default now(),
  foreign key (space_id, group_id) references groups (space_id, id) on delete cascade,
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade,
  unique (space_id, contact_id, group_id)
);
create index group_members_by_group on group_members (space_id, group_id, contact_id);
call kith.protect_table('group_members');
call kith.record_table('group_members');

-- Counted like tags: by triggers, because undo and cascades write rows too.
create function kith.count_members() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    update groups g set contact_count = contact_count + d.n
    from (select group_id, count(*) as n from new_rows group by 1 order by 1) d where g.id = d.group_id;
  else
    update groups g set contact_count = contact_count - d.n
    from (select group_id, count(*) as n from old_rows group by 1 order by 1) d where g.id = d.group_id;
  end if;
  return null;
end $$;
create trigger count_insert after insert on group_members referencing new table as new_rows
  for each statement execute function kith.count_members();
create trigger count_delete after delete on group_members referencing old table as old_rows
  for each statement execute function kith.count_members();

-- Undo puts the members of a group back before the group itself, so a group that comes back counts for itself.
create function kith.recount_groups() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if kith.undoes() is null then return null; end if;
  update groups g set contact_count = (select count(*) from group_members m where m.space_id = g.space_id and m.group_id = g.id)
  where g.id in (select id from new_rows);
  return null;
end $$;
create trigger recount after insert on groups referencing new table as new_rows for each statement execute function kith.recount_groups();
revoke execute on function kith.count_members, kith.recount_groups from public;

call kith.search_table('groups', 'group', 'g', 11, title => 'r.name', names => 'r.name', about => 'null', body => 'r.description', watched => array['name', 'description']);
revoke execute on function kith.search_group from public;

-- Where somebody has put the people of a space on the graph page: {contact id: [x, y]}. A way of looking at data, so outside the
-- feed, and everybody's own. Kept as text that is answered as it is.
create table graph_layouts (
  space_id uuid not null references spaces on delete cascade,
  user_id uuid not null references users on delete cascade,
  positions json not null,
  updated_at timestamptz not null default now(),
  primary key (space_id, user_id)
);
create index graph_layouts_by_user on graph_layouts (user_id);
alter table graph_layouts enable row level security, force row level security;
create policy owner_passes on graph_layouts to current_user using (true) with check (true);
create policy own_reads on graph_layouts for select to kith_app using (space_id = any ((select kith.read_spaces())::uuid[]) and user_id = kith.user_id());
create policy own_inserts on graph_layouts for insert to kith_app with check (space_id = any ((select kith.write_spaces())::uuid[]) and user_id = kith.user_id());
create policy own_updates on graph_layouts for update to kith_app using (space_id = any ((select kith.write_spaces())::uuid[]) and user_id = kith.user_id())
  with check (space_id = any ((select kith.write_spaces())::uuid[]) and user_id = kith.user_id());
grant select, insert, update on graph_layouts to kith_app;
