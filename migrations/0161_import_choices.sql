-- Senders of messages in a file, and who each was taken to be or could be.
alter table imports add column choices jsonb not null default '[]';
