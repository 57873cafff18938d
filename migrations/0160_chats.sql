-- Messages of chats, each stored once ever: a message has a name within its chat, and what comes again under it is passed over.
-- What a person reads of them is one note a day and channel, which grows when later messages of that day arrive.
create table chat_messages (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  contact_id uuid not null,
  channel text collate "C" not null check (channel in ('telegram', 'whatsapp', 'signal', 'imessage', 'sms', 'email', 'pasted')),
  chat_key text collate "C" not null check (char_length(chat_key) between 1 and 200),
  message_key text collate "C" not null check (char_length(message_key) between 1 and 200),
  sent_at timestamptz not null,
  local_at timestamp not null,             -- what the clock on the wall showed
  day date not null generated always as (local_at::date) stored,
  direction text not null check (direction in ('in', 'out')),
  sender_name text not null check (char_length(sender_name) between 1 and 255),
  text text not null check (char_length(text) <= 50000),
  attachments jsonb not null default '[]' check (jsonb_typeof(attachments) = 'array'),
  note_id uuid,                            -- the note of its day; none when somebody deleted that
  created_at timestamptz not null generated always as (sent_at) stored,
  unique (space_id, id),
  unique (space_id, channel, chat_key, message_key),
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade,
  foreign key (space_id, note_id) references notes (space_id, id) on delete set null (note_id)
);
create index chat_messages_by_contact on chat_messages (space_id, contact_id, sent_at desc, id desc);
create index chat_messages_by_day on chat_messages (space_id, contact_id, channel, day);
create index chat_messages_by_note on chat_messages (space_id, note_id);
call kith.protect_table('chat_messages');
call kith.record_table('chat_messages');
call kith.search_table('chat_messages', 'message', 'm', 7, title => 'null', names => 'null', about => 'r.contact_id', body => 'r.text', watched => array['contact_id', 'text']);

-- Notes of chats stand on the timeline as messages.
create index notes_of_chats on notes (space_id, contact_id, created_at desc, id desc)
  where source in ('telegram', 'whatsapp', 'signal', 'imessage', 'sms', 'email', 'pasted');
create index notes_of_chats_of_all on notes (space_id, created_at desc, id desc)
  where source in ('telegram', 'whatsapp', 'signal', 'imessage', 'sms', 'email', 'pasted');

-- A note of a day is dated by its last message: when it grows, so does the last contact.
create function kith.redate_notes() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update contacts c set last_interaction_at = kith.last_interaction(c.space_id, c.id)
  where c.id in (select n.contact_id from old_rows o join new_rows n on n.id = o.id where o.created_at <> n.created_at);
  return null;
end $$;
revoke execute on function kith.redate_notes from public;
create trigger redate after update on notes referencing old table as old_rows new table as new_rows for each statement execute function kith.redate_notes();
