-- The invented life has events and groups too.
alter table demos
  add column event_ids uuid[] not null default '{}',
  add column group_ids uuid[] not null default '{}';

-- Who an event is with and who is invited hang on the event (`hanging_on`: of these events it is no reason to stay).
drop function kith.contacts_with_more(uuid, uuid[], timestamptz);
create function kith.contacts_with_more(in_space uuid, ids uuid[], since timestamptz, own_events uuid[]) returns setof uuid
language plpgsql stable set search_path = public, pg_temp as $$
declare
  t record;
begin
  for t in
    select k.conrelid::regclass as name, a.attname as about,
      k.conrelid in ('public.event_contacts'::regclass, 'public.event_attendees'::regclass) as on_event,
      exists (select 1 from pg_attribute c where c.attrelid = k.conrelid and c.attname = 'created_at' and not c.attisdropped) as dated,
      exists (select 1 from pg_attribute c where c.attrelid = k.conrelid and c.attname = 'updated_at' and not c.attisdropped) as edited
    from pg_constraint k
    join unnest(k.conkey, k.confkey) as pair (mine, theirs) on true
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.mine
    join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.theirs and b.attname = 'id'
    where k.contype = 'f' and k.confrelid = 'public.contacts'::regclass
      -- whom a note mentions and what it proposes hang on the note
      and k.conrelid not in ('public.notes'::regclass, 'public.entries'::regclass, 'public.contact_tags'::regclass, 'public.note_mentions'::regclass,
        'public.entry_mentions'::regclass, 'public.proposals'::regclass)
      and exists (select 1 from pg_trigger g where g.tgrelid = k.conrelid and g.tgname = 'changes_insert')
  loop
    return query execute format('select distinct r.%I from %s r where r.space_id = $1 and r.%I = any ($2) and %s', t.about, t.name, t.about,
      case when t.on_event then 'not r.event_id = any ($4)' when t.edited then 'greatest(r.created_at, r.updated_at) > $3' when t.dated then 'r.created_at > $3' else 'true' end)
      using in_space, ids, since, own_events;
  end loop;
end $$;
revoke execute on function kith.contacts_with_more from public;
grant execute on function kith.contacts_with_more to kith_app;
