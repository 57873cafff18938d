-- Undo cannot go through `on delete set null` twice: to undo the return of a row it is deleted, which sets the reference to null at
-- once, and the change that had set it is then found changed. A guest who is a person goes with that person; an event keeps the id
-- of its entry, which is shown while there is such an entry and is true again when undo brings the entry back.
alter table event_attendees drop constraint event_attendees_space_id_contact_id_fkey;
alter table event_attendees add foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade deferrable initially immediate;
alter table events drop constraint events_space_id_entry_id_fkey;
