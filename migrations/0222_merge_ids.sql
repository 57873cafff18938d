-- A merge also reaches what names a person without referring to them: the chat that has no other name than whom it is with, reminders
-- that came due, and people in proposals. All of it stands in the feed, so what was done is remembered and taken back like the rest.

-- A proposal in which one person is another from now on; null: it would tie somebody to themselves.
create function kith.repoint_payload(payload jsonb, other uuid, kept uuid, kept_name text) returns jsonb language plpgsql immutable set search_path = public, pg_temp as $$
declare
  p jsonb := payload;
begin
  if p #>> '{tie,of,contact_id}' = other::text then p := jsonb_set(p, '{tie,of}', jsonb_build_object('contact_id', kept, 'name', kept_name)); end if;
  if p #>> '{who,contact_id}' = other::text then p := jsonb_set(jsonb_set(p, '{who,contact_id}', to_jsonb(kept)), '{who,name}', to_jsonb(kept_name)); end if;
  if p #> '{who,candidates}' @> jsonb_build_array(jsonb_build_object('id', other)) then
    p := jsonb_set(p, '{who,candidates}', (
      select jsonb_agg(case when e.value ->> 'id' = other::text then jsonb_build_object('id', kept, 'full_name', kept_name) else e.value end order by e.n)
      from jsonb_array_elements(p #> '{who,candidates}') with ordinality e (value, n)
      where e.value ->> 'id' <> other::text or not p #> '{who,candidates}' @> jsonb_build_array(jsonb_build_object('id', kept))));
  end if;
  if p #>> '{tie,of,contact_id}' = p #>> '{who,contact_id}' then return null; end if;
  return p;
end $$;

create function kith.repoint_contact(in_space uuid, other uuid, kept uuid) returns void language plpgsql set search_path = public, pg_temp as $$
declare
  kept_name text := (select c.full_name from contacts c where c.space_id = in_space and c.id = kept);
begin
  -- a message that both have is one message
  delete from chat_messages m where m.space_id = in_space and m.contact_id = other and m.chat_key = other::text
    and exists (select 1 from chat_messages x where x.space_id = in_space and x.channel = m.channel and x.chat_key = kept::text and x.message_key = m.message_key);
  update chat_messages m set chat_key = kept::text where m.space_id = in_space and m.contact_id = other and m.chat_key = other::text;

  -- of two reminders of one day one is enough
  delete from reminders r where r.space_id = in_space and r.contact_id = other
    and exists (select 1 from reminders x where x.space_id = in_space and x.key = replace(r.key, other::text, kept::text) and x.id <> r.id);
  update reminders r set contact_id = kept, key = replace(r.key, other::text, kept::text) where r.space_id = in_space and r.contact_id = other;

  delete from proposals p where p.space_id = in_space and p.state = 'open' and p.payload ? 'tie' and p.payload::text like '%' || other || '%'
    and kith.repoint_payload(p.payload, other, kept, kept_name) is null;
  update proposals p set payload = coalesce(kith.repoint_payload(p.payload, other, kept, kept_name), p.payload), created = replace(p.created::text, other::text, kept::text)::jsonb
  where p.space_id = in_space and (p.payload::text like '%' || other || '%' or p.created::text like '%' || other || '%');
end $$;
revoke execute on function kith.repoint_payload, kith.repoint_contact from public;
grant execute on function kith.repoint_payload, kith.repoint_contact to kith_app;

do $$
declare
  was text := pg_get_functiondef('kith.merge_contacts'::regproc);
  will text := replace(was, E'begin\n  for link in select', E'begin\n  perform kith.repoint_contact(in_space, other, kept);\n  for link in select');
begin
  if was = will then raise exception 'kith.merge_contacts is not what it was'; end if;
  execute will;
end $$;

-- Who somebody is now that was merged into another: for files that still name them by their old id or card.
create function kith.merged_into(in_space uuid) returns table (id uuid, contact_id uuid, vcard_uid text) language sql stable set search_path = public, pg_temp as $$
  select distinct on (m.other_id) m.other_id, m.contact_id, m.other ->> 'vcard_uid' from merges m
  where m.space_id = in_space and m.undone_at is null and not exists (select 1 from contacts c where c.space_id = in_space and c.id = m.other_id)
  order by m.other_id, m.id desc $$;
revoke execute on function kith.merged_into from public;
grant execute on function kith.merged_into to kith_app;

-- The person an event is filed under follows its guests also when a merge gives one of them to somebody else.
create trigger person_update after update on event_contacts referencing old table as old_rows for each statement execute function kith.event_person();
update events e set contact_id = (select ec.contact_id from event_contacts ec where ec.space_id = e.space_id and ec.event_id = e.id order by ec.id limit 1)
where e.contact_id is not null and not exists (select 1 from contacts c where c.space_id = e.space_id and c.id = e.contact_id);
