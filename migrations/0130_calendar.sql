-- Calendars and events. Times are what the clock on the wall shows (2026-05-17T20:00:00, or 2026-05-17 for a whole day), with the IANA
-- zone that clock hangs in; none means wherever one is (floating). Moments are resolved from them when they are read, so that a new
-- zone rule moves nothing a person meant.
create table calendars (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  name text not null check (char_length(name) between 1 and 64),
  color text not null default '#4f6cff' check (color ~ '^#[0-9A-Fa-f]{6}$'),
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (space_id, id)
);
create unique index calendars_default on calendars (space_id) where is_default;
call kith.protect_table('calendars');

-- When the birthdays and dates of the people of a space were last looked through, and when to look again.
create table date_looks (
  space_id uuid primary key references spaces on delete cascade,
  look_at timestamptz not null default now(),
  looked_until timestamptz not null default now()
);
create index date_looks_by_time on date_looks (look_at);
call kith.protect_table('date_looks');

-- Every space has one calendar from the start: made with the first event, undoing that event would take the calendar from under others.
create function kith.prepare_calendar() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into calendars (space_id, name, is_default) select id, 'Calendar', true from new_rows;
  insert into date_looks (space_id) select id from new_rows;
  return null;
end $$;
revoke execute on function kith.prepare_calendar from public;
create trigger prepare_calendar after insert on spaces referencing new table as new_rows for each statement execute function kith.prepare_calendar();
insert into calendars (space_id, name, is_default) select id, 'Calendar', true from spaces;
insert into date_looks (space_id) select id from spaces;
call kith.record_table('calendars');

create table events (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  calendar_id uuid not null,
  series_id uuid,                          -- this row stands for one occurrence of a series: that which
  recurrence_id text collate "C",          -- by the rule would start then
  title text not null check (char_length(title) between 1 and 255),
  description text check (char_length(description) <= 10000),
  place text check (char_length(place) <= 500),
  starts_at text collate "C" not null check (starts_at ~ '^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?$'),
  ends_at text collate "C" not null check (ends_at ~ '^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?$'),  -- exclusive
  time_zone text check (char_length(time_zone) between 1 and 64),
  rrule text check (char_length(rrule) <= 500),  -- RFC 5545, UNTIL as wall time
  all_day boolean not null generated always as (char_length(starts_at) = 10) stored,
  first_on text collate "C" not null generated always as (left(starts_at, 10)) stored,
  last_on text collate "C",                -- the day the last occurrence ends; null: never
  color text check (color ~ '^#[0-9A-Fa-f]{6}$'),
  source text not null default 'manual' check (source in ('manual', 'actionable')),
  entry_id uuid,
  contact_id uuid,                         -- the first of event_contacts, kept by its trigger
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((series_id is null) = (recurrence_id is null)),
  check (series_id is null or rrule is null),
  check (char_length(starts_at) = char_length(ends_at) and ends_at >= starts_at),
  unique (space_id, id),
  unique (space_id, series_id, recurrence_id),
  unique (space_id, entry_id),             -- an entry never makes two events
  foreign key (space_id, calendar_id) references calendars (space_id, id) on delete cascade,
  foreign key (space_id, series_id) references events (space_id, id) on delete cascade,
  foreign key (space_id, entry_id) references entries (space_id, id) on delete set null (entry_id)
);
create index events_by_calendar on events (space_id, calendar_id);
create index events_single on events (space_id, first_on, id) where rrule is null;
create index events_repeating on events (space_id, first_on) where rrule is not null;
call kith.protect_table('events');
call kith.record_table('events', array['contact_id']);

-- Occurrences of a series that do not take place. Rows, not an array: deleting two and taking back the first is then no conflict.
create table event_exdates (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  event_id uuid not null,
  occurrence text collate "C" not null check (char_length(occurrence) <= 19),
  foreign key (space_id, event_id) references events (space_id, id) on delete cascade,
  unique (space_id, event_id, occurrence)
);
call kith.protect_table('event_exdates');
call kith.record_table('event_exdates');

create table event_contacts (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  event_id uuid not null,
  contact_id uuid not null,
  foreign key (space_id, event_id) references events (space_id, id) on delete cascade,
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade,
  unique (space_id, event_id, contact_id)
);
create index event_contacts_by_contact on event_contacts (space_id, contact_id, event_id);
call kith.protect_table('event_contacts');
call kith.record_table('event_contacts');

create table event_attendees (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  event_id uuid not null,
  name text not null check (char_length(name) <= 255),
  email text check (char_length(email) <= 254),
  contact_id uuid,
  status text not null default 'needs_action' check (status in ('needs_action', 'accepted', 'declined', 'tentative')),
  foreign key (space_id, event_id) references events (space_id, id) on delete cascade,
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete set null (contact_id)
);
create index event_attendees_by_event on event_attendees (space_id, event_id);
create index event_attendees_by_contact on event_attendees (space_id, contact_id) where contact_id is not null;
call kith.protect_table('event_attendees');
call kith.record_table('event_attendees');

-- When somebody wants to be reminded: so many minutes before the start, or at a time of a day so many days before.
create table event_reminders (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  event_id uuid not null,
  minutes_before int check (minutes_before between 0 and 40320),
  days_before int check (days_before between 0 and 60),
  at_time text check (at_time ~ '^\d{2}:\d{2}$'),
  -- Kept by the worker, outside the feed: reminders due until then have been shown, and the next look. A row that is new (or came
  -- back by undo) is looked at at once.
  looked_until timestamptz not null default now() - interval '1 minute',
  look_at timestamptz not null default now(),
  check ((minutes_before is null) <> (at_time is null) and (at_time is null) = (days_before is null)),
  foreign key (space_id, event_id) references events (space_id, id) on delete cascade,
  unique nulls not distinct (space_id, event_id, minutes_before, days_before, at_time),
  unique (space_id, id)
);
create index event_reminders_by_look on event_reminders (look_at);
call kith.protect_table('event_reminders');
call kith.record_table('event_reminders', array['looked_until', 'look_at']);

