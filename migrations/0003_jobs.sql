-- Jobs: background work a person can watch. The queue only wakes workers; this table is the truth.
create table jobs (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  user_id uuid references users on delete set null,
  kind text not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  progress int not null default 0 check (progress between 0 and 100),
  message text,
  error text,
  input jsonb not null default '{}',
  result jsonb,
  attempts int not null default 0,
  unique_key text,                       -- work that must not be queued twice
  action_id uuid,                        -- what the job does belongs to the action that asked for it
  cancel_requested boolean not null default false,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz not null default now()
);
create index jobs_by_space on jobs (space_id, id desc);
create index jobs_open on jobs (kind, updated_at) where state in ('queued', 'running');
create unique index jobs_unique_key on jobs (space_id, kind, unique_key) where state in ('queued', 'running');
call kith.protect_table('jobs');

-- A worker gets only ids from the queue; this tells it whose work it is.
create function kith.find_job(in_job uuid)
returns table (id uuid, space_id uuid, user_id uuid, kind text, state text, action_id uuid)
language sql stable security definer set search_path = public, pg_temp as
  $$ select j.id, j.space_id, j.user_id, j.kind, j.state, j.action_id from jobs j where j.id = in_job $$;

-- Unfinished jobs nobody has touched for a while: their queue entry may be lost.
create function kith.idle_jobs(older_than interval)
returns table (id uuid, kind text)
language sql stable security definer set search_path = public, pg_temp as
  $$ select j.id, j.kind from jobs j where j.state in ('queued', 'running') and j.updated_at < now() - older_than order by j.id limit 500 $$;
revoke execute on function kith.find_job, kith.idle_jobs from public;
grant execute on function kith.find_job, kith.idle_jobs to kith_app;
