-- A new password ends sessions and tokens. API keys go on, which the notice of the change says, so that whoever fears for their account revokes them.
create function kith.keys_left(in_user uuid) returns text language sql stable set search_path = public, pg_temp as $$
  select count(*) || case when count(*) = 1 then ' API key goes on working' else ' API keys go on working' end
  from api_keys where user_id = in_user and (expires_at is null or expires_at > now()) having count(*) > 0 $$;
revoke execute on function kith.keys_left from public;
grant execute on function kith.keys_left to kith_app;

CREATE OR REPLACE FUNCTION kith.use_password_link(in_hash bytea, in_password_hash text, in_ip inet, in_user_agent text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
  perform kith.security_notice(link.user_id, 'password_changed', concat_ws('; ', 'With a link', kith.keys_left(link.user_id)), in_ip, in_user_agent);
  return true;
end $function$;;
