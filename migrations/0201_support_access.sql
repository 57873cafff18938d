-- Support access (A-51): an admin may look at somebody's personal space for half an hour, read-only, with a reason. Both see every
-- request that was made under it, and the person can end it at any time.
create table support_access (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,        -- whose data
  admin_id uuid references users on delete set null,
  admin_name text not null check (char_length(admin_name) <= 255), -- as it was: the person must know who it was, also later
  reason text not null check (char_length(reason) between 5 and 500),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index support_access_by_user on support_access (user_id, id desc);
create index support_access_by_admin on support_access (admin_id, expires_at);

create table support_reads (
  id uuid primary key default uuidv7(),
  access_id uuid not null references support_access on delete cascade,
  user_id uuid not null references users on delete cascade,        -- whose data, as of the access
  route text not null check (char_length(route) <= 300),
  created_at timestamptz not null default now()
);
create index support_reads_by_access on support_reads (access_id, id desc);
create index support_reads_by_user on support_reads (user_id);

do $$
declare t text;
begin
  foreach t in array array['support_access', 'support_reads'] loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format('create policy owner_passes on %I to current_user using (true) with check (true)', t);
    execute format('grant select on %I to kith_app', t);
  end loop;
end $$;
-- Read by the two it is between; written by the functions below only.
create policy both_read on support_access for select to kith_app using (user_id = (select kith.user_id()) or admin_id = (select kith.user_id()));
create policy own_reads on support_reads for select to kith_app using (user_id = (select kith.user_id()));

create trigger access_given after insert on support_access for each row execute function kith.access_changed();
create trigger access_changed after update on support_access for each row execute function kith.access_changed();
create trigger access_ended after delete on support_access for each row execute function kith.access_changed();

-- Opens an access, in place of one that the same admin has to the same person. Null when the caller is no admin, or there is no such person.
create function kith.admin_open_access(in_user uuid, in_reason text, in_seconds int, in_ip inet, in_user_agent text) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  me text;
  opened uuid;
begin
  if not kith.is_admin() or in_user = kith.user_id() or not exists (select 1 from users where id = in_user) then return null; end if;
  me := kith.name_of(kith.user_id());
  update support_access set ended_at = now() where user_id = in_user and admin_id = kith.user_id() and ended_at is null and expires_at > now();
  insert into support_access (user_id, admin_id, admin_name, reason, expires_at)
  values (in_user, kith.user_id(), me, in_reason, now() + make_interval(secs => in_seconds)) returning id into opened;
  perform kith.security_notice(in_user, 'support_access', left(me || ': ' || in_reason, 500), in_ip, in_user_agent);
  return opened;
end $$;

-- One request under an access: written down, and allowed only while it lasts. Asked before anything is read.
create function kith.support_read(in_access uuid, in_route text) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with open as (
    select a.id, a.user_id from support_access a
    where a.id = in_access and a.admin_id = kith.user_id() and a.ended_at is null and a.expires_at > clock_timestamp() and kith.is_admin()
  ), noted as (insert into support_reads (access_id, user_id, route) select id, user_id, left(in_route, 300) from open returning 1)
  select exists (select 1 from noted) $$;

-- Ends an access, by whoever it is between. False when there is none of theirs that is open.
create function kith.end_support_access(in_access uuid) returns boolean
language sql security definer set search_path = public, pg_temp as $$
  with ended as (
    update support_access set ended_at = now()
    where id = in_access and (user_id = kith.user_id() or admin_id = kith.user_id()) and ended_at is null and expires_at > now() returning 1)
  select exists (select 1 from ended) $$;

-- The personal spaces that an admin may read now, each with its access. For browser sessions only, and not for one that was left alone:
-- keys, tokens and jobs never look at somebody else's data.
create function kith.support_spaces(in_admin uuid) returns table (access_id uuid, space_id uuid, expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, s.id, a.expires_at from support_access a
  join users u on u.id = a.admin_id and u.role = 'admin' and u.disabled_at is null
  join spaces s on s.created_by = a.user_id and s.kind = 'personal'
  where a.admin_id = in_admin and a.ended_at is null and a.expires_at > now() $$;

-- As before, and which spaces support access opens. Those are not among the spaces of the user: a request must ask for one by name,
-- and then only reads. `seconds_left` also ends with the first access, so that no answer is remembered beyond it.
drop function kith.authenticate;
create function kith.authenticate(in_hash bytea)
returns table (user_id uuid, username text, full_name text, role text, credential_id uuid, credential_kind text, scopes text[],
  lapsed boolean, stale boolean, seconds_left float8, space_ids uuid[], space_roles text[], personal_space_id uuid, support_ids uuid[], support_space_ids uuid[])
language sql stable security definer set search_path = public, pg_temp as $$
  with credential as (
    select s.user_id, s.id, s.kind, array['read', 'write', 'account'] as scopes,
      s.kind = 'browser' and (s.lapsed or s.last_used_at < now() - interval '30 minutes') as lapsed,
      s.last_used_at < now() - interval '1 minute' as stale,
      least(s.expires_at, s.last_used_at + make_interval(secs => s.idle_seconds)) as ends_at
    from sessions s where s.token_hash = in_hash
    union all
    select k.user_id, k.id, 'key', k.scopes, false, k.last_used_at is null or k.last_used_at < now() - interval '1 minute',
      coalesce(k.expires_at, 'infinity')
    from api_keys k where k.key_hash = in_hash
  )
  select u.id, u.username, u.full_name, u.role, c.id, c.kind, c.scopes, c.lapsed, c.stale,
    least(extract(epoch from least(c.ends_at, support.ends_at) - now()), 86400)::float8,
    array_agg(m.space_id order by s.kind = 'personal' desc, m.created_at),
    array_agg(m.role order by s.kind = 'personal' desc, m.created_at),
    (array_agg(m.space_id) filter (where s.kind = 'personal' and s.created_by = u.id))[1],
    coalesce(support.ids, '{}'), coalesce(support.space_ids, '{}')
  from credential c
  join users u on u.id = c.user_id and u.disabled_at is null
  join space_members m on m.user_id = u.id
  join spaces s on s.id = m.space_id
  left join lateral (
    select array_agg(g.access_id) as ids, array_agg(g.space_id) as space_ids, min(g.expires_at) as ends_at
    from kith.support_spaces(u.id) g where u.role = 'admin' and c.kind = 'browser' and not c.lapsed
  ) support on true
  where c.ends_at > now()
  group by u.id, c.id, c.kind, c.scopes, c.lapsed, c.stale, c.ends_at, support.ids, support.space_ids, support.ends_at $$;

-- Links nobody used, and who looked at what more than 400 days ago (as long as security events are kept).
create function kith.sweep_support() returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from password_links where expires_at < now();
  delete from support_access where created_at < now() - interval '400 days' $$;

do $$
declare f text;
begin
  foreach f in array array['admin_open_access', 'support_read', 'end_support_access', 'support_spaces', 'sweep_support', 'authenticate'] loop
    execute format('revoke execute on function kith.%I from public', f);
    execute format('grant execute on function kith.%I to kith_app', f);
  end loop;
  revoke execute on function kith.support_spaces from kith_app;
end $$;
