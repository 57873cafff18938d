-- Whether an account was made a moment ago by just this request: then who repeats it heard no answer. The password, which only its owner
-- knows, is checked by whoever asks this; an invitation must be the one that was accepted.
create function kith.just_signed_up(in_username text, in_email text, in_full_name text, in_time_zone text, in_invitation bytea) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select 1 from users u join preferences p on p.user_id = u.id
    where u.username_key = kith.fold(in_username) and u.username = in_username and u.email is not distinct from in_email and u.full_name = in_full_name
      and p.time_zone = in_time_zone and u.created_at > now() - interval '15 minutes'
      and (in_invitation is null or exists (select 1 from invitations i where i.token_hash = in_invitation and i.accepted_by = u.id))) $$;
revoke execute on function kith.just_signed_up from public;
grant execute on function kith.just_signed_up to kith_app;

-- As before, and at both ends: nothing comes before the first batch, and every row that has a position is in one. What it cannot notice is
-- that the newest batches are gone together with their rows: a restored backup looks the same. For that, somebody keeps a head elsewhere.
create or replace function kith.verify_changes() returns table (batch_id bigint, first_position bigint, last_position bigint, problem text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  b change_batches;
  previous change_batches;
  actual bytea;
  n bigint;
  bad bigint;
begin
  for b in select * from change_batches order by id loop
    select count(*), kith.chain_hash(b.previous_hash, array_agg(kith.change_line(c) order by c.position)),
      count(*) filter (where c.erased_at is null and c.payload_hash is distinct from kith.payload_hash(c.old, c.new))
    into n, actual, bad
    from changes c where c.position between b.first_position and b.last_position;
    batch_id := b.id; first_position := b.first_position; last_position := b.last_position;
    if previous.id is null and (b.first_position <> 1 or b.previous_hash is not null) then
      problem := 'what came before it is missing'; return next;
    elsif previous.id is not null and b.previous_hash is distinct from previous.hash then
      problem := 'does not follow the batch before it'; return next;
    elsif previous.id is not null and b.first_position <> previous.last_position + 1 then
      problem := 'positions are missing before it'; return next;
    elsif n <> b.last_position - b.first_position + 1 then
      problem := format('%s rows are missing', b.last_position - b.first_position + 1 - n); return next;
    elsif bad > 0 then
      problem := format('%s payloads were altered', bad); return next;
    elsif actual <> b.hash then
      problem := 'a row was altered'; return next;
    end if;
    previous := b;
  end loop;
  -- what was sealed since this began is in a batch of its own
  select count(*), min(c.position), max(c.position) into n, first_position, last_position from changes c
  where c.position > coalesce(previous.last_position, 0) and not exists (select 1 from change_batches s where c.position between s.first_position and s.last_position);
  if n > 0 then
    batch_id := coalesce(previous.id, 0) + 1;
    problem := format('it is missing, but %s of its rows are there', n); return next;
  end if;
end $$;
