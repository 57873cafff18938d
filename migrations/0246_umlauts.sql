-- A name with its umlauts written out: Müller, Mueller; Søren, Soeren.
create function kith.umlauts(value text) returns text language sql immutable strict parallel safe set search_path = public, pg_temp as $$
  select replace(replace(replace(replace(replace(replace(replace(replace(normalize(value, nfc), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ø', 'oe'), 'Ä', 'Ae'), 'Ö', 'Oe'), 'Ü', 'Ue'), 'Ø', 'Oe') $$;
revoke execute on function kith.umlauts from public;
grant execute on function kith.umlauts to kith_app;

-- People who may be one and the same, in pairs: they share a way to reach them, or a name, or half a name and something else. People
-- are put in blocks by such keys and pairs are made within a block, so the work grows with the people and not with their square;
-- a key that more than `crowd` people share says nothing. Who really looks alike is judged by the caller.
-- Text operators are not leakproof, hence the definer function. `nicknames`: what a short name stands for; `ignored`: titles.
create or replace function kith.find_duplicates(in_space uuid, nicknames jsonb, ignored text[], public_domains text[], crowd int, max_pairs int)
returns table (contact_id uuid, other_contact_id uuid, kinds text[], namesakes int)
language plpgsql stable security definer set search_path = public, pg_temp set work_mem = '48MB' as $$
begin
  if (in_space = any (kith.read_spaces())) is not true then return; end if;
  return query
  with people as materialized (
    select c.id, c.full_name, c.emails, c.phones, c.telegram_id, c.telegram_username, c.social_handles, c.birthday_month_day,
      nullif(lower(trim(c.company)), '') as company, nullif(lower(trim(c.city)), '') as city,
      array(select w from unnest(string_to_array(kith.plain(c.full_name), ' ')) with ordinality u (w, n) where w <> all (ignored) order by n) as words
    from contacts c where c.space_id = in_space and c.archived = false
  ), spelled as materialized (
    -- Müller is Muller to the fold, and Mueller to who has no ü
    select p.id, p.words from people p where cardinality(p.words) > 0
    union all
    select p.id, array(select w from unnest(string_to_array(kith.plain(kith.umlauts(p.full_name)), ' ')) with ordinality u (w, n) where w <> all (ignored) order by n)
    from people p where octet_length(p.full_name) > char_length(p.full_name) and p.full_name <> kith.umlauts(p.full_name)
  ), named as materialized (
    select p.id, coalesce(nicknames ->> p.words[1], p.words[1]) as first, coalesce(nicknames ->> p.words[cardinality(p.words)], p.words[cardinality(p.words)]) as last,
      cardinality(p.words) as n from spelled p where cardinality(p.words) > 0
  ), halves as (
    -- the first word and the beginning of the last one without vowels and doubles (Hoffmann, Hofmann); the last word and the initial
    select id, first || '.' || case when n > 1 then left(regexp_replace(left(last, 1) || translate(substr(last, 2), 'aeiouyh', ''), '(.)\1+', '\1', 'g'), 3) else '' end as half from named
    union all select id, last || '.' || left(first, 1) from named where n > 1
  ), agreements as (
    select id, 'company:' || company as agreed from people where company is not null
    union all select id, 'city:' || city from people where city is not null
    union all select id, 'birthday:' || birthday_month_day from people where birthday_month_day is not null
    union all select p.id, 'domain:' || d from people p, lateral (
      select distinct lower(split_part(e ->> 'value', '@', 2)) as d from jsonb_array_elements(p.emails) e) x where d <> '' and d <> all (public_domains)
  ), keys as (
    select p.id, 'email' as kind, lower(e ->> 'value') as key from people p, jsonb_array_elements(p.emails) e
    union all select p.id, 'phone', right(d, 8) from people p, jsonb_array_elements(p.phones) e, regexp_replace(e ->> 'value', '\D', '', 'g') d where length(d) >= 6
    union all select p.id, 'telegram', p.telegram_id::text from people p where p.telegram_id is not null
    union all select p.id, 'telegram', '@' || lower(ltrim(p.telegram_username, '@')) from people p where p.telegram_username is not null
    union all select p.id, 'handle', lower(e ->> 'network') || ':' || lower(ltrim(e ->> 'handle', '@')) from people p, jsonb_array_elements(p.social_handles) e
    union all select p.id, 'name', array_to_string(array(select coalesce(nicknames ->> w, w) from unnest(p.words) w order by 1), ' ') from spelled p where cardinality(p.words) > 0
    union all select a.id, 'similar', a.agreed || '|' || h.half from agreements a join halves h on h.id = a.id
  ), blocks as (
    select kind, array_agg(distinct id order by id) as ids from keys group by kind, key having count(*) > 1 and count(*) <= case kind when 'similar' then crowd / 3 else crowd end
  ), pairs as (
    select b.kind, b.ids[i] as x, b.ids[j] as y, cardinality(b.ids) as size
    from blocks b, generate_subscripts(b.ids, 1) i, generate_subscripts(b.ids, 1) j where i < j
  )
  select p.x, p.y, array_agg(distinct p.kind order by p.kind), coalesce(max(p.size) filter (where p.kind = 'name'), 0)
  from pairs p
  where not exists (select 1 from not_duplicates d where d.space_id = in_space
    and least(d.contact_id, d.other_contact_id) = p.x and greatest(d.contact_id, d.other_contact_id) = p.y)
  group by p.x, p.y
  order by min(case p.kind when 'similar' then 2 when 'name' then 1 else 0 end), p.x, p.y
  limit max_pairs;
end $$;
