-- Finding. Text operators are not leakproof, so under a policy they would scan the whole space: these functions run as the owner
-- with an explicit space filter, and check that the caller may read the space.

-- The index query for `words`: all of them must match, each in one of the ways that `marks` allow ('~' only where `named` says that
-- the word may be a name; the fewer ways, the faster). A word may have alternatives, 'jonh|john'. When `open`, words of a title may
-- be unfinished, and so may a word of three letters or more that ends in '*'.
create function kith.search_tsquery(p text, words text[], marks text[], named boolean[], open boolean) returns tsquery language sql immutable parallel safe as $$
  select string_agg('(' || terms || ')', ' & ')::tsquery from (
    select string_agg(quote_literal(p || m || rtrim(a, '*')) || case when open and (m = '@' or a like '___%*') then ':*' else '' end, ' | ') as terms
    from unnest(words, named) with ordinality w (word, named, i), string_to_table(word, '|') a, unnest(marks) m
    where m <> '~' or w.named group by i
  ) s $$;

-- How well a title answers: 0 it is what was typed, 1 it starts with it, 2 otherwise.
create function kith.title_class(title text, plain text) returns int language sql immutable parallel safe as
  $$ select case when title = plain then 0 when starts_with(title, plain) then 1 else 2 end $$;

-- Up to `max_rows` documents that match, in no order. The subselect leaves the planner one way: the inverted index.
create function kith.search_any(in_space uuid, in_kind text, q tsquery, since timestamptz, until timestamptz, max_rows int)
returns setof search_documents language sql stable set search_path = public, pg_temp set enable_seqscan = off as $$
  select * from (select * from search_documents where words @@ q offset 0) d
  where d.space_id = in_space and d.kind = in_kind and d.created_at >= since and d.created_at < until limit max_rows $$;

-- Up to `max_rows` documents whose title is or starts with `plain` (class 0 or 1), in no order.
create function kith.search_titled(in_space uuid, in_kind text, plain text, in_class int, since timestamptz, until timestamptz, max_rows int)
returns setof search_documents language sql stable set search_path = public, pg_temp set enable_seqscan = off as $$
  select * from (
    select * from search_documents s
    where s.space_id = in_space and s.kind = in_kind and s.title >= plain and s.title < case in_class when 0 then plain || ' ' else plain || chr(1114111) end offset 0) d
  where kith.title_class(d.title, plain) = in_class and d.created_at >= since and d.created_at < until limit max_rows $$;

-- The newest documents that match, of all: for words that are neither rare nor common lately.
create function kith.search_newest_of_all(in_space uuid, in_kind text, q tsquery, plain text, in_class int, since timestamptz, until timestamptz, before_id uuid, max_rows int)
returns setof search_documents language sql stable set search_path = public, pg_temp set enable_seqscan = off as $$
  select * from (select * from search_documents where words @@ q offset 0) d
  where d.space_id = in_space and d.kind = in_kind and d.created_at >= since and (d.created_at, d.row_id) < (until, before_id)
    and (in_class > 2 or kith.title_class(d.title, plain) = in_class)
  order by d.created_at desc, d.row_id desc limit max_rows $$;

-- The newest documents that match, among the newest `window_size`.
create function kith.search_newest(in_space uuid, in_kind text, q tsquery, plain text, in_class int, since timestamptz, until timestamptz, before_id uuid, max_rows int, window_size int)
returns setof search_documents language sql stable set search_path = public, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
  select * from (
    select * from search_documents s where s.space_id = in_space and s.kind = in_kind and s.created_at >= since and (s.created_at, s.row_id) < (until, before_id)
    order by s.created_at desc, s.row_id desc limit window_size) d
  where d.words @@ q and (in_class > 2 or kith.title_class(d.title, plain) = in_class)
  order by d.created_at desc, d.row_id desc limit max_rows $$;

