-- What search finds: one row for each thing with words, whatever its kind. Derived from the tables of the domains by triggers,
-- so undo and cascades keep it too; it never enters the feed.
--
-- An index word carries the space and the kind in front: the last four characters of the space's id, the letter of the kind, a
-- mark, the word. So each list of the inverted index belongs to one space and one kind, and what other tenants (or a million
-- entries, when it is notes one looks for) have in common costs a search nothing. Two spaces that share four characters are told
-- apart by the space_id of the row. Marks: '@' the thing's own title, '~' the name of the person it is about, none: its text.
create extension if not exists fuzzystrmatch;

create table search_documents (
  space_id uuid not null,
  kind text collate "C" not null,
  row_id uuid not null,
  contact_id uuid,
  created_at timestamptz not null,
  title text collate "C",                -- plain words of the title, for kinds that have one
  words tsvector not null,
  primary key (space_id, kind, created_at, row_id)
);
create index search_documents_by_contact on search_documents (space_id, contact_id) where contact_id is not null;
create index search_documents_by_title on search_documents (space_id, kind, title) where title is not null;
-- New rows wait in a list that every search reads in full; half a megabyte of it costs a search about a millisecond.
create index search_documents_words on search_documents using gin (words) with (gin_pending_list_limit = 512);
alter table search_documents enable row level security, force row level security;
create policy owner_passes on search_documents to current_user using (true) with check (true);

-- The kinds there are. `rank`: where text matches of this kind stand among others.
create table search_kinds (
  kind text collate "C" primary key,
  letter text not null unique check (letter ~ '^[a-z]$'),
  rank smallint not null unique check (rank between 0 and 49),
  titled boolean not null
);
alter table search_kinds enable row level security, force row level security;
create policy owner_passes on search_kinds to current_user using (true) with check (true);

-- Every word of a space with the keys by which a mistyped word finds it. Not unique on purpose: a unique key would make writers
-- wait for each other's commit over a common new word; the rare double is harmless.
create table search_words (
  space_id uuid not null,
  word text collate "C" not null,
  keys text[] collate "C" not null
);
create index search_words_by_word on search_words (space_id, word);
create index search_words_by_key on search_words using gin (keys) with (gin_pending_list_limit = 512);
alter table search_words enable row level security, force row level security;
create policy owner_passes on search_words to current_user using (true) with check (true);

-- Words of a text, folded, with one space between them. A character of Chinese or Japanese is a word of its own; a word ends after
-- 40 characters. Most text is ASCII, which needs no dictionary and no regular expression (4 µs against 30).
create function kith.plain(value text) returns text language plpgsql immutable strict parallel safe as $$
begin
  if octet_length(value) = char_length(value) then
    value := translate(lower(value collate "C"), E'\t\n\x0b\x0c\r!"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~\x7f', repeat(' ', 38));
  else
    value := regexp_replace(regexp_replace(kith.fold(normalize(value, nfkc)),
      '([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])', ' \1 ', 'g'), '[^[:alnum:]]+', ' ', 'g');
  end if;
  value := array_to_string(array_remove(string_to_array(value, ' '), ''), ' ');
  if char_length(value) > 40 and value ~ '[^ ]{41}' then value := regexp_replace(value, '([^ ]{40})[^ ]+', '\1', 'g'); end if;
  return value;
end $$;

create function kith.marked(words text, mark text) returns text[] language sql immutable parallel safe as
  $$ select array_remove(string_to_array(mark || replace(words, ' ', ' ' || mark), ' '), mark) $$;

create function kith.search_vector(in_space uuid, letter text, title text, about text, body text) returns tsvector
language plpgsql immutable parallel safe as $$
declare
  p text := right(in_space::text, 4) || letter;
begin
  return array_to_tsvector(coalesce(
    kith.marked(kith.plain(title), p || '@') || kith.marked(kith.plain(about), p || '~') || kith.marked(kith.plain(body), p), '{}'));
end $$;

