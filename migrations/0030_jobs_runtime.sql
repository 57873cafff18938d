-- What running jobs, sealing promptly and live updates need beside the tables.

-- Errors and crashes are counted apart from attempts: a process killed under a job is not the job's fault.
alter table jobs add column failures int not null default 0;
alter table jobs add column crashes int not null default 0;
create index jobs_failed on jobs (id desc) where state = 'failed';

-- Whom a job works for, as kith.authenticate tells it of a token. Empty: the user is gone or disabled.
create function kith.identity_of(in_user uuid)
returns table (user_id uuid, username text, full_name text, role text, space_ids uuid[], space_roles text[], personal_space_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.username, u.full_name, u.role,
    array_agg(m.space_id order by s.kind = 'personal' desc, m.created_at),
    array_agg(m.role order by s.kind = 'personal' desc, m.created_at),
    (array_agg(m.space_id) filter (where s.kind = 'personal' and s.created_by = u.id))[1]
  from users u
  join space_members m on m.user_id = u.id
  join spaces s on s.id = m.space_id
  where u.id = in_user and u.disabled_at is null
  group by u.id $$;

-- Jobs that need somebody to look at them, of every tenant, without what they were about. For admins only.
create function kith.failed_jobs(before uuid, max_rows int)
returns table (id uuid, kind text, user_id uuid, username text, error text, attempts int, created_at timestamptz, finished_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select j.id, j.kind, j.user_id, u.username, j.error, j.attempts, j.created_at, j.finished_at
  from jobs j left join users u on u.id = j.user_id
  where j.state = 'failed' and (before is null or j.id < before)
    and exists (select 1 from users a where a.id = kith.user_id() and a.role = 'admin' and a.disabled_at is null)
  order by j.id desc limit max_rows $$;

-- How much is waiting: for health and metrics. Numbers only.
create function kith.open_jobs()
returns table (kind text, state text, jobs int, oldest_seconds int)
language sql stable security definer set search_path = public, pg_temp as $$
  select j.kind, j.state, count(*)::int, extract(epoch from now() - min(j.created_at))::int
  from jobs j where j.state in ('queued', 'running') group by 1, 2 $$;

revoke execute on function kith.identity_of, kith.failed_jobs, kith.open_jobs from public;
grant execute on function kith.identity_of, kith.failed_jobs, kith.open_jobs to kith_app;

-- Every process hears of every visible step of a job: its own sockets are told, its own handlers stop when it was cancelled.
create function kith.notify_job() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_notify('kith_jobs', json_build_object('id', new.id, 'space_id', new.space_id, 'kind', new.kind, 'state', new.state,
    'progress', new.progress, 'message', left(new.message, 500), 'error', left(new.error, 500))::text);
  return null;
end $$;
create trigger notify_insert after insert on jobs for each row execute function kith.notify_job();
create trigger notify_update after update on jobs for each row
  when ((old.state, old.progress, old.message, old.error) is distinct from (new.state, new.progress, new.message, new.error))
  execute function kith.notify_job();

-- As before, but a caller that finds another sealer at work learns it (-1) and can come back at once: otherwise a row committed
-- during that sealer's work would wait for the next tick.
create or replace function kith.seal_changes(max_rows int default 10000) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  last change_batches;
  sealed int;
  digest bytea;
begin
  if not pg_try_advisory_xact_lock(hashtext('kith.seal_changes')) then return -1; end if;
  select * into last from change_batches order by id desc limit 1;
  with batch as (
    select id, created_at, row_number() over (order by id) as n
    from (select id, created_at from changes where position is null order by id limit max_rows) u
  ), positioned as (
    update changes c set
      position = coalesce(last.last_position, 0) + batch.n,
      payload_hash = kith.payload_hash(c.old, c.new)
    from batch where c.id = batch.id and c.created_at = batch.created_at
    returning c.*
  )
  select count(*), kith.chain_hash(last.hash, array_agg(kith.change_line(p) order by p.position))
  into sealed, digest from positioned p;
  if sealed = 0 then return 0; end if;
  insert into change_batches (first_position, last_position, previous_hash, hash)
  values (coalesce(last.last_position, 0) + 1, coalesce(last.last_position, 0) + sealed, last.hash, digest);
  perform pg_notify('kith_changes', (coalesce(last.last_position, 0) + sealed)::text);
  return sealed;
end $$;