-- Matches of one kind, best first. Classes: 0–2 all words in the title (see title_class), 3 all words whole, 4 the last one
-- unfinished; those of all kinds are woven by the rank of the kind. One class is filled after the other (all in one look where a kind
-- has titles and the matches are few). What is likely frequent is looked for among the newest rows first, as the index would list
-- 100,000 of them before the first. Then the index: few matches are sorted; many are met by walking from the newest on. Walking
-- 12,000 rows costs about what sorting 4,000 scattered ones does, and a word in 0.4 % of the rows fills a page within them; a rarer
-- one is read from the whole index.
create function kith.search_kind(in_space uuid, k search_kinds, words text[], named boolean[], plain text, other_than text[], names_only boolean, person uuid,
  since timestamptz, until timestamptz, base int, after_class int, after_time timestamptz, after_id uuid, max_rows int)
returns table (kind text, row_id uuid, contact_id uuid, created_at timestamptz, class int)
language plpgsql stable set search_path = public, pg_temp as $$
declare
  many constant int := 1000;
  far constant int := 12000;
  near constant int := 1000;
  p text := right(in_space::text, 4) || k.letter;
  marks text[] := case when k.titled then '{@,~,""}' else '{~,""}' end;
  in_title tsquery := case when k.titled then kith.search_tsquery(p, words, '{@}', null, true) end;
  whole tsquery := kith.search_tsquery(p, words, marks, named, false);
  opened tsquery := case when names_only then in_title else kith.search_tsquery(p, words, marks, named, true) end;
  besides tsquery := '';
  every tsquery;
  classes int[] := array[base + k.rank, base + 100 + k.rank, base + 200 + k.rank, base + 300 + 2 * k.rank, base + 301 + 2 * k.rank];
  found search_documents[];
  asked tsquery;
  before_time timestamptz;
  before_id uuid;
begin
  if opened is null then return; end if;
  -- a person's name alone does not make everything about them a match
  if true = all (named) and not names_only then
    besides := (select string_agg(kith.search_tsquery(p, array[w], array_remove(marks, '~'), null, true)::text, ' | ')::tsquery from unnest(words) w);
  end if;
  if other_than is not null then besides := besides && !!kith.search_tsquery(p, other_than, marks, named, true); end if;
  every := opened && besides;
  if person is not null then
    found := array(select d from search_documents d where d.space_id = in_space and d.contact_id = person and d.kind = k.kind
      and d.created_at >= since and d.created_at < until and d.words @@ every);
  elsif k.titled then
    found := array(select d from kith.search_any(in_space, k.kind, every, since, until, many) d);
  end if;
  if person is not null or k.titled and cardinality(found) < many then
    return query
      select d.kind, d.row_id, d.contact_id, d.created_at, c.class
      from unnest(found) d, lateral (select classes[1 + case
        when k.titled and d.words @@ in_title then kith.title_class(d.title, plain) when d.words @@ whole then 3 else 4 end] as class offset 0) c
      where c.class > after_class or c.class = after_class and (d.created_at, d.row_id) < (after_time, after_id)
      order by c.class, d.created_at desc, d.row_id desc limit max_rows;
    return;
  end if;
  for c in (case when k.titled then 0 else 3 end) .. (case when names_only then 2 else 4 end) loop
    continue when classes[c + 1] < after_class or c = 4 and opened::text = whole::text; -- = knows no prefixes
    asked := besides && case when c = 0 then kith.search_tsquery(p, words, '{@}', null, false) when c < 3 then in_title when c = 3 then whole else opened && !!whole end;
    if c > 2 and k.titled then asked := asked && !!in_title; end if;
    before_time := case when classes[c + 1] = after_class then after_time else until end;
    before_id := case when classes[c + 1] = after_class then after_id else '00000000-0000-0000-0000-000000000000' end;
    found := case when c = 3 and not k.titled or c in (1, 4) and char_length(plain) <= 4 then
      array(select d from kith.search_newest(in_space, k.kind, asked, plain, c, since, before_time, before_id, max_rows, near) d) end;
    if found is null or cardinality(found) < max_rows then
      if c < 2 then
        found := array(select d from kith.search_titled(in_space, k.kind, plain, c, since, until, many) d);
      else
        found := array(select d from kith.search_any(in_space, k.kind, asked, since, until, many) d);
      end if;
      if cardinality(found) < many then
        found := array(
          select d from unnest(found) d where d.words @@ asked and (d.created_at, d.row_id) < (before_time, before_id) and (c > 2 or kith.title_class(d.title, plain) = c)
          order by d.created_at desc, d.row_id desc limit max_rows);
      else
        found := array(select d from kith.search_newest(in_space, k.kind, asked, plain, c, since, before_time, before_id, max_rows, far) d);
        if cardinality(found) < max_rows then
          found := array(select d from kith.search_newest_of_all(in_space, k.kind, asked, plain, c, since, before_time, before_id, max_rows) d);
        end if;
      end if;
    end if;
    return query select d.kind, d.row_id, d.contact_id, d.created_at, classes[c + 1] from unnest(found) d;
    max_rows := max_rows - cardinality(found);
    exit when max_rows <= 0;
  end loop;
