-- A meeting that has ended is contact with the people it was with. Time passes without anybody writing, so the worker that looks at
-- reminders each minute also looks at the events whose end has come, and keeps here when one of them ended last. Derived: outside the feed.
create table event_ends (
  event_id uuid primary key,
  space_id uuid not null,
  look_at timestamptz not null default now(),
  ended_at timestamptz,                    -- when its last occurrence so far ended; none yet: null
  foreign key (space_id, event_id) references events (space_id, id) on delete cascade deferrable initially immediate
);
create index event_ends_by_look on event_ends (look_at);
create index event_ends_by_event on event_ends (space_id, event_id);
call kith.protect_table('event_ends');
insert into event_ends (space_id, event_id) select distinct space_id, event_id from event_contacts;

-- Follow-ups are things to do, which may not have been done; who declined was not there.
create or replace function kith.last_interaction(of_space uuid, person uuid) returns timestamptz
language sql stable set search_path = public, pg_temp as $$
  select greatest(
    (select max(created_at) from notes where space_id = of_space and contact_id = person),
    (select max(at) from interactions where space_id = of_space and contact_id = person),
    (select max(m.ended_at) from event_contacts ec
      join events e on e.space_id = ec.space_id and e.id = ec.event_id
      join event_ends m on m.space_id = ec.space_id and m.event_id = ec.event_id
      where ec.space_id = of_space and ec.contact_id = person and e.source <> 'actionable'
        and not exists (select 1 from event_attendees a where a.space_id = ec.space_id and a.event_id = ec.event_id and a.contact_id = person and a.status = 'declined'))) $$;

-- Sets the last contact of people anew, where it is another.
create function kith.recount_met(people uuid[]) returns void language sql security definer set search_path = public, pg_temp as $$
  update contacts c set last_interaction_at = n.latest
  from (select p.id, kith.last_interaction(p.space_id, p.id) as latest from contacts p where p.id = any (people) order by p.id) n
  where c.id = n.id and c.last_interaction_at is distinct from n.latest $$;

create function kith.count_met() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if tg_table_name = 'event_contacts' then
      insert into event_ends (space_id, event_id) select distinct space_id, event_id from new_rows order by event_id on conflict (event_id) do nothing;
    end if;
    perform kith.recount_met(array(select contact_id from new_rows where contact_id is not null));
  elsif tg_op = 'DELETE' then
    perform kith.recount_met(array(select contact_id from old_rows where contact_id is not null));
  else
    perform kith.recount_met(array(select unnest(array[o.contact_id, n.contact_id]) from old_rows o join new_rows n on n.id = o.id));
  end if;
  return null;
end $$;
create trigger met_insert after insert on event_contacts referencing new table as new_rows for each statement execute function kith.count_met();
create trigger met_update after update on event_contacts referencing old table as old_rows new table as new_rows for each statement execute function kith.count_met();
create trigger met_delete after delete on event_contacts referencing old table as old_rows for each statement execute function kith.count_met();
create trigger met_insert after insert on event_attendees referencing new table as new_rows for each statement execute function kith.count_met();
create trigger met_update after update on event_attendees referencing old table as old_rows new table as new_rows for each statement execute function kith.count_met();
create trigger met_delete after delete on event_attendees referencing old table as old_rows for each statement execute function kith.count_met();

create function kith.count_ended() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform kith.recount_met(array(
    select ec.contact_id from new_rows n join old_rows o on o.event_id = n.event_id join event_contacts ec on ec.space_id = n.space_id and ec.event_id = n.event_id
    where n.ended_at is distinct from o.ended_at));
  return null;
end $$;
create trigger ended after update on event_ends referencing old table as old_rows new table as new_rows for each statement execute function kith.count_ended();

-- Whatever moves an event (its times, its exceptions, an occurrence of its own) makes its end be looked at again.
create function kith.end_again() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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
    update event_ends m set look_at = now() from new_rows n join old_rows o on o.id = n.id
    where m.event_id in (n.id, n.series_id)
      and (n.starts_at, n.ends_at, n.rrule, n.time_zone, n.recurrence_id, n.series_id) is distinct from (o.starts_at, o.ends_at, o.rrule, o.time_zone, o.recurrence_id, o.series_id);
  end if;
  return null;
end $$;
create trigger end_insert after insert on events referencing new table as new_rows for each statement execute function kith.end_again();
create trigger end_update after update on events referencing old table as old_rows new table as new_rows for each statement execute function kith.end_again();
create trigger end_delete after delete on events referencing old table as old_rows for each statement execute function kith.end_again();
create trigger end_insert after insert on event_exdates referencing new table as new_rows for each statement execute function kith.end_again();
create trigger end_delete after delete on event_exdates referencing old table as old_rows for each statement execute function kith.end_again();
revoke execute on function kith.recount_met, kith.count_met, kith.count_ended, kith.end_again from public;
