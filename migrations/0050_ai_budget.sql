-- What AI costs, told to those who run the installation (F-53).

-- News that several processes find at once, or one finds again after a restart, is told once: `news_key` names it.
alter table security_events add column news_key text check (char_length(news_key) <= 200);
create unique index security_events_by_news on security_events (user_id, news_key) where news_key is not null;

-- Leaves a notice for every admin. Told again under the same key, it is passed over.
create function kith.notify_admins(in_key text, in_kind text, in_detail text) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into security_events (user_id, kind, detail, news_key)
  select u.id, in_kind, left(in_detail, 500), in_key from users u where u.role = 'admin' and u.disabled_at is null
  on conflict (user_id, news_key) where news_key is not null do nothing $$;

-- Sums of every tenant together by day (UTC), provider and model, newest day first, after (day, provider, model). For admins only.
create function kith.ai_usage(after_day date, after_provider text, after_model text, max_rows int)
returns table (day date, provider text, model text, calls int, failed int, input_tokens bigint, output_tokens bigint, cost_usd float8, duration_ms bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select * from (
    select (a.created_at at time zone 'UTC')::date as day, a.provider, a.model, count(*)::int, (count(*) filter (where a.outcome <> 'ok'))::int,
      coalesce(sum(a.input_tokens), 0)::bigint, coalesce(sum(a.output_tokens), 0)::bigint, coalesce(sum(a.cost_usd), 0)::float8, sum(a.duration_ms)::bigint
    from ai_calls a
    where exists (select 1 from users u where u.id = kith.user_id() and u.role = 'admin' and u.disabled_at is null)
      and (after_day is null or a.created_at < (after_day + 1)::timestamp at time zone 'UTC')
    group by 1, 2, 3
  ) d
  where after_day is null or d.day < after_day or (d.day = after_day and (d.provider, d.model) > (after_provider, after_model))
  order by d.day desc, d.provider, d.model limit max_rows $$;

revoke execute on function kith.notify_admins, kith.ai_usage from public;
grant execute on function kith.notify_admins, kith.ai_usage to kith_app;
