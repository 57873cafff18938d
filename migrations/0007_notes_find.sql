-- Words in notes and entries. A definer function with an explicit space filter, for the reason given in 0006.
alter table notes add column search tsvector generated always as (to_tsvector('simple', kith.fold(content))) stored;
create index notes_search on notes using gin (search);

-- 'red wi' → 'red' & 'wi':*, or null when there is no word in it.
create function kith.prefix_query(query text) returns tsquery language sql immutable parallel safe as $$
  select string_agg(quote_literal(w) || case when last then ':*' else '' end, ' & ' order by i)::tsquery
  from (
    select w, i, i = max(i) over () as last
    from regexp_split_to_table(kith.fold(query), '[^[:alnum:]]+') with ordinality s (w, i) where w <> '' limit 8
  ) words $$;

-- Ids of notes that contain every word of `query` (the last one may be the start of a word), newest first.
create function kith.find_notes(in_space uuid, query text, max_rows int) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  parsed tsquery := kith.prefix_query(query);
begin
  if (in_space = any (kith.read_spaces())) is not true or parsed is null then return; end if;
  return query select n.id from notes n where n.space_id = in_space and n.search @@ parsed order by n.created_at desc limit max_rows;
end $$;

revoke execute on function kith.find_notes from public;
grant execute on function kith.find_notes to kith_app;
-- generated columns stay out of the feed
drop trigger changes_insert on notes;
drop trigger changes_update on notes;
drop trigger changes_delete on notes;
call kith.record_table('notes');
