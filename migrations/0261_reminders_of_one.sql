-- How long before the birthday and the other dates of one person come reminders: null as the owner of the space prefers, none never.
alter table contacts add column birthday_days_before int[]
  check (cardinality(birthday_days_before) <= 6 and 0 <= all (birthday_days_before) and 60 >= all (birthday_days_before) and array_position(birthday_days_before, null) is null);
create index contacts_by_own_reminders on contacts (space_id) where birthday_days_before is not null;

-- As with the preferences: what is chosen holds from today on, and what was announced already is not announced twice.
create function kith.look_at_dates_of_one() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update date_looks set look_at = now(), looked_until = least(looked_until, now() - interval '1 day') where space_id = new.space_id;
  return null;
end $$;
revoke execute on function kith.look_at_dates_of_one from public;
create trigger look_at_dates_of_one after update of birthday_days_before on contacts for each row
  when (old.birthday_days_before is distinct from new.birthday_days_before) execute function kith.look_at_dates_of_one();