end $$;

-- Which words begin the name of a person. One word is looked for in texts only.
create function kith.search_named(in_space uuid, words text[]) returns boolean[] language sql stable set search_path = public, pg_temp as $$
  select array(
    select cardinality(words) > 1 and exists (
      select 1 from kith.search_any(in_space, 'contact', kith.search_tsquery(right(in_space::text, 4) || 'c', array[w], '{@}', null, w like '%*'), '-infinity', 'infinity', 1))
    from unnest(words) with ordinality u (w, i) order by i) $$;

-- Number of slips between two words: a letter too many, missing or wrong, or two swapped (which fuzzystrmatch counts as two).
create function kith.slips(a text, b text) returns int language sql immutable parallel safe as $$
  select case when char_length(a) = char_length(b) and exists (
      select 1 from generate_series(1, char_length(a) - 1) i
      where left(a, i - 1) || substr(a, i + 1, 1) || substr(a, i, 1) || substr(a, i + 2) = b)
    then 1 else levenshtein(a, b) end $$;

-- 'jonh' → 'john|joan': the words of the space that `slip` may have been meant as, nearest first; null when there is none.
create function kith.near_words(in_space uuid, slip text) returns text language sql stable set search_path = public, kith, pg_temp set enable_seqscan = off as $$
  select string_agg(near.word, '|' order by near.n) from (
    select f.word, row_number() over (order by kith.slips(slip, f.word), left(f.word, 1) <> left(slip, 1), abs(char_length(f.word) - char_length(slip)), f.word) as n
    from (select distinct w.space_id, w.word from search_words w where char_length(slip) > 3 and w.keys && kith.typo_keys(in_space, slip) offset 0) f
    where f.space_id = in_space and f.word <> slip
      and kith.slips(slip, f.word) <= case when char_length(slip) < 5 then 1 when char_length(slip) < 8 then 2 else 3 end
  ) near where near.n <= 5 $$;

-- One page of everything that matches `query` in a space, best first: lower classes before higher, then newest first. Classes from
-- 1000 on are found by forgiving slips, which happens when there are fewer than five matches; `seen` counts those of earlier pages.
-- `matched`: the words as they were understood, alternatives after '|'.
create function kith.search(in_space uuid, query text, only_kind text, person uuid, since timestamptz, until timestamptz,
  after_class int, after_time timestamptz, after_id uuid, seen int, max_rows int)
