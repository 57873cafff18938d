-- Every call of an AI provider: what it was for, what it used, what it cost (F-53). Not a person's data, so not in the feed.
create table ai_calls (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  user_id uuid references users on delete set null,
  provider text not null,
  model text not null,
  capability text not null,
  purpose text not null,
  input_tokens int,
  output_tokens int,
  cost_usd numeric(12, 6),
  duration_ms int not null,
  outcome text not null,
  created_at timestamptz not null default now()
);
create index ai_calls_by_space on ai_calls (space_id, created_at desc);
create index ai_calls_by_time on ai_calls (created_at);
call kith.protect_table('ai_calls');

-- What the whole installation has spent today, this month, and on a usual day (mean of the last 14 days with any, from three on).
create function kith.ai_spending() returns table (day_usd float8, month_usd float8, usual_day_usd float8)
language sql stable security definer set search_path = public, pg_temp as $$
  with days as (
    select date_trunc('day', created_at at time zone 'UTC') as day, sum(cost_usd) as cost from ai_calls
    where created_at >= least(date_trunc('month', now() at time zone 'UTC'), (now() - interval '14 days') at time zone 'UTC') at time zone 'UTC' group by 1
  ), today as (select date_trunc('day', now() at time zone 'UTC') as day)
  select
    coalesce((select cost from days where day = today.day), 0)::float8,
    coalesce((select sum(cost) from days where day >= date_trunc('month', today.day)), 0)::float8,
    (select case when count(*) >= 3 then avg(cost) end from days where day < today.day and day >= today.day - interval '14 days' and cost > 0)::float8
  from today $$;
revoke execute on function kith.ai_spending from public;
grant execute on function kith.ai_spending to kith_app;
