-- A follow-up is an Actionable entry that waits: not done, and without an event. Done is when it was ticked.
alter table entries add column done_at timestamptz;
create index entries_to_do on entries (space_id, created_at desc, id desc) where category = 'Actionable' and done_at is null;
create index entries_done on entries (space_id, created_at desc, id desc) where category = 'Actionable' and done_at is not null;
-- Which entries were ended last.
create index entry_successors_latest on entry_successors (space_id, id desc);
