-- Accounts: who may sign in, with what, and which spaces they belong to.
--
-- Rows about one user are readable by that user only (kith.user_id()). What must work before anybody is signed in goes through
-- the definer functions at the end; each returns the least that its caller needs.

create table users (
  id uuid primary key default uuidv7(),
  username text not null check (char_length(username) between 2 and 64),
  username_key text not null unique generated always as (kith.fold(username)) stored,
  email text check (char_length(email) <= 254),
  email_key text unique generated always as (lower(email)) stored,
  full_name text not null default '' check (char_length(full_name) <= 255),
  role text not null default 'user' check (role in ('user', 'admin')),
  password_hash text not null,
  totp_secret bytea,                     -- encrypted; set while enrolling
  totp_enabled_at timestamptz,
  totp_last_step bigint,                 -- a code works once
  disabled_at timestamptz,
  onboarded_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table spaces (
  id uuid primary key default uuidv7(),
  space_id uuid not null generated always as (id) stored,
  name text not null check (char_length(name) between 1 and 100),
  kind text not null check (kind in ('personal', 'shared')),
  created_by uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index spaces_one_personal on spaces (created_by) where kind = 'personal';

create table space_members (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('owner', 'editor', 'viewer')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (space_id, user_id)
);
create index space_members_by_user on space_members (user_id);

create table preferences (
  id uuid primary key default uuidv7(),
  space_id uuid not null unique references spaces on delete cascade,
  user_id uuid not null unique references users on delete cascade,
  time_zone text not null default 'UTC' check (char_length(time_zone) <= 64),
  units text not null default 'metric' check (units in ('metric', 'imperial')),
  language text not null default 'en' check (char_length(language) <= 35),
  locale text not null default 'en-GB' check (char_length(locale) <= 35),
  response_style text not null default 'friendly' check (response_style in ('concise', 'friendly', 'coach')),
  emoji boolean not null default true,
  detail_level text not null default 'normal' check (detail_level in ('brief', 'normal', 'detailed')),
  theme text not null default 'dark' check (theme in ('light', 'dark', 'system')),
  week_start text not null default 'monday' check (week_start in ('monday', 'sunday', 'saturday')),
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- A browser session, or the access token of a program. The token itself is never stored.
create table sessions (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  kind text not null check (kind in ('browser', 'access')),
  family_id uuid,                        -- access tokens: the refresh family they came from
  token_hash bytea not null unique,
  ip inet,
  user_agent text check (char_length(user_agent) <= 400),
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  idle_seconds int not null,
  expires_at timestamptz not null
);
create index sessions_by_user on sessions (user_id, last_used_at desc);

create table refresh_tokens (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  family_id uuid not null,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  used_at timestamptz,
  expires_at timestamptz not null
);
create index refresh_tokens_by_user on refresh_tokens (user_id);
create index refresh_tokens_by_family on refresh_tokens (family_id);

create table api_keys (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  name text not null check (char_length(name) between 1 and 100),
  prefix text not null,                  -- first characters, so that a person can tell keys apart
  key_hash bytea not null unique,
  scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['read', 'write']),
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  expires_at timestamptz
);
create index api_keys_by_user on api_keys (user_id);

create table recovery_codes (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  unique (user_id, code_hash)
);

create table password_history (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  password_hash text not null,
  created_at timestamptz not null default now()
);
create index password_history_by_user on password_history (user_id, created_at desc);

-- What a user should know about the safety of the account: sign-ins, lock-outs, changed passwords, new keys.
create table security_events (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users on delete cascade,
  kind text not null,
  detail text,
  ip inet,
  user_agent text check (char_length(user_agent) <= 400),
  created_at timestamptz not null default now()
);
create index security_events_by_user on security_events (user_id, id desc);

-- Failed sign-ins by account and by address; back-off from the fifth.
create table login_failures (
  key text primary key,
  failures int not null,
  last_failed_at timestamptz not null default now(),
  locked_until timestamptz
);

create table invitations (
  id uuid primary key default uuidv7(),
  space_id uuid references spaces on delete cascade,   -- null: an invitation to the installation itself
  role text check (role in ('editor', 'viewer')),
  email text check (char_length(email) <= 254),
  token_hash bytea not null unique,
  created_by uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references users on delete set null
);
create index invitations_by_space on invitations (space_id);

-- Answers already given to a request that came with an Idempotency-Key (kept 24 h).
create table idempotency_keys (
  user_id uuid not null references users on delete cascade,
  key text not null check (char_length(key) between 1 and 255),
  request_hash bytea not null,
  status int,
  body text,
  note_id uuid,                          -- set by actions that span several transactions, to resume instead of repeat
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

-- ---------------------------------------------------------------------------------------------- policies
call kith.protect_table('preferences');
call kith.record_table('preferences');
-- Spaces and members: seen by their members, written by functions that check the role.
do $$
declare t text;
begin
  foreach t in array array['spaces', 'space_members'] loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format('create policy owner_passes on %I to current_user using (true) with check (true)', t);
    execute format('create policy members_read on %I for select to kith_app using (space_id = any ((select kith.read_spaces())::uuid[]))', t);
    execute format('grant select on %I to kith_app', t);
  end loop;
  foreach t in array array['sessions', 'refresh_tokens', 'api_keys', 'recovery_codes', 'password_history', 'security_events', 'idempotency_keys'] loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format('create policy owner_passes on %I to current_user using (true) with check (true)', t);
    execute format('create policy own_rows on %I to kith_app using (user_id = (select kith.user_id())) with check (user_id = (select kith.user_id()))', t);
    execute format('grant select, insert, update, delete on %I to kith_app', t);
  end loop;
  foreach t in array array['login_failures', 'invitations'] loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format('create policy owner_passes on %I to current_user using (true) with check (true)', t);
  end loop;
end $$;
call kith.record_table('spaces', '{}', false);
call kith.record_table('space_members', '{}', false);

alter table users enable row level security, force row level security;
create policy owner_passes on users to current_user using (true) with check (true);
create policy own_row on users to kith_app using (id = (select kith.user_id())) with check (id = (select kith.user_id()));
grant select on users to kith_app;
grant update (username, email, full_name, password_hash, totp_secret, totp_enabled_at, totp_last_step, disabled_at, onboarded_at, updated_at)
  on users to kith_app;

create policy space_owners on invitations to kith_app
  using (created_by = (select kith.user_id()) or space_id = any ((select kith.read_spaces())::uuid[]))
  with check (created_by = (select kith.user_id()));
grant select, insert, delete on invitations to kith_app;

-- ---------------------------------------------------------------------------------------------- before sign-in
-- Makes an account, its personal space and preferences. The first account is the admin.
create function kith.register_user(in_username text, in_email text, in_full_name text, in_password_hash text, in_time_zone text default 'UTC', in_role text default null)
returns table (user_id uuid, space_id uuid, role text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  new_user users;
  new_space uuid;
begin
  perform pg_advisory_xact_lock(hashtext('kith.register_user'));
  insert into users (username, email, full_name, password_hash, role)
  values (in_username, in_email, in_full_name, in_password_hash,
    coalesce(in_role, case when exists (select 1 from users) then 'user' else 'admin' end))
  returning * into new_user;
  perform set_config('kith.user_id', new_user.id::text, true), set_config('kith.action_id', uuidv7()::text, true);
  insert into spaces (name, kind, created_by) values ('Personal', 'personal', new_user.id) returning id into new_space;
  insert into space_members (space_id, user_id, role) values (new_space, new_user.id, 'owner');
  insert into preferences (space_id, user_id, time_zone) values (new_space, new_user.id, in_time_zone);
  insert into password_history (user_id, password_hash) values (new_user.id, in_password_hash);
  return query select new_user.id, new_space, new_user.role;
end $$;

create function kith.has_users() returns boolean language sql stable security definer set search_path = public, pg_temp as
  $$ select exists (select 1 from users) $$;

-- What checking a password needs, by username or email.
create function kith.find_login(identifier text)
returns table (user_id uuid, password_hash text, totp_secret bytea, totp_enabled boolean, disabled boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.id, u.password_hash, u.totp_secret, u.totp_enabled_at is not null, u.disabled_at is not null
  from users u where u.username_key = kith.fold(identifier) or u.email_key = lower(identifier)
  order by (u.username_key = kith.fold(identifier)) desc limit 1 $$;

-- Who a token (browser session, access token or API key) belongs to, with the spaces they may enter. Empty: nobody.
create function kith.authenticate(in_hash bytea)
returns table (user_id uuid, username text, full_name text, role text, credential_id uuid, credential_kind text, scopes text[],
  stale boolean, space_ids uuid[], space_roles text[], personal_space_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  with credential as (
    select s.user_id, s.id, s.kind, array['read', 'write', 'account'] as scopes, s.last_used_at < now() - interval '1 minute' as stale
    from sessions s
    where s.token_hash = in_hash and s.expires_at > now() and s.last_used_at + make_interval(secs => s.idle_seconds) > now()
    union all
    select k.user_id, k.id, 'key', k.scopes, k.last_used_at is null or k.last_used_at < now() - interval '1 minute'
    from api_keys k
    where k.key_hash = in_hash and (k.expires_at is null or k.expires_at > now())
  )
  select u.id, u.username, u.full_name, u.role, c.id, c.kind, c.scopes, c.stale,
    array_agg(m.space_id order by s.kind = 'personal' desc, m.created_at),
    array_agg(m.role order by s.kind = 'personal' desc, m.created_at),
    (array_agg(m.space_id) filter (where s.kind = 'personal' and s.created_by = u.id))[1]
  from credential c
  join users u on u.id = c.user_id and u.disabled_at is null
  join space_members m on m.user_id = u.id
  join spaces s on s.id = m.space_id
  group by u.id, c.id, c.kind, c.scopes, c.stale $$;

create function kith.touch_credential(credential uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  update sessions set last_used_at = now() where id = credential;
  update api_keys set last_used_at = now() where id = credential $$;

-- Seconds until the given keys may try again (0: now).
create function kith.login_wait(keys text[]) returns int
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(max(ceil(extract(epoch from locked_until - now())))::int, 0)
  from login_failures where key = any (keys) and locked_until > now() $$;

-- Counts a failure for each key; from the fifth on the key is locked for 1, 2, 4 … 60 minutes. Returns the keys locked just now.
-- Failures older than a day no longer count.
create function kith.login_failed(keys text[]) returns text[]
language sql security definer set search_path = public, pg_temp as $$
  with counted as (
    insert into login_failures as f (key, failures) select unnest(keys), 1
    on conflict (key) do update set
      failures = case when f.last_failed_at < now() - interval '1 day' then 1 else f.failures + 1 end,
      last_failed_at = now(),
      locked_until = case when f.last_failed_at >= now() - interval '1 day' and f.failures + 1 >= 5
        then now() + interval '1 minute' * least(60, power(2, least(f.failures + 1, 11) - 5)) end
    returning key, locked_until
  ) select coalesce(array_agg(key) filter (where locked_until is not null), '{}') from counted $$;

create function kith.login_succeeded(keys text[]) returns void
language sql security definer set search_path = public, pg_temp as
  $$ delete from login_failures where key = any (keys) $$;

create function kith.security_notice(in_user uuid, in_kind text, in_detail text, in_ip inet, in_user_agent text) returns void
language sql security definer set search_path = public, pg_temp as
  $$ insert into security_events (user_id, kind, detail, ip, user_agent) values (in_user, in_kind, in_detail, in_ip, left(in_user_agent, 400)) $$;

-- Uses a refresh token once. A second use means that it was stolen: the whole family ends.
create function kith.use_refresh_token(in_hash bytea)
returns table (user_id uuid, family_id uuid, outcome text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare t refresh_tokens;
begin
  select r.* into t from refresh_tokens r where r.token_hash = in_hash for update;
  if t.id is null or t.expires_at <= now() or exists (select 1 from users u where u.id = t.user_id and u.disabled_at is not null) then
    return query select null::uuid, null::uuid, 'invalid'; return;
  end if;
  if t.used_at is not null then
    delete from refresh_tokens r where r.family_id = t.family_id;
    delete from sessions s where s.family_id = t.family_id;
    return query select t.user_id, t.family_id, 'reused'; return;
  end if;
  update refresh_tokens r set used_at = now() where r.id = t.id;
  delete from sessions s where s.family_id = t.family_id;
  return query select t.user_id, t.family_id, 'ok';
end $$;

-- An open invitation by its token.
create function kith.find_invitation(in_hash bytea)
returns table (id uuid, space_id uuid, space_name text, role text, email text, invited_by text, expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.id, i.space_id, s.name, i.role, i.email, coalesce(nullif(u.full_name, ''), u.username), i.expires_at
  from invitations i join users u on u.id = i.created_by left join spaces s on s.id = i.space_id
  where i.token_hash = in_hash and i.accepted_at is null and i.expires_at > now() $$;

-- Takes an invitation for the acting user; false when it is used or expired by now.
create function kith.accept_invitation(in_hash bytea, in_user uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare i invitations;
begin
  update invitations set accepted_at = now(), accepted_by = in_user
  where token_hash = in_hash and accepted_at is null and expires_at > now() returning * into i;
  if i.id is null then return false; end if;
  if i.space_id is not null then
    insert into space_members (space_id, user_id, role) values (i.space_id, in_user, i.role) on conflict (space_id, user_id) do nothing;
  end if;
  return true;
end $$;

-- ---------------------------------------------------------------------------------------------- spaces
create function kith.space_role(in_space uuid) returns text
language sql stable security definer set search_path = public, pg_temp as
  $$ select role from space_members where space_id = in_space and user_id = kith.user_id() $$;

create function kith.create_space(in_name text) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare new_space uuid;
begin
  insert into spaces (name, kind, created_by) values (in_name, 'shared', kith.user_id()) returning id into new_space;
  insert into space_members (space_id, user_id, role) values (new_space, kith.user_id(), 'owner');
  return new_space;
end $$;

create function kith.rename_space(in_space uuid, in_name text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if kith.space_role(in_space) is distinct from 'owner' then return false; end if;
  update spaces set name = in_name, updated_at = now() where id = in_space;
  return found;
end $$;

create function kith.delete_space(in_space uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if kith.space_role(in_space) is distinct from 'owner' then return false; end if;
  delete from spaces where id = in_space and kind = 'shared';
  return found;
end $$;

-- Changes a member's role, or removes the member (role null). Owners may change anybody, everybody may leave. The last owner
-- stays. Returns 'ok', 'forbidden', 'missing' or 'last_owner'.
create function kith.set_member_role(in_space uuid, in_user uuid, in_role text) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  acting text := kith.space_role(in_space);
  target text;
begin
  perform 1 from spaces where id = in_space for update;
  select role into target from space_members where space_id = in_space and user_id = in_user;
  if target is null then return 'missing'; end if;
  if acting is distinct from 'owner' and not (in_role is null and in_user = kith.user_id()) then return 'forbidden'; end if;
  if target = 'owner' and in_role is distinct from 'owner'
    and not exists (select 1 from space_members where space_id = in_space and role = 'owner' and user_id <> in_user) then
    return 'last_owner';
  end if;
  if in_role is null then delete from space_members where space_id = in_space and user_id = in_user;
  else update space_members set role = in_role, updated_at = now() where space_id = in_space and user_id = in_user;
  end if;
  return 'ok';
end $$;

create function kith.list_members(in_space uuid)
returns table (user_id uuid, username text, full_name text, role text, created_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.user_id, u.username, u.full_name, m.role, m.created_at
  from space_members m join users u on u.id = m.user_id
  where m.space_id = in_space and in_space = any (kith.read_spaces()) order by m.created_at, m.user_id limit 500 $$;

-- What to call whoever made a change; readers of a feed share a space with them.
create function kith.name_of(in_user uuid) returns text
language sql stable security definer set search_path = public, pg_temp as
  $$ select coalesce(nullif(full_name, ''), username) from users where id = in_user $$;

do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p where pronamespace = 'kith'::regnamespace and prosecdef and prorettype <> 'trigger'::regtype loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to kith_app', f);
  end loop;
end $$;
