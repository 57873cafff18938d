-- Calendars that somebody does not want to see. A way of looking at data, so outside the feed, and everybody's own.
create table hidden_calendars (
  space_id uuid not null,
  user_id uuid not null references users on delete cascade,
  calendar_id uuid not null,
  primary key (space_id, user_id, calendar_id),
  foreign key (space_id, calendar_id) references calendars (space_id, id) on delete cascade
);
create index hidden_calendars_by_calendar on hidden_calendars (space_id, calendar_id);
create index hidden_calendars_by_user on hidden_calendars (user_id);
alter table hidden_calendars enable row level security, force row level security;
create policy owner_passes on hidden_calendars to current_user using (true) with check (true);
create policy own_reads on hidden_calendars for select to kith_app using (space_id = any ((select kith.read_spaces())::uuid[]) and user_id = kith.user_id());
create policy own_inserts on hidden_calendars for insert to kith_app with check (space_id = any ((select kith.write_spaces())::uuid[]) and user_id = kith.user_id());
create policy own_deletes on hidden_calendars for delete to kith_app using (space_id = any ((select kith.write_spaces())::uuid[]) and user_id = kith.user_id());
grant select, insert, delete on hidden_calendars to kith_app;
