-- Spaces: who may invite is decided here, not only by the server.

-- The acting user may invite to this space (owners of shared spaces) or, with null, to the installation (admins).
create function kith.may_invite(in_space uuid, in_user uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select case when in_space is null then exists (select 1 from users where id = in_user and role = 'admin' and disabled_at is null)
    else exists (
      select 1 from space_members m join spaces s on s.id = m.space_id join users u on u.id = m.user_id
      where m.space_id = in_space and m.user_id = in_user and m.role = 'owner' and s.kind = 'shared' and u.disabled_at is null) end $$;

drop policy space_owners on invitations;
create policy inviters on invitations to kith_app
  using ((select kith.user_id()) is not null and kith.may_invite(space_id, (select kith.user_id())))
  with check (created_by = (select kith.user_id()) and kith.may_invite(space_id, (select kith.user_id())));

-- An invitation is worth what its sender may still do.
create or replace function kith.find_invitation(in_hash bytea)
returns table (id uuid, space_id uuid, space_name text, role text, email text, invited_by text, expires_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.id, i.space_id, s.name, i.role, i.email, coalesce(nullif(u.full_name, ''), u.username), i.expires_at
  from invitations i join users u on u.id = i.created_by left join spaces s on s.id = i.space_id
  where i.token_hash = in_hash and i.accepted_at is null and i.expires_at > now() and kith.may_invite(i.space_id, i.created_by) $$;

-- Takes an invitation for the acting user. Outcome: 'ok', 'missing' (unknown, used, expired or withdrawn), 'member' (nothing to
-- gain, so it is not used up), 'full' (in 100 spaces already).
drop function kith.accept_invitation;
create function kith.accept_invitation(in_hash bytea) returns table (outcome text, in_space uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  i invitations;
  me uuid := kith.user_id();
begin
  select * into i from invitations where token_hash = in_hash for update;
  if i.id is null or not exists (select 1 from kith.find_invitation(in_hash)) then return query select 'missing', null::uuid; return; end if;
  if i.space_id is not null then
    if exists (select 1 from space_members m where m.space_id = i.space_id and m.user_id = me) then return query select 'member', i.space_id; return; end if;
    if (select count(*) from space_members m where m.user_id = me) >= 100 then return query select 'full', i.space_id; return; end if;
    insert into space_members (space_id, user_id, role) values (i.space_id, me, i.role);
  end if;
  update invitations set accepted_at = now(), accepted_by = me where id = i.id;
  return query select 'ok', i.space_id;
end $$;

-- Makes an account through the front door. in_first_only: only as the first account (KT403 otherwise). With an invitation, account
-- and acceptance are one transaction (KT404 when it is not open).
create function kith.sign_up(in_username text, in_email text, in_full_name text, in_password_hash text, in_time_zone text, in_role text, in_invitation bytea, in_first_only boolean)
returns table (user_id uuid, space_id uuid, role text)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtext('kith.register_user'));
  if in_first_only and kith.has_users() then raise exception 'registration is closed' using errcode = 'KT403'; end if;
  -- before the names: who has no invitation must not learn which are taken
  if in_invitation is not null and not exists (select 1 from kith.find_invitation(in_invitation)) then
    raise exception 'no such invitation' using errcode = 'KT404';
  end if;
  return query select * from kith.register_user(in_username, in_email, in_full_name, in_password_hash, in_time_zone, in_role);
  if in_invitation is not null and (select a.outcome from kith.accept_invitation(in_invitation) a) <> 'ok' then
    raise exception 'no such invitation' using errcode = 'KT404';
  end if;
end $$;

-- Null when the user is in 100 spaces already.
create or replace function kith.create_space(in_name text) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare new_space uuid;
begin
  if (select count(*) from space_members where user_id = kith.user_id()) >= 100 then return null; end if;
  insert into spaces (name, kind, created_by) values (in_name, 'shared', kith.user_id()) returning id into new_space;
  insert into space_members (space_id, user_id, role) values (new_space, kith.user_id(), 'owner');
  return new_space;
end $$;

-- One page of members in the order they joined, with names: other people's users rows are hidden from a member.
drop function kith.list_members;
create function kith.list_members(in_space uuid, after uuid, max_rows int)
returns table (id uuid, user_id uuid, username text, full_name text, role text, joined_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.id, m.user_id, u.username, u.full_name, m.role, m.created_at
  from space_members m join users u on u.id = m.user_id
  where m.space_id = in_space and in_space = any (kith.read_spaces()) and (after is null or m.id > after)
  order by m.id limit max_rows $$;

do $$
declare f text;
begin
  foreach f in array array['may_invite', 'accept_invitation', 'sign_up', 'list_members'] loop
    execute format('revoke execute on function kith.%I from public', f);
    execute format('grant execute on function kith.%I to kith_app', f);
  end loop;
end $$;