-- Two words share a key when one slip turns one into the other (a letter too many, missing, wrong, or two swapped), or when they
-- differ in vowels and doubled letters only.
create function kith.typo_keys(in_space uuid, word text) returns text[] language sql immutable parallel safe as $$
  select array_agg(distinct right(in_space::text, 4) || k) from (
    select word union all
    select left(word, i - 1) || substr(word, i + 1) from generate_series(1, char_length(word)) i union all
    select '=' || regexp_replace(left(word, 1) || translate(substr(word, 2), 'aeiouyh', ''), '(.)\1+', '\1', 'g') where char_length(word) > 5
  ) s (k) $$;

create function kith.learn_search_words() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into search_words (space_id, word, keys)
  select f.space_id, f.word, kith.typo_keys(f.space_id, f.word)
  from (
    select distinct d.space_id, ltrim(substr(d.lexeme, 6), '@~') as word
    from (select distinct n.space_id, l as lexeme from new_rows n, unnest(tsvector_to_array(n.words)) l offset 0) d
    offset 0
  ) f
  where char_length(f.word) between 3 and 20 and f.word !~ '[0-9]'
    and not exists (select 1 from search_words w where w.space_id = f.space_id and w.word = f.word);
  return null;
end $$;
create trigger learn_insert after insert on search_documents referencing new table as new_rows
  for each statement execute function kith.learn_search_words();
create trigger learn_update after update on search_documents referencing new table as new_rows
  for each statement execute function kith.learn_search_words();

-- Words that nothing contains any more are forgotten: part of erasing, and of keeping house. Reads every document of the space.
create function kith.forget_search_words(in_space uuid) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (
    delete from search_words w where w.space_id = in_space and not exists (
      select 1 from ts_stat(format('select words from search_documents where space_id = %L', in_space)) s where ltrim(substr(s.word, 6), '@~') = w.word)
    returning 1)
  select count(*) from gone $$;
revoke execute on function kith.forget_search_words from public;

create function kith.forget_search_space() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from search_documents d using old_rows o where d.space_id = o.id;
  delete from search_words w using old_rows o where w.space_id = o.id;
  return null;
end $$;
create trigger forget_search after delete on spaces referencing old table as old_rows
  for each statement execute function kith.forget_search_space();

-- Makes the rows of a table (id, space_id, created_at, …) searchable, those that exist and those to come. Expressions are over the
-- row `r`; null where a kind has none.
--   title: what it is called, as shown; names: all words it is called by; about: id of the person; body: its text;
--   watched: the columns these stand on
create procedure kith.search_table(t regclass, kind text, letter text, rank int, title text, names text, about text, body text, watched text[])
language plpgsql as $$
declare
  fn text := 'kith.search_' || kind;
  -- what is about a person is also found by that person's name
  person text := case when about = 'null' or t = 'contacts'::regclass then 'null::text' else
    format('(select concat_ws('' '', c.full_name, c.nickname) from contacts c where c.space_id = r.space_id and c.id = %s)', about) end;
  vector text := format('kith.search_vector(r.space_id, %L, %s, %s, %s)', letter, names, person, body);
  document text := format('r.space_id, %L, r.id, (%s)::uuid, r.created_at, kith.plain(%s), %s', kind, about, title, vector);
