-- A note whose analysis somebody cancelled, or that failed for good, waits for nobody: with the state of its newest job, whoever looks
-- for notes that were cut off can tell. One that belongs to nobody cannot be analysed.
update notes set analysis = 'none' where analysis = 'pending' and contact_id is null;
drop function kith.pending_notes;
create function kith.pending_notes(older_than interval)
returns table (note_id uuid, contact_id uuid, space_id uuid, user_id uuid, job_state text, action_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select n.id, n.contact_id, n.space_id, n.created_by, j.state, j.action_id from notes n
  left join lateral (
    select j.state, j.action_id from jobs j where j.space_id = n.space_id and j.kind = 'analyse_note' and j.unique_key = n.id::text order by j.id desc limit 1) j on true
  where n.analysis = 'pending' and n.created_at < now() - older_than and n.created_by is not null and n.contact_id is not null
    and (j.state is null or j.state not in ('queued', 'running'))
  order by n.created_at limit 100 $$;
revoke execute on function kith.pending_notes from public;
grant execute on function kith.pending_notes to kith_app;
