-- What an admin sees and does: users with counts, links to set a password, the state of the installation.
--
-- Everything here crosses tenants, so it goes through definer functions called kith.admin_…; each asks first whether its caller is an
-- admin (test/generated/tables.test.ts lists them). They count, and name accounts; none of them reads what somebody has written.

create function kith.is_admin() returns boolean language sql stable security definer set search_path = public, pg_temp as
  $$ select exists (select 1 from users where id = kith.user_id() and role = 'admin' and disabled_at is null) $$;

-- ---------------------------------------------------------------------------------------------- links to set a password
-- A link works once and ends by itself; a newer one of the same account makes the older ones void.
create table password_links (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  token_hash bytea not null unique,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index password_links_by_user on password_links (user_id);
alter table password_links enable row level security, force row level security;
create policy owner_passes on password_links to current_user using (true) with check (true);

-- Whose password a link sets. Empty: unknown, used, too old, or of a disabled account.
create function kith.find_password_link(in_hash bytea) returns table (user_id uuid, username text, full_name text, expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.username, u.full_name, l.expires_at from password_links l join users u on u.id = l.user_id
  where l.token_hash = in_hash and l.expires_at > now() and u.disabled_at is null $$;

-- The last five passwords of whoever a link is for: none of them may be chosen again.
create function kith.password_link_history(in_hash bytea) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  select h.password_hash from kith.find_password_link(in_hash) l join password_history h on h.user_id = l.user_id
  order by h.created_at desc, h.id desc limit 5 $$;

-- Sets the password and uses the link up; everything that was signed in ends. False when the link does not hold any more.
create function kith.use_password_link(in_hash bytea, in_password_hash text, in_ip inet, in_user_agent text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare link record;
begin
  perform 1 from password_links where token_hash = in_hash for update;
  select * into link from kith.find_password_link(in_hash);
  if not found then return false; end if;
  delete from password_links where user_id = link.user_id;
  update users set password_hash = in_password_hash, updated_at = now() where id = link.user_id;
  insert into password_history (user_id, password_hash) values (link.user_id, in_password_hash);
  delete from password_history h where h.user_id = link.user_id
    and h.id not in (select p.id from password_history p where p.user_id = link.user_id order by p.created_at desc, p.id desc limit 5);
  delete from sessions where user_id = link.user_id;
  delete from refresh_tokens where user_id = link.user_id;
  perform kith.security_notice(link.user_id, 'password_changed', 'With a link', in_ip, in_user_agent);
  return true;
end $$;

-- Makes a link for somebody, and tells them. False when there is no such account, or it is disabled.
create function kith.admin_password_link(in_user uuid, in_hash bytea, in_seconds int, in_detail text, in_ip inet, in_user_agent text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not kith.is_admin() or not exists (select 1 from users where id = in_user and disabled_at is null) then return false; end if;
  delete from password_links where user_id = in_user;
  insert into password_links (user_id, token_hash, created_by, expires_at) values (in_user, in_hash, kith.user_id(), now() + make_interval(secs => in_seconds));
  perform kith.security_notice(in_user, 'password_link', in_detail, in_ip, in_user_agent);
  return true;
end $$;

-- ---------------------------------------------------------------------------------------------- users
-- Accounts by name, after `after` (a folded name), with how much is in their personal space. `waiting`: no password was ever set.
create function kith.admin_users(in_query text, in_user uuid, after text, max_rows int)
returns table (id uuid, username text, username_key text, email text, full_name text, role text, state text, totp_enabled boolean, created_at timestamptz, last_active_at timestamptz,
  people int, notes int, entries int, shared_spaces int, storage_bytes bigint, personal_space_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  with page as (
    select u.*, s.id as personal_id from users u join spaces s on s.created_by = u.id and s.kind = 'personal'
    where (select kith.is_admin()) and (in_user is null or u.id = in_user) and (after is null or u.username_key > after)
      and (in_query is null or position(kith.fold(in_query) in u.username_key) > 0 or position(kith.fold(in_query) in kith.fold(u.full_name)) > 0 or position(lower(in_query) in u.email_key) > 0)
    order by u.username_key limit max_rows
  )
  select p.id, p.username, p.username_key, p.email, p.full_name, p.role,
    case when p.disabled_at is not null then 'disabled' when not exists (select 1 from password_history h where h.user_id = p.id) then 'waiting' else 'active' end,
    p.totp_enabled_at is not null, p.created_at,
    case when exists (select 1 from password_history h where h.user_id = p.id) then greatest((select max(last_used_at) from sessions x where x.user_id = p.id), (select max(last_used_at) from api_keys x where x.user_id = p.id),
      (select max(x.created_at) from refresh_tokens x where x.user_id = p.id), (select max(x.created_at) from actions x where x.space_id = p.personal_id and x.actor_id = p.id)) end,
    (select count(*)::int from contacts x where x.space_id = p.personal_id),
    (select count(*)::int from notes x where x.space_id = p.personal_id),
    (select count(*)::int from entries x where x.space_id = p.personal_id),
    (select count(*)::int - 1 from space_members x where x.user_id = p.id),
    (select coalesce(sum(x.size), 0)::bigint from files x where x.space_id = p.personal_id),
    p.personal_id
  from page p order by p.username_key $$;

-- Makes an account without a usable password: its hash is of something nobody knows, and does not count as one that was set.
create function kith.admin_create_user(in_username text, in_email text, in_full_name text, in_role text, in_password_hash text, in_time_zone text) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  acting text := kith.user_id()::text;
  acting_in text := kith.action_id()::text;
  made uuid;
begin
  if not kith.is_admin() then return null; end if;
  select r.user_id into made from kith.register_user(in_username, in_email, in_full_name, in_password_hash, in_time_zone, in_role) r;
  perform set_config('kith.user_id', acting, true), set_config('kith.action_id', coalesce(acting_in, ''), true); -- making an account acts as that account
  delete from password_history where user_id = made;
  return made;
end $$;

-- Whether somebody else could still run the installation: an admin who is not disabled and has a password.
create function kith.another_admin(in_user uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from users u where u.id <> in_user and u.role = 'admin' and u.disabled_at is null and exists (select 1 from password_history h where h.user_id = u.id)) $$;

-- Changes role and whether the account is disabled (null: as it is). Sessions end by trigger. Outcome: 'ok', 'missing', 'last_admin'.
create function kith.admin_change_user(in_user uuid, in_role text, in_disabled boolean, in_by text, in_ip inet, in_user_agent text) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare before users;
begin
  perform pg_advisory_xact_lock(hashtext('kith.admins')); -- two admins who demote each other at once: one stays
  if not kith.is_admin() then return 'missing'; end if;
  select * into before from users where id = in_user for update;
  if before.id is null then return 'missing'; end if;
  if before.role = 'admin' and before.disabled_at is null and (in_role = 'user' or in_disabled) and not kith.another_admin(in_user) then return 'last_admin'; end if;
  update users set role = coalesce(in_role, role), updated_at = now(),
    disabled_at = case when in_disabled then coalesce(disabled_at, now()) when in_disabled = false then null else disabled_at end
  where id = in_user;
  if in_role is distinct from before.role and in_role is not null then perform kith.security_notice(in_user, 'role_changed', in_role || ', ' || in_by, in_ip, in_user_agent); end if;
  if in_disabled and before.disabled_at is null then
    delete from password_links where user_id = in_user;
    perform kith.security_notice(in_user, 'account_disabled', in_by, in_ip, in_user_agent);
  elsif not in_disabled and before.disabled_at is not null then perform kith.security_notice(in_user, 'account_enabled', in_by, in_ip, in_user_agent);
  end if;
  return 'ok';
end $$;

-- Deletes an account with its personal space. A shared space goes to whoever has been in it longest, an owner before an editor before
-- a viewer; one that nobody else is in goes too. What the feed holds of a space that goes is emptied: the chain still verifies.
-- Outcome: 'ok', 'missing', 'name' (the typed name is another), 'last_admin'.
create function kith.admin_delete_user(in_user uuid, in_name text) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone users;
  shared record;
  heir uuid;
  emptied uuid[];
begin
  perform pg_advisory_xact_lock(hashtext('kith.admins'));
  if not kith.is_admin() then return 'missing'; end if;
  select * into gone from users where id = in_user for update;
  if gone.id is null then return 'missing'; end if;
  if kith.fold(in_name) <> gone.username_key then return 'name'; end if;
  if gone.role = 'admin' and gone.disabled_at is null and not kith.another_admin(in_user) then return 'last_admin'; end if;
  for shared in select s.id, s.created_by from spaces s where s.kind = 'shared' and (s.created_by = in_user or exists (select 1 from space_members m where m.space_id = s.id and m.user_id = in_user)) for update loop
    select m.user_id into heir from space_members m where m.space_id = shared.id and m.user_id <> in_user
    order by array_position(array['owner', 'editor', 'viewer'], m.role), m.created_at, m.id limit 1;
    continue when heir is null;
    if not exists (select 1 from space_members m where m.space_id = shared.id and m.user_id <> in_user and m.role = 'owner') then
      update space_members set role = 'owner', updated_at = now() where space_id = shared.id and user_id = heir;
    end if;
    if shared.created_by = in_user then update spaces set created_by = heir where id = shared.id; end if;
  end loop;
  emptied := array(select s.id from spaces s where s.created_by = in_user
    union select m.space_id from space_members m where m.user_id = in_user and not exists (select 1 from space_members o where o.space_id = m.space_id and o.user_id <> in_user));
  delete from spaces where id = any (emptied);
  delete from users where id = in_user;
  update changes set old = null, new = null, erased_at = now() where space_id = any (emptied) and erased_at is null;
  insert into security_events (user_id, kind, detail) select kith.user_id(), 'account_deleted', in_user::text where kith.user_id() <> in_user;
  return 'ok';
end $$;

-- ---------------------------------------------------------------------------------------------- the installation
-- How many accounts there are and what they take, as one row. Numbers and names of tables only.
create function kith.admin_overview() returns table (users int, admins int, disabled int, waiting int, active_week int, people bigint, notes bigint, entries bigint,
  database_bytes bigint, files int, files_bytes bigint, tables jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select (select count(*)::int from users), (select count(*)::int from users where role = 'admin'), (select count(*)::int from users where disabled_at is not null),
    (select count(*)::int from users u where u.disabled_at is null and not exists (select 1 from password_history h where h.user_id = u.id)),
    (select count(distinct user_id)::int from sessions where last_used_at > now() - interval '7 days'),
    (select count(*) from contacts), (select count(*) from notes), (select count(*) from entries),
    pg_database_size(current_database()), (select count(*)::int from files), (select coalesce(sum(size), 0)::bigint from files),
    (select jsonb_agg(jsonb_build_object('name', t.name, 'bytes', t.bytes, 'rows', t.rows) order by t.bytes desc, t.name) from (
      select coalesce(i.inhparent::regclass, c.oid::regclass)::text as name, sum(pg_total_relation_size(c.oid))::bigint as bytes, sum(greatest(c.reltuples, 0))::bigint as rows
      from pg_class c left join pg_inherits i on i.inhrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1 order by 2 desc, 1 limit 12) t)
  where kith.is_admin() $$;

-- What went wrong on our side: which route, what kind of fault, how often and when last. Without messages, which may hold anything.
create table error_log (
  id uuid primary key default uuidv7(),
  route text not null check (char_length(route) <= 200),
  code text not null check (char_length(code) <= 64),
  count int not null,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  unique (route, code)
);
create index error_log_by_time on error_log (last_seen_at desc, id desc);
alter table error_log enable row level security, force row level security;
create policy owner_passes on error_log to current_user using (true) with check (true);

-- Adds up faults; the 500 that happened last are kept.
create function kith.note_faults(routes text[], codes text[], counts int[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into error_log as e (route, code, count)
  select left(f.route, 200), left(f.code, 64), f.n from unnest(routes, codes, counts) as f (route, code, n) order by 1, 2
  on conflict (route, code) do update set count = e.count + excluded.count, last_seen_at = now();
  delete from error_log where id in (select id from error_log order by last_seen_at desc, id desc offset 500) $$;

create function kith.admin_faults(before timestamptz, before_id uuid, max_rows int)
returns table (id uuid, route text, code text, count int, first_seen_at timestamptz, last_seen_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select e.* from error_log e where kith.is_admin() and (before is null or (e.last_seen_at, e.id) < (before, before_id))
  order by e.last_seen_at desc, e.id desc limit max_rows $$;

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p where pronamespace = 'kith'::regnamespace
    and (proname like 'admin\_%' or proname in ('is_admin', 'another_admin', 'find_password_link', 'password_link_history', 'use_password_link', 'note_faults')) loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to kith_app', f);
  end loop;
  revoke execute on function kith.another_admin from kith_app;
end $$;
