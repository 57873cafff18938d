-- Spoken notes: kept until their text is saved as a note.
create table recordings (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  contact_id uuid,                       -- who it is about, when that was known
  file_id uuid not null,
  text text check (char_length(text) <= 100000),   -- what is said in it; null until somebody wrote it down
  engine text check (char_length(engine) <= 200),
  problem text check (char_length(problem) <= 500),
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (space_id, id),
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete set null (contact_id),
  foreign key (space_id, file_id) references files (space_id, id) on delete cascade
);
create index recordings_newest on recordings (space_id, id desc);
create index recordings_by_contact on recordings (space_id, contact_id) where contact_id is not null;
create index recordings_by_file on recordings (space_id, file_id);
call kith.protect_table('recordings');
call kith.record_table('recordings');