returns table (kind text, row_id uuid, contact_id uuid, created_at timestamptz, class int, matched text[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  few constant int := 5;
  plain text := kith.plain(query);
  words text[] := (string_to_array(plain, ' '))[:12];
  names_only boolean := octet_length(plain) <= 2;
  near text[];
  named boolean[];
  n int := 0;
begin
  if (in_space = any (kith.read_spaces())) is not true or cardinality(words) = 0 then return; end if;
  words[cardinality(words)] := words[cardinality(words)] || '*';
  since := coalesce(since, '-infinity');
  until := coalesce(until, 'infinity');
  after_class := coalesce(after_class, -1);
  if after_class < 1000 then
    named := kith.search_named(in_space, words);
    return query
      select m.*, words from search_kinds k,
        kith.search_kind(in_space, k, words, named, plain, null, names_only, person, since, until, 0, after_class, after_time, after_id, max_rows) m
      where only_kind is null or k.kind = only_kind
      order by m.class, m.created_at desc, m.row_id desc limit max_rows;
    get diagnostics n = row_count;
    if n = max_rows or seen + n >= few then return; end if;
  end if;
  near := array(select concat_ws('|', w, kith.near_words(in_space, rtrim(w, '*'))) from unnest(words) with ordinality u (w, i) order by i);
  if near = words or cardinality(words) > 6 then return; end if;
  named := kith.search_named(in_space, near);
  return query
    select m.*, near from search_kinds k,
      kith.search_kind(in_space, k, near, named, plain, words, false, person, since, until, 1000, after_class, after_time, after_id, max_rows - n) m
    where only_kind is null or k.kind = only_kind
    order by m.class, m.created_at desc, m.row_id desc limit max_rows - n;
end $$;
revoke execute on function kith.search, kith.search_kind, kith.search_any, kith.search_titled, kith.search_newest, kith.search_newest_of_all, kith.near_words, kith.search_named from public;
grant execute on function kith.search to kith_app;

-- Of a long text the part around the first word that was found. Positions of a folded text may be off by a few characters.
create function kith.excerpt(value text, matched text[]) returns text language plpgsql immutable parallel safe as $$
declare
  folded text;
  at int;
begin
  if char_length(value) <= 1500 then return value; end if;
  folded := kith.fold(value);
  at := coalesce((select min(p) from unnest(matched) m, string_to_table(m, '|') w, strpos(folded, rtrim(w, '*')) p where p > 0), 1);
  return case when at > 200 then '…' || substr(value, at - 200, 1300) else left(value, 1500) end;
end $$;

-- What the lists of people and notes filter by now stands on the same index.
drop trigger index_words_insert on contacts;
drop trigger index_words_update on contacts;
drop function kith.index_contact_words;
drop table contact_words;
drop index notes_search;
alter table notes drop column search;

-- Ids of the contacts that have, for every word of `query`, a word of their name, nickname or company that starts with it; by name.
create or replace function kith.find_contacts(in_space uuid, query text, max_rows int) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
declare
  q tsquery := kith.search_tsquery(right(in_space::text, 4) || 'c', (string_to_array(kith.plain(query), ' '))[:8], '{@}', null, true);
begin
  if (in_space = any (kith.read_spaces())) is not true or q is null then return; end if;
  return query
    select d.row_id from (select * from search_documents where words @@ q offset 0) d
    where d.space_id = in_space and d.kind = 'contact' order by d.title, d.row_id limit max_rows;
end $$;

-- Ids of notes that contain every word of `query` (the last one may be the start of a word), newest first.
create or replace function kith.find_notes(in_space uuid, query text, max_rows int) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  words text[] := (string_to_array(kith.plain(query), ' '))[:8];
  q tsquery := kith.search_tsquery(right(in_space::text, 4) || 'n', words[:cardinality(words) - 1] || (words[cardinality(words)] || '*'), '{""}', null, true);
begin
  if (in_space = any (kith.read_spaces())) is not true or q is null then return; end if;
  return query select d.row_id from kith.search_newest_of_all(in_space, 'note', q, '', 4, '-infinity', 'infinity', '00000000-0000-0000-0000-000000000000', max_rows) d;
end $$;
drop function kith.prefix_query(text);
drop function kith.words(text);
