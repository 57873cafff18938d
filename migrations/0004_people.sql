-- People somebody knows, and their tags.
create table contacts (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  full_name text not null check (char_length(full_name) between 2 and 255),
  name_folded text collate "C" not null generated always as (kith.fold(full_name)) stored,
  name_prefix text check (char_length(name_prefix) <= 64),
  given_name text check (char_length(given_name) <= 128),
  additional_name text check (char_length(additional_name) <= 128),
  family_name text check (char_length(family_name) <= 128),
  name_suffix text check (char_length(name_suffix) <= 64),
  nickname text check (char_length(nickname) <= 128),
  tier smallint not null default 2 check (tier in (1, 2)),
  emails jsonb not null default '[]',
  phones jsonb not null default '[]',
  addresses jsonb not null default '[]',
  city text generated always as (addresses -> 0 ->> 'city') stored,
  company text check (char_length(company) <= 255),
  title text check (char_length(title) <= 255),
  birthday text check (birthday ~ '^(\d{4}|-)-\d{2}-\d{2}$'),          -- 1990-05-17, or --05-17 without the year
  birthday_month_day text generated always as (right(birthday, 5)) stored,
  important_dates jsonb not null default '[]',
  pronouns text check (char_length(pronouns) <= 64),
  how_we_met text check (char_length(how_we_met) <= 2000),
  social_handles jsonb not null default '[]',
  telegram_id bigint,
  telegram_username text check (char_length(telegram_username) <= 64),
  telegram_phone text check (char_length(telegram_phone) <= 32),
  telegram_handle text check (char_length(telegram_handle) <= 64),
  telegram_verified boolean not null default false,
  telegram_premium boolean not null default false,
  custom_fields jsonb not null default '[]',
  description text check (char_length(description) <= 10000),
  starred boolean not null default false,
  archived boolean not null default false,
  -- derived by the triggers of notes and entries, never written by a verb
  note_count int not null default 0,
  entry_count int not null default 0,
  last_interaction_at timestamptz,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (space_id, id)
);
create index contacts_by_name on contacts (space_id, archived, name_folded, id);
create index contacts_by_created on contacts (space_id, archived, created_at, id);
create index contacts_by_updated on contacts (space_id, archived, updated_at, id);
create index contacts_by_interaction on contacts (space_id, archived, coalesce(last_interaction_at, '-infinity'), id);
create index contacts_by_birthday on contacts (space_id, birthday_month_day) where birthday is not null;
create index contacts_by_telegram on contacts (space_id, telegram_id) where telegram_id is not null;
call kith.protect_table('contacts');
call kith.record_table('contacts', array['note_count', 'entry_count', 'last_interaction_at']);

create table tags (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  name text not null check (char_length(name) between 1 and 64),
  name_key text collate "C" not null generated always as (kith.fold(name)) stored,
  color text not null default '#4f6cff' check (color ~ '^#[0-9A-Fa-f]{6}$'),
  description text check (char_length(description) <= 500),
  contact_count int not null default 0,  -- derived by the trigger of contact_tags
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (space_id, id),
  unique (space_id, name_key)
);
call kith.protect_table('tags');
call kith.record_table('tags', array['contact_count']);

create table contact_tags (
  id uuid primary key default uuidv7(),
  space_id uuid not null,
  contact_id uuid not null,
  tag_id uuid not null,
  created_at timestamptz not null default now(),
  foreign key (space_id, contact_id) references contacts (space_id, id) on delete cascade,
  foreign key (space_id, tag_id) references tags (space_id, id) on delete cascade,
  unique (space_id, contact_id, tag_id)
);
create index contact_tags_by_tag on contact_tags (space_id, tag_id, contact_id);
call kith.protect_table('contact_tags');
call kith.record_table('contact_tags');

-- Counts live on the tag so that a list of tags reads one table. Kept by triggers, not verbs, because undo and cascades write
-- rows too.
create function kith.count_tagged() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    update tags t set contact_count = contact_count + d.n
    from (select tag_id, count(*) as n from new_rows group by 1 order by 1) d where t.id = d.tag_id;
  else
    update tags t set contact_count = contact_count - d.n
    from (select tag_id, count(*) as n from old_rows group by 1 order by 1) d where t.id = d.tag_id;
  end if;
  return null;
end $$;
create trigger count_insert after insert on contact_tags referencing new table as new_rows
  for each statement execute function kith.count_tagged();
create trigger count_delete after delete on contact_tags referencing old table as old_rows
  for each statement execute function kith.count_tagged();

-- Undo puts what hung on a tag back before the tag itself, so a tag that comes back counts for itself.
create function kith.recount_tags() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if kith.undoes() is null then return null; end if;
  update tags t set contact_count = (select count(*) from contact_tags ct where ct.space_id = t.space_id and ct.tag_id = t.id)
  where t.id in (select id from new_rows);
  return null;
end $$;
create trigger recount after insert on tags referencing new table as new_rows for each statement execute function kith.recount_tags();
