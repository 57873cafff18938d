-- Whether birthdays and important dates are announced, how many days ahead, and at what time of the day.
alter table preferences
  add column birthday_reminders boolean not null default true,
  add column birthday_days_before int[] not null default '{0,7}'
    check (cardinality(birthday_days_before) <= 6 and 0 <= all (birthday_days_before) and 60 >= all (birthday_days_before) and array_position(birthday_days_before, null) is null),
  add column birthday_time text collate "C" not null default '09:00' check (birthday_time ~ '^([01]\d|2[0-3]):[0-5]\d$');

-- What is chosen holds from today on: this morning is looked at again. What was announced of it already is not announced twice.
create function kith.look_at_dates() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update date_looks d set look_at = now(), looked_until = least(d.looked_until, now() - interval '1 day')
  from space_members m where m.user_id = new.user_id and m.role = 'owner' and d.space_id = m.space_id;
  return null;
end $$;
revoke execute on function kith.look_at_dates from public;
create trigger look_at_dates after update on preferences for each row
  when ((old.birthday_reminders, old.birthday_days_before, old.birthday_time) is distinct from (new.birthday_reminders, new.birthday_days_before, new.birthday_time))
  execute function kith.look_at_dates();

-- As before, with the ends of events, and what the owner of the space wants to be told of birthdays.
drop function kith.calendar_looks(timestamptz, int);
create function kith.calendar_looks(at timestamptz, max_rows int)
returns table (space_id uuid, time_zone text, birthday_days_before int[], birthday_time text, reminder_ids uuid[], snoozed_ids uuid[], ended_ids uuid[], dates boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select w.space_id, coalesce(p.time_zone, 'UTC'),
    case when p.birthday_reminders is false then '{}' else coalesce(p.birthday_days_before, '{0,7}') end, coalesce(p.birthday_time, '09:00'),
    w.reminder_ids, w.snoozed_ids, w.ended_ids, w.dates
  from (
    select w.space_id, coalesce(array_agg(w.id) filter (where w.what = 'reminder'), '{}') as reminder_ids, coalesce(array_agg(w.id) filter (where w.what = 'snoozed'), '{}') as snoozed_ids,
      coalesce(array_agg(w.id) filter (where w.what = 'ended'), '{}') as ended_ids, bool_or(w.what = 'dates') as dates
    from (
      (select r.space_id, r.id, 'reminder' as what from event_reminders r where r.look_at <= at order by r.look_at limit max_rows)
      union all (select s.space_id, s.id, 'snoozed' from reminders s where s.state = 'snoozed' and s.snoozed_until <= at order by s.snoozed_until limit max_rows)
      union all (select m.space_id, m.event_id, 'ended' from event_ends m where m.look_at <= at order by m.look_at limit max_rows)
      union all (select d.space_id, null, 'dates' from date_looks d where d.look_at <= at order by d.look_at limit max_rows)
    ) w group by w.space_id
  ) w
  left join lateral (
    select p.* from space_members m join preferences p on p.user_id = m.user_id
    where m.space_id = w.space_id and m.role = 'owner' order by m.created_at, m.user_id limit 1) p on true $$;
revoke execute on function kith.calendar_looks from public;
grant execute on function kith.calendar_looks to kith_app;
