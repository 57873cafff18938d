-- An invitation to the installation is for somebody without an account: one who has an account must not use it up.

-- Takes an invitation for the acting user (is_new: whose account is being made by it). Outcome: 'ok', 'missing' (unknown, used,
-- expired or withdrawn), 'member' (nothing to gain, so it is not used up), 'full' (in 100 spaces already).
drop function kith.accept_invitation;
create function kith.accept_invitation(in_hash bytea, is_new boolean) returns table (outcome text, in_space uuid)
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
  elsif not is_new then
    return query select 'member', null::uuid; return;
  end if;
  update invitations set accepted_at = now(), accepted_by = me where id = i.id;
  return query select 'ok', i.space_id;
end $$;
revoke execute on function kith.accept_invitation from public;
grant execute on function kith.accept_invitation to kith_app;

create or replace function kith.sign_up(in_username text, in_email text, in_full_name text, in_password_hash text, in_time_zone text, in_role text, in_invitation bytea, in_first_only boolean)
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
  if in_invitation is not null and (select a.outcome from kith.accept_invitation(in_invitation, true) a) <> 'ok' then
    raise exception 'no such invitation' using errcode = 'KT404';
  end if;
end $$;
