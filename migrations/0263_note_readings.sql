-- Who is reading a note right now, where reading costs money: a lease that its holder prolongs while it works. Whoever else wants the note
-- read waits for it; when the holder has died, the lease lapses and somebody takes over.
create table note_readings (
  note_id uuid primary key,
  space_id uuid not null,
  holder uuid not null,
  until timestamptz not null,
  foreign key (space_id, note_id) references notes (space_id, id) on delete cascade deferrable initially immediate
);
create index note_readings_by_note on note_readings (space_id, note_id);
call kith.protect_table('note_readings');

-- As before, but not while somebody reads it, however slow the provider is.
create or replace function kith.pending_notes(older_than interval)
returns table (note_id uuid, contact_id uuid, space_id uuid, user_id uuid, job_state text, action_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select n.id, n.contact_id, n.space_id, n.created_by, j.state, j.action_id from notes n
  left join lateral (
    select j.state, j.action_id from jobs j where j.space_id = n.space_id and j.kind = 'analyse_note' and j.unique_key = n.id::text order by j.id desc limit 1) j on true
  where n.analysis = 'pending' and n.created_at < now() - older_than and n.created_by is not null and n.contact_id is not null
    and (j.state is null or j.state not in ('queued', 'running'))
    and not exists (select 1 from note_readings r where r.space_id = n.space_id and r.note_id = n.id and r.until > now())
  order by n.created_at limit 100 $$;
