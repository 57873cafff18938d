-- Whoever may see a calendar may choose not to: hiding changes how somebody looks at data, not the data, so viewers may too.
drop policy own_inserts on hidden_calendars;
drop policy own_deletes on hidden_calendars;
create policy own_inserts on hidden_calendars for insert to kith_app with check (space_id = any ((select kith.read_spaces())::uuid[]) and user_id = kith.user_id());
create policy own_deletes on hidden_calendars for delete to kith_app using (space_id = any ((select kith.read_spaces())::uuid[]) and user_id = kith.user_id());
