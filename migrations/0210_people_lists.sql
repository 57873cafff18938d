-- What lists of people compare is a stored value of its own: what coalesce() or LIKE make of others is leaky under a policy, so a
-- list read the whole space (150 ms for 100,000 people nobody of whom had been silent for long).
alter table contacts
  add column contacted_at timestamptz not null generated always as (coalesce(last_interaction_at, '-infinity')) stored,   -- for the order
  add column silent_since timestamptz not null generated always as (coalesce(last_interaction_at, created_at)) stored,
  -- every word a list finds them by, each after a space
  add column name_words text collate "C" not null generated always as (
    ' ' || coalesce(kith.plain(full_name || ' ' || coalesce(nickname, '') || ' ' || coalesce(company, '')), '')) stored;
drop index contacts_by_interaction;
create index contacts_by_interaction on contacts (space_id, archived, contacted_at, id);
-- With the id: without it the entries of people made in one transaction fold into so small an index that it is taken for every look-up by id.
create index contacts_by_silence on contacts (space_id, archived, silent_since, id);

-- Generated columns stay out of the feed: recorded anew, with what was hidden before.
do $$
declare
  hidden text[] := (select split_part(encode(tgargs, 'escape'), '\000', 1)::text[] from pg_trigger where tgrelid = 'contacts'::regclass and tgname = 'changes_insert');
begin
  drop trigger changes_insert on contacts;
  drop trigger changes_update on contacts;
  drop trigger changes_delete on contacts;
  call kith.record_table('contacts', hidden);
end $$;

-- Who has, for every word of `query`, a word of their name, nickname or company that starts with it: their ids, or null when they
-- are more than `most` (then a list looks at name_words, person by person in its order, and soon has a page). `words`: the query
-- as it was understood.
create function kith.few_contacts(in_space uuid, query text, most int, out words text[], out ids uuid[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  plain text := kith.plain(query);
  q tsquery;
begin
  words := (string_to_array(plain, ' '))[:8];
  q := kith.search_tsquery(right(in_space::text, 4) || 'c', words, '{@}', null, true);
  ids := '{}';
  if (in_space = any (kith.read_spaces())) is not true or q is null then return; end if;
  -- a letter or two: so many names that begin with it are counted in a moment, all that have it anywhere in twenty
  if (select count(*) from (select from search_documents s
    where s.space_id = in_space and s.kind = 'contact' and s.title >= plain and s.title < plain || chr(1114111) limit most / 2) begins) >= most / 2 then
    ids := null;
    return;
  end if;
  ids := array(select d.row_id from kith.search_any(in_space, 'contact', q, '-infinity', 'infinity', most + 1) d);
  if cardinality(ids) > most then ids := null; end if;
end $$;
revoke execute on function kith.few_contacts from public;
grant execute on function kith.few_contacts to kith_app;
