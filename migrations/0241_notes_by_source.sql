-- Counting by month what stands on the timeline of a space is read from the index alone, so the index knows what is of a chat.
drop index notes_by_time;
create index notes_by_time on notes (space_id, created_at desc, id desc) include (source);
