-- What a trigger makes of the rows before and after: joined so that it can only be hashed. The number of rows is guessed once, when a
-- connection first meets the statement, and a guess of one made every row meet every other: 3,000 entries for 3,000 people took 7.4 s
-- instead of 0.3 s on a connection that had written one before. The plan does not change when the number does; this join leaves it no
-- choice. Both sides hold the same ids, so there is nothing to be full of.
do $$
declare
  f oid;
begin
  for f in select p.oid from pg_proc p where p.pronamespace = 'kith'::regnamespace and p.prosrc ~ '\mjoin (old|new)_rows \w on \w\.id = \w\.id' loop
    execute regexp_replace(pg_get_functiondef(f), '\mjoin ((old|new)_rows \w on \w\.id = \w\.id)', 'full join \1', 'g');
  end loop;
end $$;

-- These ask for more of a row, which would make it an inner join again: so they ask afterwards.
create or replace function kith.redate_notes() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update contacts c set last_interaction_at = kith.last_interaction(c.space_id, c.id)
  where c.id in (select r.contact_id from (select n.contact_id from new_rows n full join old_rows o on o.id = n.id where n.created_at is distinct from o.created_at offset 0) r);
  return null;
end $$;

create or replace function kith.date_mentions() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if kith.undoes() is null then return null; end if;
    update note_mentions m set noted_at = n.created_at from new_rows n where m.space_id = n.space_id and m.note_id = n.id;
  else
    update note_mentions m set noted_at = r.created_at
    from (select n.* from new_rows n full join old_rows o on o.id = n.id where n.created_at is distinct from o.created_at offset 0) r
    where m.space_id = r.space_id and m.note_id = r.id;
  end if;
  return null;
end $$;

create or replace function kith.end_again() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'event_exdates' then
    if tg_op = 'INSERT' then
      update event_ends m set look_at = now() from new_rows n where m.event_id = n.event_id;
    else
      update event_ends m set look_at = now() from old_rows o where m.event_id = o.event_id;
    end if;
  elsif tg_op = 'INSERT' then
    update event_ends m set look_at = now() from new_rows n where m.event_id = n.series_id;
  elsif tg_op = 'DELETE' then
    update event_ends m set look_at = now() from old_rows o where m.event_id = o.series_id;
  else
    update event_ends m set look_at = now()
    from (select n.id, n.series_id from new_rows n full join old_rows o on o.id = n.id
      where (n.starts_at, n.ends_at, n.rrule, n.time_zone, n.recurrence_id, n.series_id) is distinct from (o.starts_at, o.ends_at, o.rrule, o.time_zone, o.recurrence_id, o.series_id) offset 0) r
    where m.event_id in (r.id, r.series_id);
  end if;
  return null;
end $$;

create or replace function kith.look_again() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'event_exdates' then
    if tg_op = 'INSERT' then
      update event_reminders r set look_at = now() from new_rows n where r.space_id = n.space_id and r.event_id = n.event_id;
    else
      update event_reminders r set look_at = now() from old_rows o where r.space_id = o.space_id and r.event_id = o.event_id;
    end if;
  elsif tg_op = 'INSERT' then
    update event_reminders r set look_at = now() from new_rows n where r.space_id = n.space_id and r.event_id = n.series_id;
    if kith.undoes() is not null then -- its people came back before it
      update events e set contact_id = (select ec.contact_id from event_contacts ec where ec.space_id = e.space_id and ec.event_id = e.id order by ec.id limit 1)
      from new_rows n where e.id = n.id;
    end if;
  elsif tg_op = 'DELETE' then
    update event_reminders r set look_at = now() from old_rows o where r.space_id = o.space_id and r.event_id = o.series_id;
  else
    update event_reminders m set look_at = now()
    from (select n.space_id, n.id, n.series_id from new_rows n full join old_rows o on o.id = n.id
      where (n.starts_at, n.rrule, n.time_zone, n.recurrence_id, n.series_id) is distinct from (o.starts_at, o.rrule, o.time_zone, o.recurrence_id, o.series_id) offset 0) r
    where m.space_id = r.space_id and m.event_id in (r.id, r.series_id);
  end if;
  return null;
end $$;
