-- Who has an important date on a day of the year, by index: one space may have tens of thousands of people with dates.
create function kith.date_keys(of_space uuid, dates jsonb) returns text[] language sql immutable parallel safe as
  $$ select array(select distinct right(of_space::text, 8) || right(i ->> 'date', 5) from jsonb_array_elements(dates) i) $$;
create index contacts_by_date on contacts using gin (kith.date_keys(space_id, important_dates)) where important_dates <> '[]';

-- People of a space with an important date on one of these days (MM-DD). A definer function, as a policy would keep the index from being used.
create function kith.people_with_dates(in_space uuid, month_days text[]) returns setof uuid
language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off rows 100 as $$
  select c.id from contacts c
  where in_space = any (kith.read_spaces()) and c.space_id = in_space and c.important_dates <> '[]'
    and kith.date_keys(c.space_id, c.important_dates) && array(select right(in_space::text, 8) || d from unnest(month_days) d)
$$;
revoke execute on function kith.people_with_dates from public;
grant execute on function kith.people_with_dates to kith_app;

-- Birthdays and important dates that have come, as before (0212), but from the last day on by two weeks, then two months, then by year, until
-- there are enough: in a large space the first days hold a page, in a small one a year is soon read.
create or replace function kith.dates_passed(in_space uuid, person uuid, since timestamptz, until timestamptz, before_at timestamptz, before_id uuid, max_rows int)
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
  high date := last_day;
  low date;
  reach int := case when person is null and max_rows is not null then 14 else 366 end;
  y int;
  leap boolean;
  lowest text;
  highest text;
  with_dates uuid[];
  n int;
begin
  if known is null then return; end if;
  while high >= first_day loop
    y := extract(year from high);
    leap := y % 4 = 0 and y % 100 <> 0 or y % 400 = 0;
    low := greatest(first_day, make_date(y, 1, 1), high - reach);
    lowest := to_char(low, 'MM-DD');
    highest := to_char(high, 'MM-DD');
    with_dates := case when reach < 366 then array(select kith.people_with_dates(in_space,
      array(select to_char(d, 'MM-DD') from generate_series(low, high, interval '1 day') d) || case when not leap and '02-28' between lowest and highest then array['02-29'] else '{}' end)) end;
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
            and (with_dates is null or c.id = any (with_dates))
            and m.month_day between lowest and highest and (i.date ->> 'date' like '-%' or left(i.date ->> 'date', 4) <= to_char(y, 'FM0000'))
            and (person is not null or c.created_at < make_date(y, left(m.month_day, 2)::int, 1) + right(m.month_day, 2)::int)
            and (m.month_day < highest or before_at is null
              or ((make_date(y, left(m.month_day, 2)::int, 1) + right(m.month_day, 2)::int - 1)::timestamp at time zone zone, kith.date_key(c.id, i.n, y)) < (before_at, before_id))
          order by m.month_day desc fetch first (most) rows with ties)
      )
      select k.key, d.of, k.moment, d.named, k.years
      from dates d, lateral (select kith.date_key(d.of, d.n, y) as key, d.day::timestamp at time zone zone as moment, case when d.date not like '-%' then y - left(d.date, 4)::int end as years) k
      where d.day between low and high and (person is not null or d.day >= (d.added at time zone zone)::date) and coalesce(k.years, 0) >= 0
        and (since is null or k.moment >= since) and (before_at is null or (k.moment, k.key) < (before_at, before_id))
      order by k.moment desc, k.key desc limit most;
    get diagnostics n = row_count;
    most := most - n;
    exit when most <= 0;
    high := low - 1;
    reach := least(366, reach * 4);
  end loop;
end $$;
