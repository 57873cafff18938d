-- Who undoes need not wait for the worker: the events of one space whose end is to be looked at now, and the zone of its owner, for
-- whoever may write there. It sees the rows of the transaction that asks.
create function kith.ends_to_look_at(in_space uuid, max_rows int) returns table (time_zone text, at timestamptz, ended_ids uuid[])
language sql volatile security definer set search_path = public, pg_temp as $$
  select coalesce((
      select p.time_zone from space_members m join preferences p on p.user_id = m.user_id
      where m.space_id = in_space and m.role = 'owner' order by m.created_at, m.user_id limit 1), 'UTC'),
    clock_timestamp(),
    array(select m.event_id from event_ends m where m.space_id = in_space and m.look_at <= clock_timestamp() order by m.look_at limit max_rows)
  where in_space = any (kith.write_spaces()) $$;
revoke execute on function kith.ends_to_look_at from public;
grant execute on function kith.ends_to_look_at to kith_app;
