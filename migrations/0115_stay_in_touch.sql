-- Staying in touch: how often somebody wants to talk to a person, what counts as talking, and when it is due.
alter table contacts
  add column cadence_weeks smallint check (cadence_weeks between 1 and 104),
  add column cadence_started_at timestamptz,   -- what counts while there was no contact yet
  add column snoozed_at timestamptz,
  add column snoozed_until timestamptz;        -- the beginning of a day, where the one who snoozed lives

-- A snooze puts off what was due when it was made: contact after it makes it void. Weeks are counted in hours of UTC, so that the
-- moment can be stored and indexed; the day it falls on is told in the zone of whoever asks.
alter table contacts add column due_at timestamptz generated always as (
  case when cadence_weeks is not null then greatest(
    ((coalesce(last_interaction_at, cadence_started_at) at time zone 'UTC') + cadence_weeks * interval '7 days') at time zone 'UTC',
    case when snoozed_at > coalesce(last_interaction_at, '-infinity') then snoozed_until end)
  end) stored;
create index contacts_by_due on contacts (space_id, archived, coalesce(due_at, 'infinity'), id);

create function kith.start_cadence() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.cadence_weeks is null then
    new.cadence_started_at := null;
    new.snoozed_at := null;
    new.snoozed_until := null;
  else
    new.cadence_started_at := coalesce(new.cadence_started_at, now());
  end if;
  return new;
end $$;
create trigger start_cadence before insert or update on contacts for each row
  when (new.cadence_weeks is not null or new.cadence_started_at is not null or new.snoozed_at is not null) execute function kith.start_cadence();

-- "I just talked to them": contact that left no note.
create table interactions (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  contact_id uuid not null,
  kind text not null check (kind in ('call', 'meeting', 'message', 'other')),
  at timestamptz not null,
  text text check (char_length(text) <= 2000),
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (space_id, id),
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade
);
create index interactions_by_contact on interactions (space_id, contact_id, at desc, id desc);
call kith.protect_table('interactions');
call kith.record_table('interactions');

-- When there was contact last, over everything that counts as contact. A table that counts too is added here, and gets triggers
-- like those of interactions.
create function kith.last_interaction(of_space uuid, person uuid) returns timestamptz
language sql stable set search_path = public, pg_temp as $$
  select greatest(
    (select max(created_at) from notes where space_id = of_space and contact_id = person),
    (select max(at) from interactions where space_id = of_space and contact_id = person)) $$;
revoke execute on function kith.last_interaction from public;

create function kith.count_interactions() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    update contacts c set last_interaction_at = greatest(last_interaction_at, d.latest)
    from (select contact_id, max(at) as latest from new_rows group by 1 order by 1) d where c.id = d.contact_id;
  elsif tg_op = 'UPDATE' then
    update contacts c set last_interaction_at = kith.last_interaction(c.space_id, c.id)
    where c.id in (
      select unnest(array[o.contact_id, n.contact_id]) from old_rows o join new_rows n on n.id = o.id
      where (o.contact_id, o.at) is distinct from (n.contact_id, n.at));
  else
    update contacts c set last_interaction_at = kith.last_interaction(c.space_id, c.id) where c.id in (select contact_id from old_rows);
  end if;
  return null;
end $$;
revoke execute on function kith.count_interactions from public;
create trigger count_insert after insert on interactions referencing new table as new_rows for each statement execute function kith.count_interactions();
create trigger count_update after update on interactions referencing old table as old_rows new table as new_rows for each statement execute function kith.count_interactions();
create trigger count_delete after delete on interactions referencing old table as old_rows for each statement execute function kith.count_interactions();

-- What 0005 did with notes alone.
create or replace function kith.count_notes() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    update contacts c set note_count = note_count + d.n, last_interaction_at = greatest(last_interaction_at, d.latest)
    from (select contact_id, count(*) as n, max(created_at) as latest from new_rows where contact_id is not null group by 1 order by 1) d
    where c.id = d.contact_id;
  else
    update contacts c set note_count = note_count - d.n, last_interaction_at = kith.last_interaction(c.space_id, c.id)
    from (select contact_id, count(*) as n from old_rows where contact_id is not null group by 1 order by 1) d
    where c.id = d.contact_id;
  end if;
  return null;
end $$;

create or replace function kith.move_notes() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update contacts c set
    note_count = (select count(*) from notes n where n.space_id = c.space_id and n.contact_id = c.id),
    last_interaction_at = kith.last_interaction(c.space_id, c.id)
  where c.id in (
    select unnest(array[o.contact_id, n.contact_id]) from old_rows o join new_rows n on n.id = o.id
    where o.contact_id is distinct from n.contact_id);
  return null;
end $$;

create or replace function kith.recount_contacts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if kith.undoes() is null then return null; end if;
  update contacts c set
    note_count = (select count(*) from notes n where n.space_id = c.space_id and n.contact_id = c.id),
    last_interaction_at = kith.last_interaction(c.space_id, c.id),
    entry_count = (select count(*) from entries e where e.space_id = c.space_id and e.contact_id = c.id)
  where c.id in (select id from new_rows);
  return null;
end $$;

-- The zone the acting user lives in. One that this server does not know (yet) must not make a list fail.
create function kith.time_zone() returns text language plpgsql stable set search_path = public, pg_temp as $$
declare
  zone text := (select p.time_zone from preferences p where p.user_id = kith.user_id());
begin
  perform now() at time zone zone;
  return coalesce(zone, 'UTC');
exception when invalid_parameter_value then
  return 'UTC';
end $$;
