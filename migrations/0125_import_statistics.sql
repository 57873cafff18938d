-- An address book brings tags, groups and relationships, too: without statistics of them, gathering the tags of 10,000 people read
-- all tags of the space for each.
create or replace function kith.refresh_statistics() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze contacts, entries, notes, search_documents, tags, contact_tags, group_members, relationships;
end $$;
