-- Whom a note or an entry mentions, what analysis proposes about them, and which entries are no longer true.
create table note_mentions (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  note_id uuid not null,
  contact_id uuid not null,
  spans jsonb not null default '[]',   -- [{start, end, text}] in the note
  created_at timestamptz not null default now(),
  unique (space_id, note_id, contact_id),
  foreign key (space_id, note_id) references notes (space_id, id) on delete cascade,
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade
);
create index note_mentions_by_contact on note_mentions (space_id, contact_id, note_id);
call kith.protect_table('note_mentions');
call kith.record_table('note_mentions');

create table entry_mentions (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  entry_id uuid not null,
  contact_id uuid not null,
  text text not null check (char_length(text) between 1 and 255),  -- the words of the entry that mean them
  created_at timestamptz not null default now(),
  unique (space_id, entry_id, contact_id),
  foreign key (space_id, entry_id) references entries (space_id, id) on delete cascade,
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade
);
create index entry_mentions_by_contact on entry_mentions (space_id, contact_id, entry_id);
call kith.protect_table('entry_mentions');
call kith.record_table('entry_mentions');

create table proposals (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  note_id uuid not null,
  contact_id uuid not null,            -- whose page it concerns: the person it is about when known, else the note's
  kind text not null check (kind in ('person', 'relationship', 'entry', 'reminder', 'followup')),
  key text not null check (char_length(key) between 1 and 400),   -- what it proposes, so that it is proposed once
  payload jsonb not null,
  source jsonb,                        -- {start, end, text} in the note
  confidence smallint check (confidence between 1 and 10),
  state text not null default 'open' check (state in ('open', 'accepted', 'dismissed')),
  created jsonb not null default '[]', -- [{kind, id}] that accepting it made
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (space_id, id),
  unique (space_id, key),
  foreign key (space_id, note_id) references notes (space_id, id) on delete cascade,
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade
);
create index proposals_by_contact on proposals (space_id, contact_id, state, id desc);
create index proposals_by_note on proposals (space_id, note_id, id);
create index proposals_by_state on proposals (space_id, state, id desc);
call kith.protect_table('proposals');
call kith.record_table('proposals');

-- An entry that a newer one ended is kept as past. When the newer one goes, the older holds again: a row of its own, which goes with
-- either of them, and not a column, because undo takes cascades back but not what a foreign key has set to null.
create table entry_successors (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  entry_id uuid not null,
  successor_id uuid not null,
  created_at timestamptz not null default now(),
  check (entry_id <> successor_id),
  unique (space_id, entry_id),
  foreign key (space_id, entry_id) references entries (space_id, id) on delete cascade,
  foreign key (space_id, successor_id) references entries (space_id, id) on delete cascade
);
create index entry_successors_by_successor on entry_successors (space_id, successor_id);
call kith.protect_table('entry_successors');
call kith.record_table('entry_successors');
-- until when somebody said that it still holds
alter table entries add column confirmed_at timestamptz;

-- Whom a note mentions and what it proposes hang on the note, and are no reason for a person of a demo to stay.
do $$ begin
  execute replace(pg_get_functiondef('kith.contacts_with_more'::regproc),
    $a$'public.contact_tags'::regclass)$a$, $b$'public.contact_tags'::regclass, 'public.note_mentions'::regclass, 'public.entry_mentions'::regclass, 'public.proposals'::regclass)$b$);
end $$;
