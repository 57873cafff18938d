-- What was brought in from files. Book-keeping, like jobs: what an import does to data is recorded where it does it, in one action.
create table imports (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  kind text not null check (char_length(kind) between 1 and 64),
  file_id uuid,                          -- until it is done or given up
  file_name text not null check (char_length(file_name) between 1 and 255),
  file_size bigint not null,
  file_hash bytea not null,
  options jsonb not null default '{}',
  -- a file is analysed, waits until somebody runs it, and runs; cancelled work and an undone action are read from where they are kept
  state text not null check (state in ('analysing', 'ready', 'running', 'done', 'failed')),
  counts jsonb not null default '{}',
  preview jsonb not null default '[]',
  warnings jsonb not null default '[]',
  errors jsonb not null default '[]',    -- the first of them, by line
  error_count int not null default 0,
  error text,                            -- why all of it failed
  action_id uuid,
  job_id uuid,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (space_id, id),
  foreign key (space_id, file_id) references files (space_id, id) on delete set null (file_id)
);
create index imports_by_time on imports (space_id, id desc);
create index imports_by_file on imports (space_id, file_hash);
create index imports_open on imports (created_at) where file_id is not null;
call kith.protect_table('imports');

-- Gives up what failed for good, and forgets files that nobody ran for a week. @returns how many
create function kith.sweep_imports() returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone int;
begin
  update imports i set state = 'failed', error = coalesce(i.error, j.error), finished_at = j.finished_at
  from jobs j where j.id = i.job_id and i.state in ('analysing', 'running') and j.state = 'failed' and j.finished_at < now() - interval '1 day';
  delete from files f using imports i where i.space_id = f.space_id and i.file_id = f.id and i.state = 'failed';
  with old as (
    delete from imports i where i.file_id is not null and i.created_at < now() - interval '7 days'
      and not exists (select 1 from jobs j where j.id = i.job_id and j.state in ('queued', 'running'))
    returning i.space_id, i.file_id
  ), files_gone as (
    delete from files f using old where f.space_id = old.space_id and f.id = old.file_id
  ) select count(*) into gone from old;
  return gone;
end $$;
revoke execute on function kith.sweep_imports from public;
grant execute on function kith.sweep_imports to kith_app;
