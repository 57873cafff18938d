-- Finding people by name. Text operators are not leakproof, so under a policy they would scan the whole space: these functions
-- run as the owner with an explicit space filter, and check that the caller may read the space.

-- The folded words of a name (and nickname and company), one row each: type-ahead is a range over an index.
create table contact_words (
  space_id uuid not null,
  contact_id uuid not null,
  word text collate "C" not null,
  primary key (space_id, word, contact_id),
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade
);
create index contact_words_by_contact on contact_words (space_id, contact_id);
alter table contact_words enable row level security, force row level security;
create policy owner_passes on contact_words to current_user using (true) with check (true);

create function kith.words(value text) returns setof text language sql immutable parallel safe as
  $$ select distinct w from regexp_split_to_table(kith.fold(coalesce(value, '')), '[^[:alnum:]]+') w where w <> '' $$;

create function kith.index_contact_words() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    delete from contact_words w using old_rows o join new_rows n on n.id = o.id
    where w.space_id = o.space_id and w.contact_id = o.id
      and (o.full_name, o.nickname, o.company) is distinct from (n.full_name, n.nickname, n.company);
    insert into contact_words (space_id, contact_id, word)
    select n.space_id, n.id, w from new_rows n join old_rows o on o.id = n.id, kith.words(concat_ws(' ', n.full_name, n.nickname, n.company)) w
    where (o.full_name, o.nickname, o.company) is distinct from (n.full_name, n.nickname, n.company);
  else
    insert into contact_words (space_id, contact_id, word)
    select n.space_id, n.id, w from new_rows n, kith.words(concat_ws(' ', n.full_name, n.nickname, n.company)) w;
  end if;
  return null;
end $$;
create trigger index_words_insert after insert on contacts referencing new table as new_rows
  for each statement execute function kith.index_contact_words();
create trigger index_words_update after update on contacts referencing old table as old_rows new table as new_rows
  for each statement execute function kith.index_contact_words();

-- Ids of the contacts that have, for every word of `query`, a word that starts with it.
create function kith.find_contacts(in_space uuid, query text, max_rows int) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  parts text[] := array(select w from kith.words(query) w order by char_length(w) desc limit 8);
begin
  if (in_space = any (kith.read_spaces())) is not true or cardinality(parts) = 0 then return; end if;
  return query
    select distinct first.contact_id from contact_words first
    where first.space_id = in_space and first.word >= parts[1] and first.word < parts[1] || chr(1114111)
      and not exists (
        select 1 from unnest(parts[2:]) part
        where not exists (
          select 1 from contact_words other
          where other.space_id = in_space and other.contact_id = first.contact_id and other.word >= part and other.word < part || chr(1114111)))
    limit max_rows;
end $$;
revoke execute on function kith.find_contacts from public;
grant execute on function kith.find_contacts to kith_app;
