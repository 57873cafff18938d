-- Entries without a note stand on the timeline themselves.
create index entries_on_timeline on entries (space_id, contact_id, created_at desc, id desc) where note_id is null;
create index entries_on_timeline_of_all on entries (space_id, created_at desc, id desc) where note_id is null;
