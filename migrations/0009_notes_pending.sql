-- Notes whose analysis was cut off (the process died between storing and analysing), across tenants: ids only.
create index notes_pending on notes (created_at) where analysis = 'pending';
create function kith.pending_notes(older_than interval)
returns table (note_id uuid, contact_id uuid, space_id uuid, user_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select n.id, n.contact_id, n.space_id, n.created_by from notes n
  where n.analysis = 'pending' and n.created_at < now() - older_than and n.created_by is not null
    and not exists (select 1 from jobs j where j.space_id = n.space_id and j.kind = 'analyse_note' and j.unique_key = n.id::text and j.state in ('queued', 'running'))
  order by n.created_at limit 100 $$;
revoke execute on function kith.pending_notes from public;
grant execute on function kith.pending_notes to kith_app;

