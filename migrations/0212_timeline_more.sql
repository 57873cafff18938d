-- Notes of others that mention a person stand on that person's timeline, by the time of the note: kept with the mention, so that a page
-- is read by index. Derived, and so outside the feed.
alter table note_mentions add column noted_at timestamptz not null default now();
update note_mentions m set noted_at = n.created_at from notes n where n.space_id = m.space_id and n.id = m.note_id;
create index note_mentions_by_time on note_mentions (space_id, contact_id, noted_at desc, id desc);

create function kith.date_mention() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  new.noted_at := coalesce((select n.created_at from notes n where n.space_id = new.space_id and n.id = new.note_id), now());
  return new;
end $$;
create trigger date_mention before insert on note_mentions for each row execute function kith.date_mention();

-- A note of a day is dated by its last message; and undo puts mentions back before their note.
create function kith.date_mentions() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if kith.undoes() is null then return null; end if;
    update note_mentions m set noted_at = n.created_at from new_rows n where m.space_id = n.space_id and m.note_id = n.id;
  else
    update note_mentions m set noted_at = n.created_at from new_rows n join old_rows o on o.id = n.id
    where o.created_at <> n.created_at and m.space_id = n.space_id and m.note_id = n.id;
  end if;
  return null;
end $$;
revoke execute on function kith.date_mentions from public;
create trigger date_mentions_insert after insert on notes referencing new table as new_rows for each statement execute function kith.date_mentions();
create trigger date_mentions_update after update on notes referencing old table as old_rows new table as new_rows for each statement execute function kith.date_mentions();

do $$ begin
  drop trigger changes_insert on note_mentions;
  drop trigger changes_update on note_mentions;
  drop trigger changes_delete on note_mentions;
  call kith.record_table('note_mentions', array['noted_at']);
end $$;

-- The id of one coming of a date (0: the birthday, then the important dates in their order): the same whenever it is asked for.
create function kith.date_key(person uuid, n bigint, y int) returns uuid language sql immutable parallel safe as
  $$ select overlay(overlay(md5(person || ' ' || n || ' ' || y) placing '8' from 13) placing '8' from 17)::uuid $$;

-- Birthdays and important dates that have come, newest first, as whole days where the acting user lives: of one person since they were
-- added or something was written of them, of everybody (but those archived) since each was added. Made, not stored. Year by year,
-- until there are enough; in each the index of birthdays is read from its end, and of the
-- important dates only those who have any (which a policy keeps the planner from seeing, hence no sequential scans). Who was born on 29 February has the birthday on the
-- 28th in other years. `max_rows` null: all of them.
create function kith.dates_passed(in_space uuid, person uuid, since timestamptz, until timestamptz, before_at timestamptz, before_id uuid, max_rows int)
returns table (id uuid, contact_id uuid, at timestamptz, label text, years int)
language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  zone text := kith.time_zone();
  known timestamptz := case
    when person is null then (select min(c.created_at) from contacts c where c.space_id = in_space and c.archived = false)
    else (select least(c.created_at,
        (select min(n.created_at) from notes n where n.space_id = in_space and n.contact_id = person),
        (select min(e.created_at) from entries e where e.space_id = in_space and e.contact_id = person))
      from contacts c where c.space_id = in_space and c.id = person) end;
  first_day date := (greatest(known, since, '1900-01-01') at time zone zone)::date;
  last_day date := (least(now(), until - interval '1 microsecond', before_at) at time zone zone)::date;
  most int := coalesce(max_rows, 2147483647);
  leap boolean;
  lowest text;
  highest text;
  n int;
begin
  if known is null then return; end if;
  for y in reverse extract(year from last_day)::int .. extract(year from first_day)::int loop
    leap := y % 4 = 0 and y % 100 <> 0 or y % 400 = 0;
    lowest := case when y = extract(year from first_day) then to_char(first_day, 'MM-DD') else '01-01' end;
    highest := case when y = extract(year from last_day) then to_char(last_day, 'MM-DD') else '12-31' end;
    return query
      with dates as (
        (select c.id as of, 0::bigint as n, 'Birthday' as named, c.birthday as date, make_date(y, left(c.birthday_month_day, 2)::int, 1) + right(c.birthday_month_day, 2)::int - 1 as day, c.created_at as added
          from contacts c
          where c.space_id = in_space and (case when person is null then not c.archived else c.id = person end)
            and c.birthday is not null and (c.birthday like '-%' or left(c.birthday, 4) <= to_char(y, 'FM0000')) and c.birthday_month_day between lowest and highest and (leap or c.birthday_month_day <> '02-29')
            and (person is not null or c.created_at < make_date(y, left(c.birthday_month_day, 2)::int, 1) + right(c.birthday_month_day, 2)::int)
            and (c.birthday_month_day < highest or before_at is null
              or ((make_date(y, left(c.birthday_month_day, 2)::int, 1) + right(c.birthday_month_day, 2)::int - 1)::timestamp at time zone zone, kith.date_key(c.id, 0, y)) < (before_at, before_id))
          order by c.birthday_month_day desc fetch first (most) rows with ties)
        union all
        select c.id, 0, 'Birthday', c.birthday, make_date(y, 2, 28), c.created_at from contacts c
          where not leap and c.space_id = in_space and (case when person is null then not c.archived else c.id = person end) and c.birthday is not null and c.birthday_month_day = '02-29'
        union all
        (select c.id, i.n, i.date ->> 'label', i.date ->> 'date', make_date(y, left(m.month_day, 2)::int, 1) + right(m.month_day, 2)::int - 1, c.created_at
          from contacts c, jsonb_array_elements(c.important_dates) with ordinality i (date, n),
            lateral (select case when not leap and right(i.date ->> 'date', 5) = '02-29' then '02-28' else right(i.date ->> 'date', 5) end as month_day offset 0) m
          where c.space_id = in_space and (case when person is null then not c.archived else c.id = person end) and c.important_dates <> '[]'
            and m.month_day between lowest and highest and (i.date ->> 'date' like '-%' or left(i.date ->> 'date', 4) <= to_char(y, 'FM0000'))
            and (person is not null or c.created_at < make_date(y, left(m.month_day, 2)::int, 1) + right(m.month_day, 2)::int)
            and (m.month_day < highest or before_at is null
              or ((make_date(y, left(m.month_day, 2)::int, 1) + right(m.month_day, 2)::int - 1)::timestamp at time zone zone, kith.date_key(c.id, i.n, y)) < (before_at, before_id))
          order by m.month_day desc fetch first (most) rows with ties)
      )
      select k.key, d.of, k.moment, d.named, k.years
      from dates d, lateral (select kith.date_key(d.of, d.n, y) as key, d.day::timestamp at time zone zone as moment, case when d.date not like '-%' then y - left(d.date, 4)::int end as years) k
      where d.day between first_day and last_day and (person is not null or d.day >= (d.added at time zone zone)::date) and coalesce(k.years, 0) >= 0
        and (since is null or k.moment >= since) and (before_at is null or (k.moment, k.key) < (before_at, before_id))
      order by k.moment desc, k.key desc limit most;
    get diagnostics n = row_count;
    most := most - n;
    exit when most <= 0;
  end loop;
end $$;

-- The timeline of a space reads its events from the newest day on.
create index events_by_day on events (space_id, first_on);
