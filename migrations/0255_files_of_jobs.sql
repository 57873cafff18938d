-- A file that is only in the input of a job, as `file_id`, has done its service when that is done or cancelled. One that failed may be
-- tried again.
create function kith.drop_file_of_job() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  delete from files where space_id = new.space_id and id = (new.input ->> 'file_id')::uuid;
  return null;
end $$;
create trigger drop_file after update of state on jobs for each row
  when (new.state in ('completed', 'cancelled') and old.state <> new.state and new.input ? 'file_id')
  execute function kith.drop_file_of_job();
