-- An entry that follows its note to another person moves in the counts too (0005 moved notes only).
create function kith.move_entries() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update contacts c set entry_count = (select count(*) from entries e where e.space_id = c.space_id and e.contact_id = c.id)
  where c.id in (
    select unnest(array[o.contact_id, n.contact_id]) from old_rows o join new_rows n on n.id = o.id
    where o.contact_id is distinct from n.contact_id);
  return null;
end $$;
revoke execute on function kith.move_entries from public;
create trigger count_update after update on entries referencing old table as old_rows new table as new_rows
  for each statement execute function kith.move_entries();
update contacts c set entry_count = counted.n
from (select c.id, (select count(*) from entries e where e.space_id = c.space_id and e.contact_id = c.id) as n from contacts c) counted
where counted.id = c.id and counted.n <> c.entry_count;