begin
  insert into search_kinds values (kind, letter, rank, title <> 'null');
  execute format($make$
    create function %1$s() returns trigger language plpgsql security definer set search_path = public, pg_temp as $body$
    begin
      if tg_op = 'INSERT' then
        insert into search_documents (space_id, kind, row_id, contact_id, created_at, title, words) select %2$s from new_rows r;
      elsif tg_op = 'UPDATE' then
        with r as materialized ( -- first what changed: most updates of a row are of its counts
          select r.*, o.created_at as was_created_at from new_rows r join old_rows o on o.id = r.id where (%7$s) is distinct from (%8$s))
        update search_documents d set contact_id = (%3$s)::uuid, created_at = r.created_at, title = kith.plain(%4$s), words = %5$s
        from r where d.space_id = r.space_id and d.kind = %6$L and d.created_at = r.was_created_at and d.row_id = r.id;
      else
        delete from search_documents d using old_rows o
        where d.space_id = o.space_id and d.kind = %6$L and d.created_at = o.created_at and d.row_id = o.id;
      end if;
      return null;
    end $body$ $make$,
    fn, document, about, title, vector, kind,
    (select string_agg('o.' || quote_ident(w), ', ') from unnest(watched || array['created_at']) w),
    (select string_agg('r.' || quote_ident(w), ', ') from unnest(watched || array['created_at']) w));
  execute format('revoke execute on function %s() from public', fn);
  execute format('create trigger search_insert after insert on %s referencing new table as new_rows for each statement execute function %s()', t, fn);
  execute format('create trigger search_update after update on %s referencing old table as old_rows new table as new_rows for each statement execute function %s()', t, fn);
  execute format('create trigger search_delete after delete on %s referencing old table as old_rows for each statement execute function %s()', t, fn);
  execute format('insert into search_documents (space_id, kind, row_id, contact_id, created_at, title, words) select %s from %s r', document, t);
end $$;

call kith.search_table('contacts', 'contact', 'c', 0, title => 'r.full_name', names => $$concat_ws(' ', r.full_name, r.nickname, r.company)$$, about => 'r.id',
  body => $$concat_ws(' ', r.title, r.city, r.how_we_met, r.description, r.telegram_username,
    case when r.emails <> '[]' then jsonb_path_query_array(r.emails, '$[*].value') end,
    case when r.phones <> '[]' then jsonb_path_query_array(r.phones, '$[*].value') end,
    case when r.social_handles <> '[]' then jsonb_path_query_array(r.social_handles, '$[*].handle') end,
    case when r.custom_fields <> '[]' then jsonb_path_query_array(r.custom_fields, '$[*].*') end)$$,
  watched => array['full_name', 'nickname', 'company', 'title', 'addresses', 'how_we_met', 'description', 'telegram_username', 'emails', 'phones', 'social_handles', 'custom_fields']);
call kith.search_table('entries', 'entry', 'e', 1, title => 'null', names => 'null', about => 'r.contact_id', body => 'r.content', watched => array['contact_id', 'content']);
call kith.search_table('notes', 'note', 'n', 2, title => 'null', names => 'null', about => 'r.contact_id', body => 'r.content', watched => array['contact_id', 'content']);
call kith.search_table('tags', 'tag', 't', 3, title => 'r.name', names => 'r.name', about => 'null', body => 'r.description', watched => array['name', 'description']);

-- What is about a person carries that person's name, so a new name reaches it. Undo puts it back before the person: the same.
create function kith.search_new_name() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if kith.undoes() is null then return null; end if;
    update search_documents d set words = d.words || kith.search_vector(d.space_id, k.letter, null, concat_ws(' ', n.full_name, n.nickname), null)
    from new_rows n, search_kinds k
    where d.space_id = n.space_id and d.contact_id = n.id and d.row_id <> n.id and k.kind = d.kind;
  else
    with renamed as materialized (
      select n.space_id, n.id, concat_ws(' ', o.full_name, o.nickname) as was, concat_ws(' ', n.full_name, n.nickname) as now
      from new_rows n join old_rows o on o.id = n.id where (o.full_name, o.nickname) is distinct from (n.full_name, n.nickname))
    update search_documents d set words =
      ts_delete(d.words, tsvector_to_array(kith.search_vector(d.space_id, k.letter, null, r.was, null))) || kith.search_vector(d.space_id, k.letter, null, r.now, null)
    from renamed r, search_kinds k
    where d.space_id = r.space_id and d.contact_id = r.id and d.row_id <> r.id and k.kind = d.kind;
  end if;
  return null;
end $$;
create trigger search_name_insert after insert on contacts referencing new table as new_rows for each statement execute function kith.search_new_name();
create trigger search_name_update after update on contacts referencing old table as old_rows new table as new_rows
  for each statement execute function kith.search_new_name();
