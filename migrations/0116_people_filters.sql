-- What the list of people is filtered by. Comparing text that lower() or fold() made is not leakproof and would scan the space
-- under a policy; comparing stored text is.
alter table contacts
  add column company_key text collate "C" generated always as (kith.fold(nullif(company, ''))) stored,
  add column city_key text collate "C" generated always as (kith.fold(nullif(addresses -> 0 ->> 'city', ''))) stored;
create index contacts_by_company on contacts (space_id, company_key, archived, name_folded, id) where company_key is not null;
create index contacts_by_city on contacts (space_id, city_key, archived, name_folded, id) where city_key is not null;
create index contacts_by_star on contacts (space_id, archived, name_folded, id) where starred;

-- Generated columns stay out of the feed: recorded anew, with what was hidden before.
do $$
declare
  hidden text[] := (select split_part(encode(tgargs, 'escape'), '\000', 1)::text[] from pg_trigger where tgrelid = 'contacts'::regclass and tgname = 'changes_insert');
begin
  drop trigger changes_insert on contacts;
  drop trigger changes_update on contacts;
  drop trigger changes_delete on contacts;
  call kith.record_table('contacts', hidden);
end $$;

-- Views of a list that somebody named, shared in the space.
create table saved_filters (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  page text not null check (page in ('people')),
  name text not null check (char_length(name) between 1 and 64),
  name_key text collate "C" not null generated always as (kith.fold(name)) stored,
  query jsonb not null default '{}' check (jsonb_typeof(query) = 'object'),
  position int not null,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (space_id, id),
  unique (space_id, page, name_key)
);
create index saved_filters_by_position on saved_filters (space_id, page, position, id);
call kith.protect_table('saved_filters');
call kith.record_table('saved_filters');
