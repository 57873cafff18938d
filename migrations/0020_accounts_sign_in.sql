-- Sign-in: attempts that are counted before they are checked, sign-up through one door, credentials that can be cached.

-- ---------------------------------------------------------------------------------------------- attempts
-- Parallel tries must not slip through between looking and counting: an attempt counts as a failure from its start, and is taken
-- back when it passes. `keys` are what is being tried (account, address); the first one is the account.
-- Returns the seconds to wait (0: go ahead), and whether this attempt, should it fail, locks the account.
create function kith.begin_attempt(keys text[]) returns table (wait int, locks boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
declare seconds int;
begin
  -- writes every row even when nothing changes, in one order: that is the lock
  with mine as (
    insert into login_failures as f (key, failures) select k, 0 from unnest(keys) k order by k
    on conflict (key) do update set failures = case when f.last_failed_at < now() - interval '1 day' then 0 else f.failures end
    returning locked_until
  ) select ceil(max(extract(epoch from locked_until - clock_timestamp())))::int into seconds from mine;
  if seconds > 0 then return query select seconds, false; return; end if;
  return query
    with counted as (
      update login_failures set failures = failures + 1, last_failed_at = clock_timestamp(),
        locked_until = case when failures + 1 >= 5 then clock_timestamp() + interval '1 minute' * least(60, power(2, least(failures + 1, 11) - 5)) end
      where key = any (keys) returning key, locked_until
    ) select 0, coalesce(bool_or(locked_until is not null) filter (where key = keys[1]), false) from counted;
end $$;

-- The attempt passed: the account starts afresh, and the address is forgiven what it did on this account, no more.
create function kith.pass_attempt(account_keys text[], address_key text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare forgiven int;
begin
  with gone as (delete from login_failures where key = any (account_keys) returning failures)
  select coalesce(sum(failures), 0) into forgiven from gone;
  update login_failures set failures = greatest(0, failures - forgiven), locked_until = null where key = address_key;
  delete from login_failures where key = address_key and failures = 0;
end $$;

-- The attempt decided nothing (the second factor was not shown yet).
create function kith.release_attempt(keys text[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update login_failures set failures = greatest(0, failures - 1), locked_until = null where key = any (keys);
  delete from login_failures where key = any (keys) and failures = 0;
end $$;

drop function kith.login_wait, kith.login_failed, kith.login_succeeded;

-- What checking a password needs, by username or email. Always one row, so that an unknown name takes as long. `key` counts the
-- attempts on what was typed: a count by account would tell which names belong to one.
drop function kith.find_login;
create function kith.find_login(identifier text)
returns table (key text, keys text[], user_id uuid, password_hash text, totp_enabled boolean, disabled boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select 'account:' || kith.fold(identifier), array['account:' || u.username_key, 'account:' || kith.fold(u.email)],
    u.id, u.password_hash, u.totp_enabled_at is not null, u.disabled_at is not null
  from (select) nobody left join lateral (
    select * from users where username_key = kith.fold(identifier) or email_key = lower(identifier)
    order by (username_key = kith.fold(identifier)) desc limit 1
  ) u on true $$;

-- Also called for an account that does not exist (in_user null), so that both take as long.
create or replace function kith.security_notice(in_user uuid, in_kind text, in_detail text, in_ip inet, in_user_agent text) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into security_events (user_id, kind, detail, ip, user_agent)
  select in_user, in_kind, in_detail, in_ip, left(in_user_agent, 400) where in_user is not null $$;

-- ---------------------------------------------------------------------------------------------- credentials
alter table sessions add column lapsed boolean not null default false;   -- unused for 30 minutes: no admin pages until the next sign-in
alter table refresh_tokens add column ip inet, add column user_agent text check (char_length(user_agent) <= 400);

-- Who a token belongs to, with the spaces they may enter, and for how many seconds this answer stands if nothing changes.
drop function kith.authenticate;
create function kith.authenticate(in_hash bytea)
returns table (user_id uuid, username text, full_name text, role text, credential_id uuid, credential_kind text, scopes text[],
  lapsed boolean, stale boolean, seconds_left float8, space_ids uuid[], space_roles text[], personal_space_id uuid)
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
    least(extract(epoch from c.ends_at - now()), 86400)::float8,
    array_agg(m.space_id order by s.kind = 'personal' desc, m.created_at),
    array_agg(m.role order by s.kind = 'personal' desc, m.created_at),
    (array_agg(m.space_id) filter (where s.kind = 'personal' and s.created_by = u.id))[1]
  from credential c
  join users u on u.id = c.user_id and u.disabled_at is null
  join space_members m on m.user_id = u.id
  join spaces s on s.id = m.space_id
  where c.ends_at > now()
  group by u.id, c.id, c.kind, c.scopes, c.lapsed, c.stale, c.ends_at $$;

create or replace function kith.touch_credential(credential uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
  update sessions set lapsed = lapsed or last_used_at < now() - interval '30 minutes', last_used_at = greatest(last_used_at, now()) where id = credential;
  update api_keys set last_used_at = greatest(last_used_at, now()) where id = credential $$;

-- Processes keep what kith.authenticate answered; whatever it stands on says when that is void. Being used is not a change,
-- unless the clock is turned back.
create function kith.access_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('kith_auth', '');
  return null;
end $$;
create trigger access_ended after delete on sessions for each row execute function kith.access_changed();
create trigger access_changed after update on sessions for each row
  when ((old.user_id, old.token_hash, old.idle_seconds, old.expires_at, old.lapsed) is distinct from (new.user_id, new.token_hash, new.idle_seconds, new.expires_at, new.lapsed)
    or new.last_used_at < old.last_used_at)
  execute function kith.access_changed();
create trigger access_ended after delete on api_keys for each row execute function kith.access_changed();
create trigger access_changed after update on api_keys for each row
  when ((old.user_id, old.key_hash, old.scopes, old.expires_at) is distinct from (new.user_id, new.key_hash, new.scopes, new.expires_at))
  execute function kith.access_changed();
create trigger access_changed after update on users for each row
  when ((old.username, old.full_name, old.role, old.disabled_at) is distinct from (new.username, new.full_name, new.role, new.disabled_at))
  execute function kith.access_changed();
create trigger access_given after insert on space_members for each row execute function kith.access_changed();
create trigger access_ended after delete on space_members for each row execute function kith.access_changed();
create trigger access_changed after update on space_members for each row when (old.role is distinct from new.role) execute function kith.access_changed();

-- A changed role or a disabled account ends what is signed in: a token from before must not carry the new rights.
create function kith.end_sessions() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from sessions where user_id = new.id;
  delete from refresh_tokens where user_id = new.id;
  return null;
end $$;
create trigger end_sessions after update on users for each row
  when (old.role is distinct from new.role or (old.disabled_at is null and new.disabled_at is not null))
  execute function kith.end_sessions();

-- Swaps a refresh token for new tokens, in one transaction with the check. A second use means that it was stolen: the whole
-- family ends. The user's row is held so that a change of password in the same moment ends the new tokens too.
drop function kith.use_refresh_token;
create function kith.rotate_refresh_token(in_hash bytea, new_refresh bytea, new_access bytea, access_seconds int, refresh_seconds int, in_ip inet, in_user_agent text)
returns text language plpgsql security definer set search_path = public, pg_temp as $$
declare t refresh_tokens;
begin
  select * into t from refresh_tokens where token_hash = in_hash;
  perform 1 from users where id = t.user_id and disabled_at is null for share;
  if not found then return 'invalid'; end if;
  select * into t from refresh_tokens where token_hash = in_hash for update;
  if not found or t.expires_at <= now() then return 'invalid'; end if;
  delete from sessions where family_id = t.family_id;
  if t.used_at is not null then
    delete from refresh_tokens where family_id = t.family_id;
    perform kith.security_notice(t.user_id, 'token_reused', null, in_ip, in_user_agent);
    return 'reused';
  end if;
  update refresh_tokens set used_at = now() where id = t.id;
  insert into refresh_tokens (user_id, family_id, token_hash, expires_at, ip, user_agent)
  values (t.user_id, t.family_id, new_refresh, now() + make_interval(secs => refresh_seconds), in_ip, in_user_agent);
  insert into sessions (user_id, kind, family_id, token_hash, ip, user_agent, idle_seconds, expires_at)
  values (t.user_id, 'access', t.family_id, new_access, in_ip, in_user_agent, access_seconds, now() + make_interval(secs => access_seconds));
  return 'ok';
end $$;

-- What has ended and nobody needs any more.
create function kith.sweep_accounts() returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from sessions where least(expires_at, last_used_at + make_interval(secs => idle_seconds)) < now();
  delete from refresh_tokens where expires_at < now();
  delete from login_failures where last_failed_at < now() - interval '1 day' and coalesce(locked_until, now()) <= now();
  delete from invitations where expires_at < now() - interval '30 days';
  delete from security_events where created_at < now() - interval '400 days' $$;

do $$
declare f text;
begin
  foreach f in array array['begin_attempt', 'pass_attempt', 'release_attempt', 'find_login', 'authenticate', 'rotate_refresh_token', 'sweep_accounts'] loop
    execute format('revoke execute on function kith.%I from public', f);
    execute format('grant execute on function kith.%I to kith_app', f);
  end loop;
end $$;
