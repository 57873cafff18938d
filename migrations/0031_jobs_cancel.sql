-- A request to cancel is announced before the job's own transaction has ended, so that its worker can stop early.
create or replace function kith.notify_job() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_notify('kith_jobs', json_build_object('id', new.id, 'space_id', new.space_id, 'kind', new.kind, 'state', new.state,
    'progress', new.progress, 'message', left(new.message, 500), 'error', left(new.error, 500), 'cancel_requested', new.cancel_requested)::text);
  return null;
end $$;
drop trigger notify_update on jobs;
create trigger notify_update after update on jobs for each row
  when ((old.state, old.progress, old.message, old.error, old.cancel_requested) is distinct from (new.state, new.progress, new.message, new.error, new.cancel_requested))
  execute function kith.notify_job();