-- Reminders that came due: one row for each reminder and occurrence, by its key, so that none is shown twice. Without foreign keys to
-- what they are about: undoing the making of an event must not meet rows of another action, and an event that comes back by undo
-- finds what was dismissed. Those whose event or person is gone are not shown, and swept.
create table reminders (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  kind text not null check (kind in ('event', 'birthday', 'important_date')),
  key text collate "C" not null check (char_length(key) <= 200),
  event_id uuid,
  contact_id uuid,
  occurrence text collate "C" not null check (char_length(occurrence) <= 19),
  label text check (char_length(label) <= 64),
  days_before int,
  due_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'dismissed', 'snoozed')),
  snoozed_until timestamptz,
  shown_at timestamptz,                    -- a page has shown it; outside the feed, because nobody undoes that
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((state = 'snoozed') = (snoozed_until is not null)),
  unique (space_id, key),
  unique (space_id, id)
);
create index reminders_by_time on reminders (space_id, due_at desc, id desc);
create index reminders_open on reminders (space_id, due_at desc, id desc) where state <> 'dismissed';
create index reminders_snoozed on reminders (snoozed_until) where state = 'snoozed';
call kith.protect_table('reminders');
call kith.record_table('reminders', array['shown_at']);

-- Whatever moves an event makes its reminders be looked at again.
create function kith.look_again() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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
    update event_reminders r set look_at = now() from new_rows n join old_rows o on o.id = n.id
    where r.space_id = n.space_id and r.event_id in (n.id, n.series_id)
      and (n.starts_at, n.rrule, n.time_zone, n.recurrence_id, n.series_id) is distinct from (o.starts_at, o.rrule, o.time_zone, o.recurrence_id, o.series_id);
  end if;
  return null;
end $$;
create trigger look_insert after insert on events referencing new table as new_rows for each statement execute function kith.look_again();
create trigger look_update after update on events referencing old table as old_rows new table as new_rows for each statement execute function kith.look_again();
create trigger look_delete after delete on events referencing old table as old_rows for each statement execute function kith.look_again();
create trigger look_insert after insert on event_exdates referencing new table as new_rows for each statement execute function kith.look_again();
create trigger look_delete after delete on event_exdates referencing old table as old_rows for each statement execute function kith.look_again();

create function kith.event_person() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    update events e set contact_id = (select ec.contact_id from event_contacts ec where ec.space_id = e.space_id and ec.event_id = e.id order by ec.id limit 1)
    where e.id in (select event_id from new_rows);
  else
    update events e set contact_id = (select ec.contact_id from event_contacts ec where ec.space_id = e.space_id and ec.event_id = e.id order by ec.id limit 1)
    where e.id in (select event_id from old_rows);
  end if;
  return null;
end $$;
create trigger person_insert after insert on event_contacts referencing new table as new_rows for each statement execute function kith.event_person();
create trigger person_delete after delete on event_contacts referencing old table as old_rows for each statement execute function kith.event_person();
revoke execute on function kith.look_again, kith.event_person from public;

-- What of all tenants is to be looked at by now: ids, and the zone of the owner of each space. The worker does the rest as that space.
create function kith.calendar_looks(at timestamptz, max_rows int)
returns table (space_id uuid, time_zone text, reminder_ids uuid[], snoozed_ids uuid[], dates boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select w.space_id, coalesce((
      select p.time_zone from space_members m join preferences p on p.user_id = m.user_id
      where m.space_id = w.space_id and m.role = 'owner' order by m.created_at, m.user_id limit 1), 'UTC'),
    coalesce(array_agg(w.id) filter (where w.what = 'reminder'), '{}'), coalesce(array_agg(w.id) filter (where w.what = 'snoozed'), '{}'), bool_or(w.what = 'dates')
  from (
    (select r.space_id, r.id, 'reminder' as what from event_reminders r where r.look_at <= at order by r.look_at limit max_rows)
    union all (select s.space_id, s.id, 'snoozed' from reminders s where s.state = 'snoozed' and s.snoozed_until <= at order by s.snoozed_until limit max_rows)
    union all (select d.space_id, null, 'dates' from date_looks d where d.look_at <= at order by d.look_at limit max_rows)
  ) w group by w.space_id $$;

-- Reminders of what is gone for a month (undo reaches no further in practice), and those dismissed a year ago.
create function kith.sweep_reminders() returns int language sql security definer set search_path = public, pg_temp as $$
  with gone as (
    delete from reminders r where r.updated_at < now() - interval '30 days' and (
      r.state = 'dismissed' and r.updated_at < now() - interval '1 year'
      or r.kind = 'event' and not exists (select 1 from events e where e.space_id = r.space_id and e.id = r.event_id)
      or r.kind <> 'event' and not exists (select 1 from contacts c where c.space_id = r.space_id and c.id = r.contact_id))
    returning 1)
  select count(*)::int from gone $$;
revoke execute on function kith.calendar_looks, kith.sweep_reminders from public;
grant execute on function kith.calendar_looks, kith.sweep_reminders to kith_app;

call kith.search_table('events', 'event', 'v', 6, title => 'r.title', names => 'r.title', about => 'r.contact_id',
  body => $$concat_ws(' ', r.place, r.description)$$, watched => array['title', 'place', 'description', 'contact_id']);

-- People by the day of a date of theirs, for the calendar and its reminders.
create index contacts_with_dates on contacts (space_id) where important_dates <> '[]';
