-- Notes: raw text about a person, kept as it was written. Entries: what was drawn from it.
create table notes (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  contact_id uuid,
  content text not null check (char_length(content) between 1 and 100000),
  source text not null default 'manual' check (char_length(source) <= 64),
  metadata jsonb not null default '{}',
  analysis text not null default 'none' check (analysis in ('none', 'pending', 'done', 'failed')),
  engine text,
  ai_error text,
  analysed_at timestamptz,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (space_id, id),
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade
);
create index notes_by_contact on notes (space_id, contact_id, created_at desc, id desc);
create index notes_by_time on notes (space_id, created_at desc, id desc);
call kith.protect_table('notes');
call kith.record_table('notes');

create table note_tags (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  note_id uuid not null,
  tag_id uuid not null,
  created_at timestamptz not null default now(),
  foreign key (space_id, note_id) references notes (space_id, id) on delete cascade,
  foreign key (space_id, tag_id) references tags (space_id, id) on delete cascade,
  unique (space_id, note_id, tag_id)
);
create index note_tags_by_tag on note_tags (space_id, tag_id, note_id);
call kith.protect_table('note_tags');
call kith.record_table('note_tags');

create table entries (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  contact_id uuid not null,
  note_id uuid,
  category text not null check (category in ('Personal Details', 'Interests', 'Goals', 'Challenges', 'Actionable', 'Professional', 'Relationships', 'Communication')),
  content text not null check (char_length(content) between 1 and 2000),
  confidence smallint check (confidence between 1 and 10),
  sources jsonb not null default '[]',   -- [{start, end, text}] in the note
  engine text,                           -- who drew it: builtin, a model, or null for a person
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (space_id, id),
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade,
  foreign key (space_id, note_id) references notes (space_id, id) on delete cascade
);
create index entries_by_contact on entries (space_id, contact_id, created_at desc, id desc);
create index entries_by_note on entries (space_id, note_id);
call kith.protect_table('entries');
call kith.record_table('entries');

-- What an entry said before somebody changed it: shown for years, so it is a table of its own and not read from the feed.
create table entry_versions (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  entry_id uuid not null,
  category text not null,
  content text not null,
  confidence smallint,
  valid_until timestamptz not null default now(),
  changed_by uuid references users on delete set null,
  foreign key (space_id, entry_id) references entries (space_id, id) on delete cascade
);
create index entry_versions_by_entry on entry_versions (space_id, entry_id, id desc);
call kith.protect_table('entry_versions');
call kith.record_table('entry_versions');

create function kith.keep_entry_version() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if kith.undoes() is not null then return null; end if; -- undo puts back what was, history included
  insert into entry_versions (space_id, entry_id, category, content, confidence, changed_by)
  select o.space_id, o.id, o.category, o.content, o.confidence, kith.user_id()
  from old_rows o join new_rows n on n.id = o.id
  where (o.category, o.content, o.confidence) is distinct from (n.category, n.content, n.confidence);
  return null;
end $$;
create trigger keep_version after update on entries referencing old table as old_rows new table as new_rows
  for each statement execute function kith.keep_entry_version();

-- Counts and last contact live on the person. Kept by triggers, not verbs, because undo and cascades write rows too.
create function kith.count_notes() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    update contacts c set note_count = note_count + d.n, last_interaction_at = greatest(last_interaction_at, d.latest)
    from (select contact_id, count(*) as n, max(created_at) as latest from new_rows where contact_id is not null group by 1 order by 1) d
    where c.id = d.contact_id;
  else
    update contacts c set note_count = note_count - d.n,
      last_interaction_at = (select max(created_at) from notes n where n.space_id = c.space_id and n.contact_id = c.id)
    from (select contact_id, count(*) as n from old_rows where contact_id is not null group by 1 order by 1) d
    where c.id = d.contact_id;
  end if;
  return null;
end $$;
create trigger count_insert after insert on notes referencing new table as new_rows for each statement execute function kith.count_notes();
create trigger count_delete after delete on notes referencing old table as old_rows for each statement execute function kith.count_notes();

-- A note given to another person (or to one at last) moves in the counts.
create function kith.move_notes() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update contacts c set
    note_count = (select count(*) from notes n where n.space_id = c.space_id and n.contact_id = c.id),
    last_interaction_at = (select max(created_at) from notes n where n.space_id = c.space_id and n.contact_id = c.id)
  where c.id in (
    select unnest(array[o.contact_id, n.contact_id]) from old_rows o join new_rows n on n.id = o.id
    where o.contact_id is distinct from n.contact_id);
  return null;
end $$;
create trigger count_update after update on notes referencing old table as old_rows new table as new_rows
  for each statement execute function kith.move_notes();

create function kith.count_entries() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    update contacts c set entry_count = entry_count + d.n
    from (select contact_id, count(*) as n from new_rows group by 1 order by 1) d where c.id = d.contact_id;
  else
    update contacts c set entry_count = entry_count - d.n
    from (select contact_id, count(*) as n from old_rows group by 1 order by 1) d where c.id = d.contact_id;
  end if;
  return null;
end $$;
create trigger count_insert after insert on entries referencing new table as new_rows for each statement execute function kith.count_entries();
create trigger count_delete after delete on entries referencing old table as old_rows for each statement execute function kith.count_entries();

-- Undo puts notes and entries back before the person they belong to, so a person who comes back is counted anew.
create function kith.recount_contacts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if kith.undoes() is null then return null; end if;
  update contacts c set
    note_count = (select count(*) from notes n where n.space_id = c.space_id and n.contact_id = c.id),
    last_interaction_at = (select max(created_at) from notes n where n.space_id = c.space_id and n.contact_id = c.id),
    entry_count = (select count(*) from entries e where e.space_id = c.space_id and e.contact_id = c.id)
  where c.id in (select id from new_rows);
  return null;
end $$;
create trigger recount after insert on contacts referencing new table as new_rows for each statement execute function kith.recount_contacts();
