-- Files: photos, recordings, uploads of imports. Kept in the database, so that every process sees them and a transaction holds them
-- together with the rows they belong to. A file never changes; it is outside the feed, and one that nothing refers to any more is
-- kept for 30 days, so that undo finds it.
create table files (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  name text not null check (char_length(name) between 1 and 255),
  content_type text not null check (char_length(content_type) between 1 and 127),
  size bigint not null check (size >= 0),
  sha256 bytea not null,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),   -- when the daily sweep last saw a row that refers to it
  unique (space_id, id)
);
create index files_by_last_used on files (last_used_at);
call kith.protect_table('files');

create table file_chunks (
  space_id uuid not null,
  file_id uuid not null,
  n int not null,
  content bytea not null,
  primary key (file_id, n),
  foreign key (space_id, file_id) references files (space_id, id) on delete cascade
);
alter table file_chunks alter column content set storage external; -- media does not compress
call kith.protect_table('file_chunks');

-- Deletes the files that no row of any table has referred to for 30 days. @returns how many
create function kith.sweep_files() returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
  owner record;
  gone int;
begin
  for owner in
    select c.conrelid::regclass as tab, a.attname as col from pg_constraint c
    cross join lateral unnest(c.conkey, c.confkey) k (own, theirs)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own
    join pg_attribute f on f.attrelid = c.confrelid and f.attnum = k.theirs
    where c.contype = 'f' and c.confrelid = 'files'::regclass and c.conrelid <> 'file_chunks'::regclass and f.attname = 'id'
  loop
    execute format('update files set last_used_at = now() where id in (select %I from %s where %1$I is not null)', owner.col, owner.tab);
  end loop;
  delete from files where last_used_at < now() - interval '30 days';
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke execute on function kith.sweep_files from public;
grant execute on function kith.sweep_files to kith_app;

-- Jobs that ended 90 days ago are forgotten; what they did to data is in the feed.
create function kith.sweep_jobs() returns int language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from jobs where finished_at < now() - interval '90 days' returning 1) select count(*)::int from gone
$$;
revoke execute on function kith.sweep_jobs from public;
grant execute on function kith.sweep_jobs to kith_app;

-- The spaces whose search words are tidied, one at a time. Crosses tenants, returns nothing but ids.
create function kith.spaces_with_search() returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select id from spaces s where exists (select 1 from search_words w where w.space_id = s.id)
$$;
revoke execute on function kith.spaces_with_search from public;
grant execute on function kith.spaces_with_search, kith.forget_search_words to kith_app;

alter table contacts add column photo_id uuid;
alter table contacts add constraint contacts_photo foreign key (space_id, photo_id) references files (space_id, id) on delete set null (photo_id) deferrable initially immediate;
create index contacts_by_photo on contacts (space_id, photo_id) where photo_id is not null;
