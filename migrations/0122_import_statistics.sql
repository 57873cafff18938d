-- Without statistics this index is as good as any for what begins with the space, so the cascade from a person read the whole space.
drop index entries_by_note;
create index entries_by_note on entries (note_id) where note_id is not null;

-- After thousands of rows came in at once the planner knows nothing of them, until autovacuum notices a minute later.
create function kith.refresh_statistics() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze contacts, entries, notes, search_documents;
end $$;
revoke execute on function kith.refresh_statistics from public;
grant execute on function kith.refresh_statistics to kith_app;
