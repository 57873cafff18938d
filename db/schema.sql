-- Generated from the migrations by scripts/schema.ts: read it to see what is, change it by a migration.

create table actions (
  id uuid not null,
  space_id uuid not null,
  actor_id uuid,
  channel text not null,
  undoes uuid,
  undone_by uuid,
  undoable boolean not null default true,
  created_at timestamp with time zone not null default clock_timestamp(),
  PRIMARY KEY (space_id, id)
);
CREATE INDEX actions_by_actor ON public.actions USING btree (space_id, actor_id, created_at DESC);
CREATE INDEX actions_by_time ON public.actions USING btree (space_id, created_at DESC, id DESC);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_marks for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))

create table ai_calls (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  user_id uuid,
  provider text not null,
  model text not null,
  capability text not null,
  purpose text not null,
  input_tokens integer,
  output_tokens integer,
  cost_usd numeric(12,6),
  duration_ms integer not null,
  outcome text not null,
  created_at timestamp with time zone not null default now(),
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE SET NULL,
  PRIMARY KEY (id)
);
CREATE INDEX ai_calls_by_space ON public.ai_calls USING btree (space_id, created_at DESC);
CREATE INDEX ai_calls_by_time ON public.ai_calls USING btree (created_at);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))

create table api_keys (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  name text not null,
  prefix text not null,
  key_hash bytea not null,
  scopes text[] not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  expires_at timestamp with time zone,
  CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
  CHECK (((cardinality(scopes) > 0) AND (scopes <@ ARRAY['read'::text, 'write'::text]))),
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (key_hash)
);
CREATE INDEX api_keys_by_user ON public.api_keys USING btree (user_id);
-- policy own_rows for all to kith_app using (user_id = ( SELECT kith.user_id() AS user_id)) check (user_id = ( SELECT kith.user_id() AS user_id))
-- policy owner_passes for all to kith_owner using true check true
CREATE TRIGGER access_changed AFTER UPDATE ON public.api_keys FOR EACH ROW WHEN (((((old.user_id IS DISTINCT FROM new.user_id) OR (old.key_hash IS DISTINCT FROM new.key_hash)) OR (old.scopes IS DISTINCT FROM new.scopes)) OR (old.expires_at IS DISTINCT FROM new.expires_at))) EXECUTE FUNCTION kith.access_changed();
CREATE TRIGGER access_ended AFTER DELETE ON public.api_keys FOR EACH ROW EXECUTE FUNCTION kith.access_changed();

create table calendars (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  name text not null,
  color text not null default '#4f6cff'::text,
  is_default boolean not null default false,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK ((color ~ '^#[0-9A-Fa-f]{6}$'::text)),
  CHECK (((char_length(name) >= 1) AND (char_length(name) <= 64))),
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id)
);
CREATE UNIQUE INDEX calendars_default ON public.calendars USING btree (space_id) WHERE is_default;
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.calendars REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.calendars REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.calendars REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');

create table change_batches (
  id bigint not null,
  first_position bigint not null,
  last_position bigint not null,
  previous_hash bytea,
  hash bytea not null,
  sealed_at timestamp with time zone not null default clock_timestamp(),
  PRIMARY KEY (id),
  UNIQUE (first_position),
  UNIQUE (last_position)
);
-- policy owner_passes for all to kith_owner using true check true

create table changes (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  "position" bigint,
  table_name text not null,
  row_id uuid not null,
  operation text not null,
  contact_id uuid,
  old jsonb,
  new jsonb,
  actor_id uuid,
  channel text not null,
  action_id uuid not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  payload_hash bytea,
  erased_at timestamp with time zone,
  CHECK ((operation = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text]))),
  PRIMARY KEY (id, created_at)
);
CREATE INDEX changes_by_action_order ON ONLY public.changes USING btree (action_id, id);
CREATE INDEX changes_by_contact ON ONLY public.changes USING btree (space_id, contact_id, id) WHERE (contact_id IS NOT NULL);
CREATE INDEX changes_by_position ON ONLY public.changes USING btree (space_id, "position");
CREATE INDEX changes_position ON ONLY public.changes USING btree ("position");
CREATE INDEX changes_unsealed ON ONLY public.changes USING btree (id) WHERE ("position" IS NULL);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))

create table chat_messages (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  contact_id uuid not null,
  channel text collate "C" not null,
  chat_key text collate "C" not null,
  message_key text collate "C" not null,
  sent_at timestamp with time zone not null,
  local_at timestamp without time zone not null,
  day date not null generated always as ((local_at)::date) stored,
  direction text not null,
  sender_name text not null,
  text text not null,
  attachments jsonb not null default '[]'::jsonb,
  note_id uuid,
  created_at timestamp with time zone not null generated always as (sent_at) stored,
  CHECK ((jsonb_typeof(attachments) = 'array'::text)),
  CHECK ((channel = ANY (ARRAY['telegram'::text, 'whatsapp'::text, 'signal'::text, 'imessage'::text, 'sms'::text, 'email'::text, 'pasted'::text]))),
  CHECK (((char_length(chat_key) >= 1) AND (char_length(chat_key) <= 200))),
  CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  CHECK (((char_length(message_key) >= 1) AND (char_length(message_key) <= 200))),
  CHECK (((char_length(sender_name) >= 1) AND (char_length(sender_name) <= 255))),
  CHECK ((char_length(text) <= 50000)),
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, note_id) REFERENCES notes(space_id, id) ON DELETE SET NULL (note_id) DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, channel, chat_key, message_key),
  UNIQUE (space_id, id)
);
CREATE INDEX chat_messages_by_contact ON public.chat_messages USING btree (space_id, contact_id, sent_at DESC, id DESC);
CREATE INDEX chat_messages_by_day ON public.chat_messages USING btree (space_id, contact_id, channel, day);
CREATE INDEX chat_messages_by_note ON public.chat_messages USING btree (space_id, note_id);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.chat_messages REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{day,created_at}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.chat_messages REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{day,created_at}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.chat_messages REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{day,created_at}', 't');
CREATE TRIGGER search_delete AFTER DELETE ON public.chat_messages REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_message();
CREATE TRIGGER search_insert AFTER INSERT ON public.chat_messages REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_message();
CREATE TRIGGER search_update AFTER UPDATE ON public.chat_messages REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_message();

create table contact_tags (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  contact_id uuid not null,
  tag_id uuid not null,
  created_at timestamp with time zone not null default now(),
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, tag_id) REFERENCES tags(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, contact_id, tag_id)
);
CREATE INDEX contact_tags_by_tag ON public.contact_tags USING btree (space_id, tag_id, contact_id);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.contact_tags REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.contact_tags REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.contact_tags REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER count_delete AFTER DELETE ON public.contact_tags REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_tagged();
CREATE TRIGGER count_insert AFTER INSERT ON public.contact_tags REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_tagged();

create table contacts (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  full_name text not null,
  name_folded text collate "C" not null generated always as (kith.fold(full_name)) stored,
  name_prefix text,
  given_name text,
  additional_name text,
  family_name text,
  name_suffix text,
  nickname text,
  tier smallint not null default 2,
  emails jsonb not null default '[]'::jsonb,
  phones jsonb not null default '[]'::jsonb,
  addresses jsonb not null default '[]'::jsonb,
  city text generated always as (((addresses -> 0) ->> 'city'::text)) stored,
  company text,
  title text,
  birthday text,
  birthday_month_day text generated always as ("right"(birthday, 5)) stored,
  important_dates jsonb not null default '[]'::jsonb,
  pronouns text,
  how_we_met text,
  social_handles jsonb not null default '[]'::jsonb,
  telegram_id bigint,
  telegram_username text,
  telegram_phone text,
  telegram_handle text,
  telegram_verified boolean not null default false,
  telegram_premium boolean not null default false,
  custom_fields jsonb not null default '[]'::jsonb,
  description text,
  starred boolean not null default false,
  archived boolean not null default false,
  note_count integer not null default 0,
  entry_count integer not null default 0,
  last_interaction_at timestamp with time zone,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  photo_id uuid,
  cadence_weeks smallint,
  cadence_started_at timestamp with time zone,
  snoozed_at timestamp with time zone,
  snoozed_until timestamp with time zone,
  due_at timestamp with time zone not null generated always as (COALESCE(
CASE
    WHEN (cadence_weeks IS NOT NULL) THEN GREATEST((((COALESCE(last_interaction_at, cadence_started_at) AT TIME ZONE 'UTC'::text) + ((cadence_weeks)::double precision * '7 days'::interval)) AT TIME ZONE 'UTC'::text),
    CASE
        WHEN (snoozed_at > COALESCE(last_interaction_at, '-infinity'::timestamp with time zone)) THEN snoozed_until
        ELSE NULL::timestamp with time zone
    END)
    ELSE NULL::timestamp with time zone
END, 'infinity'::timestamp with time zone)) stored,
  company_key text collate "C" generated always as (kith.fold(NULLIF(company, ''::text))) stored,
  city_key text collate "C" generated always as (kith.fold(NULLIF(((addresses -> 0) ->> 'city'::text), ''::text))) stored,
  vcard_uid text,
  vcard_extra jsonb not null default '[]'::jsonb,
  contacted_at timestamp with time zone not null generated always as (COALESCE(last_interaction_at, '-infinity'::timestamp with time zone)) stored,
  silent_since timestamp with time zone not null generated always as (COALESCE(last_interaction_at, created_at)) stored,
  name_words text collate "C" not null generated always as ((' '::text || COALESCE(kith.plain(((((full_name || ' '::text) || COALESCE(nickname, ''::text)) || ' '::text) || COALESCE(company, ''::text))), ''::text))) stored,
  birthday_days_before integer[],
  CHECK ((char_length(additional_name) <= 128)),
  CHECK ((birthday ~ '^(\d{4}|-)-\d{2}-\d{2}$'::text)),
  CHECK (((cardinality(birthday_days_before) <= 6) AND (0 <= ALL (birthday_days_before)) AND (60 >= ALL (birthday_days_before)) AND (array_position(birthday_days_before, NULL::integer) IS NULL))),
  CHECK (((cadence_weeks >= 1) AND (cadence_weeks <= 104))),
  CHECK ((char_length(company) <= 255)),
  CHECK ((char_length(description) <= 10000)),
  CHECK ((char_length(family_name) <= 128)),
  CHECK (((char_length(full_name) >= 2) AND (char_length(full_name) <= 255))),
  CHECK ((char_length(given_name) <= 128)),
  CHECK ((char_length(how_we_met) <= 2000)),
  CHECK ((char_length(name_prefix) <= 64)),
  CHECK ((char_length(name_suffix) <= 64)),
  CHECK ((char_length(nickname) <= 128)),
  CHECK ((char_length(pronouns) <= 64)),
  CHECK ((char_length(telegram_handle) <= 64)),
  CHECK ((char_length(telegram_phone) <= 32)),
  CHECK ((char_length(telegram_username) <= 64)),
  CHECK ((tier = ANY (ARRAY[1, 2]))),
  CHECK ((char_length(title) <= 255)),
  CHECK ((octet_length((vcard_extra)::text) <= 65536)),
  CHECK (((char_length(vcard_uid) >= 1) AND (char_length(vcard_uid) <= 255))),
  FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL DEFERRABLE,
  FOREIGN KEY (space_id, photo_id) REFERENCES files(space_id, id) ON DELETE SET NULL (photo_id) DEFERRABLE,
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id)
);
CREATE INDEX contacts_by_birthday ON public.contacts USING btree (space_id, birthday_month_day) WHERE (birthday IS NOT NULL);
CREATE INDEX contacts_by_city ON public.contacts USING btree (space_id, city_key, archived, name_folded, id) WHERE (city_key IS NOT NULL);
CREATE INDEX contacts_by_company ON public.contacts USING btree (space_id, company_key, archived, name_folded, id) WHERE (company_key IS NOT NULL);
CREATE INDEX contacts_by_created ON public.contacts USING btree (space_id, archived, created_at, id);
CREATE INDEX contacts_by_date ON public.contacts USING gin (kith.date_keys(space_id, important_dates)) WHERE (important_dates <> '[]'::jsonb);
CREATE INDEX contacts_by_due ON public.contacts USING btree (space_id, archived, due_at, id);
CREATE INDEX contacts_by_interaction ON public.contacts USING btree (space_id, archived, contacted_at, id);
CREATE INDEX contacts_by_name ON public.contacts USING btree (space_id, archived, name_folded, id);
CREATE INDEX contacts_by_own_reminders ON public.contacts USING btree (space_id) WHERE (birthday_days_before IS NOT NULL);
CREATE INDEX contacts_by_photo ON public.contacts USING btree (space_id, photo_id) WHERE (photo_id IS NOT NULL);
CREATE INDEX contacts_by_silence ON public.contacts USING btree (space_id, archived, silent_since, id);
CREATE INDEX contacts_by_star ON public.contacts USING btree (space_id, archived, name_folded, id) WHERE starred;
CREATE INDEX contacts_by_telegram ON public.contacts USING btree (space_id, telegram_id) WHERE (telegram_id IS NOT NULL);
CREATE INDEX contacts_by_updated ON public.contacts USING btree (space_id, archived, updated_at, id);
CREATE INDEX contacts_by_vcard_uid ON public.contacts USING btree (space_id, vcard_uid) WHERE (vcard_uid IS NOT NULL);
CREATE INDEX contacts_with_dates ON public.contacts USING btree (space_id) WHERE (important_dates <> '[]'::jsonb);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{note_count,entry_count,last_interaction_at,name_folded,city,birthday_month_day,name_folded,city,birthday_month_day,due_at,company_key,city_key,name_folded,city,birthday_month_day,due_at,company_key,city_key,contacted_at,silent_since,name_words}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{note_count,entry_count,last_interaction_at,name_folded,city,birthday_month_day,name_folded,city,birthday_month_day,due_at,company_key,city_key,name_folded,city,birthday_month_day,due_at,company_key,city_key,contacted_at,silent_since,name_words}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{note_count,entry_count,last_interaction_at,name_folded,city,birthday_month_day,name_folded,city,birthday_month_day,due_at,company_key,city_key,name_folded,city,birthday_month_day,due_at,company_key,city_key,contacted_at,silent_since,name_words}', 't');
CREATE TRIGGER look_at_dates_of_one AFTER UPDATE OF birthday_days_before ON public.contacts FOR EACH ROW WHEN ((old.birthday_days_before IS DISTINCT FROM new.birthday_days_before)) EXECUTE FUNCTION kith.look_at_dates_of_one();
CREATE TRIGGER recount AFTER INSERT ON public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.recount_contacts();
CREATE TRIGGER search_delete AFTER DELETE ON public.contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_contact();
CREATE TRIGGER search_insert AFTER INSERT ON public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_contact();
CREATE TRIGGER search_name_insert AFTER INSERT ON public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_new_name();
CREATE TRIGGER search_name_update AFTER UPDATE ON public.contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_new_name();
CREATE TRIGGER search_update AFTER UPDATE ON public.contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_contact();
CREATE TRIGGER start_cadence BEFORE INSERT OR UPDATE ON public.contacts FOR EACH ROW WHEN (((new.cadence_weeks IS NOT NULL) OR (new.cadence_started_at IS NOT NULL) OR (new.snoozed_at IS NOT NULL))) EXECUTE FUNCTION kith.start_cadence();

create table date_looks (
  space_id uuid not null,
  look_at timestamp with time zone not null default now(),
  looked_until timestamp with time zone not null default now(),
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  PRIMARY KEY (space_id)
);
CREATE INDEX date_looks_by_time ON public.date_looks USING btree (look_at);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))

create table demos (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  contact_ids uuid[] not null default '{}'::uuid[],
  tag_ids uuid[] not null default '{}'::uuid[],
  note_ids uuid[] not null default '{}'::uuid[],
  created_at timestamp with time zone not null default now(),
  event_ids uuid[] not null default '{}'::uuid[],
  group_ids uuid[] not null default '{}'::uuid[],
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id)
);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.demos REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.demos REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.demos REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');

create table entries (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  contact_id uuid not null,
  note_id uuid,
  category text not null,
  content text not null,
  confidence smallint,
  sources jsonb not null default '[]'::jsonb,
  engine text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  confirmed_at timestamp with time zone,
  done_at timestamp with time zone,
  CHECK ((category = ANY (ARRAY['Personal Details'::text, 'Interests'::text, 'Goals'::text, 'Challenges'::text, 'Actionable'::text, 'Professional'::text, 'Relationships'::text, 'Communication'::text]))),
  CHECK (((confidence >= 1) AND (confidence <= 10))),
  CHECK (((char_length(content) >= 1) AND (char_length(content) <= 2000))),
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, note_id) REFERENCES notes(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id)
);
CREATE INDEX entries_by_contact ON public.entries USING btree (space_id, contact_id, created_at DESC, id DESC);
CREATE INDEX entries_by_note ON public.entries USING btree (note_id) WHERE (note_id IS NOT NULL);
CREATE INDEX entries_done ON public.entries USING btree (space_id, created_at DESC, id DESC) WHERE ((category = 'Actionable'::text) AND (done_at IS NOT NULL));
CREATE INDEX entries_on_timeline ON public.entries USING btree (space_id, contact_id, created_at DESC, id DESC) WHERE (note_id IS NULL);
CREATE INDEX entries_on_timeline_of_all ON public.entries USING btree (space_id, created_at DESC, id DESC) WHERE (note_id IS NULL);
CREATE INDEX entries_to_do ON public.entries USING btree (space_id, created_at DESC, id DESC) WHERE ((category = 'Actionable'::text) AND (done_at IS NULL));
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.entries REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.entries REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.entries REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER count_delete AFTER DELETE ON public.entries REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_entries();
CREATE TRIGGER count_insert AFTER INSERT ON public.entries REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_entries();
CREATE TRIGGER count_update AFTER UPDATE ON public.entries REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.move_entries();
CREATE TRIGGER keep_version AFTER UPDATE ON public.entries REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.keep_entry_version();
CREATE TRIGGER search_delete AFTER DELETE ON public.entries REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_entry();
CREATE TRIGGER search_insert AFTER INSERT ON public.entries REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_entry();
CREATE TRIGGER search_update AFTER UPDATE ON public.entries REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_entry();

create table entry_mentions (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  entry_id uuid not null,
  contact_id uuid not null,
  text text not null,
  created_at timestamp with time zone not null default now(),
  CHECK (((char_length(text) >= 1) AND (char_length(text) <= 255))),
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, entry_id) REFERENCES entries(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, entry_id, contact_id)
);
CREATE INDEX entry_mentions_by_contact ON public.entry_mentions USING btree (space_id, contact_id, entry_id);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.entry_mentions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.entry_mentions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.entry_mentions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');

create table entry_successors (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  entry_id uuid not null,
  successor_id uuid not null,
  created_at timestamp with time zone not null default now(),
  CHECK ((entry_id <> successor_id)),
  FOREIGN KEY (space_id, entry_id) REFERENCES entries(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, successor_id) REFERENCES entries(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, entry_id)
);
CREATE INDEX entry_successors_by_successor ON public.entry_successors USING btree (space_id, successor_id);
CREATE INDEX entry_successors_latest ON public.entry_successors USING btree (space_id, id DESC);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.entry_successors REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.entry_successors REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.entry_successors REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');

create table entry_versions (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  entry_id uuid not null,
  category text not null,
  content text not null,
  confidence smallint,
  valid_until timestamp with time zone not null default now(),
  changed_by uuid,
  FOREIGN KEY (changed_by) REFERENCES users(id) ON DELETE SET NULL DEFERRABLE,
  FOREIGN KEY (space_id, entry_id) REFERENCES entries(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id)
);
CREATE INDEX entry_versions_by_entry ON public.entry_versions USING btree (space_id, entry_id, id DESC);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.entry_versions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.entry_versions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.entry_versions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');

create table error_log (
  id uuid not null default uuidv7(),
  route text not null,
  code text not null,
  count integer not null,
  first_seen_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  CHECK ((char_length(code) <= 64)),
  CHECK ((char_length(route) <= 200)),
  PRIMARY KEY (id),
  UNIQUE (route, code)
);
CREATE INDEX error_log_by_time ON public.error_log USING btree (last_seen_at DESC, id DESC);
-- policy owner_passes for all to kith_owner using true check true

create table event_attendees (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  event_id uuid not null,
  name text not null,
  email text,
  contact_id uuid,
  status text not null default 'needs_action'::text,
  CHECK ((char_length(email) <= 254)),
  CHECK ((char_length(name) <= 255)),
  CHECK ((status = ANY (ARRAY['needs_action'::text, 'accepted'::text, 'declined'::text, 'tentative'::text]))),
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, event_id) REFERENCES events(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id)
);
CREATE INDEX event_attendees_by_contact ON public.event_attendees USING btree (space_id, contact_id) WHERE (contact_id IS NOT NULL);
CREATE INDEX event_attendees_by_event ON public.event_attendees USING btree (space_id, event_id);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.event_attendees REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.event_attendees REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.event_attendees REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER met_delete AFTER DELETE ON public.event_attendees REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_met();
CREATE TRIGGER met_insert AFTER INSERT ON public.event_attendees REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_met();
CREATE TRIGGER met_update AFTER UPDATE ON public.event_attendees REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_met();

create table event_contacts (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  event_id uuid not null,
  contact_id uuid not null,
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, event_id) REFERENCES events(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, event_id, contact_id)
);
CREATE INDEX event_contacts_by_contact ON public.event_contacts USING btree (space_id, contact_id, event_id);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.event_contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.event_contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.event_contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER met_delete AFTER DELETE ON public.event_contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_met();
CREATE TRIGGER met_insert AFTER INSERT ON public.event_contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_met();
CREATE TRIGGER met_update AFTER UPDATE ON public.event_contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_met();
CREATE TRIGGER person_delete AFTER DELETE ON public.event_contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.event_person();
CREATE TRIGGER person_insert AFTER INSERT ON public.event_contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.event_person();
CREATE TRIGGER person_update AFTER UPDATE ON public.event_contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.event_person();

create table event_ends (
  event_id uuid not null,
  space_id uuid not null,
  look_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  FOREIGN KEY (space_id, event_id) REFERENCES events(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (event_id)
);
CREATE INDEX event_ends_by_event ON public.event_ends USING btree (space_id, event_id);
CREATE INDEX event_ends_by_look ON public.event_ends USING btree (look_at);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER ended AFTER UPDATE ON public.event_ends REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_ended();

create table event_exdates (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  event_id uuid not null,
  occurrence text collate "C" not null,
  CHECK ((char_length(occurrence) <= 19)),
  FOREIGN KEY (space_id, event_id) REFERENCES events(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, event_id, occurrence)
);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.event_exdates REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.event_exdates REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.event_exdates REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER end_delete AFTER DELETE ON public.event_exdates REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.end_again();
CREATE TRIGGER end_insert AFTER INSERT ON public.event_exdates REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.end_again();
CREATE TRIGGER look_delete AFTER DELETE ON public.event_exdates REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.look_again();
CREATE TRIGGER look_insert AFTER INSERT ON public.event_exdates REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.look_again();

create table event_reminders (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  event_id uuid not null,
  minutes_before integer,
  days_before integer,
  at_time text,
  looked_until timestamp with time zone not null default (now() - '00:01:00'::interval),
  look_at timestamp with time zone not null default now(),
  CHECK ((at_time ~ '^\d{2}:\d{2}$'::text)),
  CHECK ((((minutes_before IS NULL) <> (at_time IS NULL)) AND ((at_time IS NULL) = (days_before IS NULL)))),
  CHECK (((days_before >= 0) AND (days_before <= 60))),
  CHECK (((minutes_before >= 0) AND (minutes_before <= 40320))),
  FOREIGN KEY (space_id, event_id) REFERENCES events(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE NULLS NOT DISTINCT (space_id, event_id, minutes_before, days_before, at_time),
  UNIQUE (space_id, id)
);
CREATE INDEX event_reminders_by_look ON public.event_reminders USING btree (look_at);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.event_reminders REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{looked_until,look_at}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.event_reminders REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{looked_until,look_at}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.event_reminders REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{looked_until,look_at}', 't');

create table events (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  calendar_id uuid not null,
  series_id uuid,
  recurrence_id text collate "C",
  title text not null,
  description text,
  place text,
  starts_at text collate "C" not null,
  ends_at text collate "C" not null,
  time_zone text,
  rrule text,
  all_day boolean not null generated always as ((char_length(starts_at) = 10)) stored,
  first_on text collate "C" not null generated always as ("left"(starts_at, 10)) stored,
  last_on text collate "C",
  color text,
  source text not null default 'manual'::text,
  entry_id uuid,
  contact_id uuid,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK (((series_id IS NULL) = (recurrence_id IS NULL))),
  CHECK (((series_id IS NULL) OR (rrule IS NULL))),
  CHECK (((char_length(starts_at) = char_length(ends_at)) AND (ends_at >= starts_at))),
  CHECK ((color ~ '^#[0-9A-Fa-f]{6}$'::text)),
  CHECK ((char_length(description) <= 10000)),
  CHECK ((ends_at ~ '^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?$'::text)),
  CHECK ((char_length(place) <= 500)),
  CHECK ((char_length(rrule) <= 500)),
  CHECK ((source = ANY (ARRAY['manual'::text, 'actionable'::text]))),
  CHECK ((starts_at ~ '^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?$'::text)),
  CHECK (((char_length(time_zone) >= 1) AND (char_length(time_zone) <= 64))),
  CHECK (((char_length(title) >= 1) AND (char_length(title) <= 255))),
  FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL DEFERRABLE,
  FOREIGN KEY (space_id, calendar_id) REFERENCES calendars(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, series_id) REFERENCES events(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, entry_id),
  UNIQUE (space_id, id),
  UNIQUE (space_id, series_id, recurrence_id)
);
CREATE INDEX events_by_calendar ON public.events USING btree (space_id, calendar_id);
CREATE INDEX events_by_day ON public.events USING btree (space_id, first_on);
CREATE INDEX events_repeating ON public.events USING btree (space_id, first_on) WHERE (rrule IS NOT NULL);
CREATE INDEX events_single ON public.events USING btree (space_id, first_on, id) WHERE (rrule IS NULL);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.events REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{contact_id,all_day,first_on}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.events REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{contact_id,all_day,first_on}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.events REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{contact_id,all_day,first_on}', 't');
CREATE TRIGGER end_delete AFTER DELETE ON public.events REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.end_again();
CREATE TRIGGER end_insert AFTER INSERT ON public.events REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.end_again();
CREATE TRIGGER end_update AFTER UPDATE ON public.events REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.end_again();
CREATE TRIGGER look_delete AFTER DELETE ON public.events REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.look_again();
CREATE TRIGGER look_insert AFTER INSERT ON public.events REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.look_again();
CREATE TRIGGER look_update AFTER UPDATE ON public.events REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.look_again();
CREATE TRIGGER search_delete AFTER DELETE ON public.events REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_event();
CREATE TRIGGER search_insert AFTER INSERT ON public.events REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_event();
CREATE TRIGGER search_update AFTER UPDATE ON public.events REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_event();

create table file_chunks (
  space_id uuid not null,
  file_id uuid not null,
  n integer not null,
  content bytea not null,
  FOREIGN KEY (space_id, file_id) REFERENCES files(space_id, id) ON DELETE CASCADE,
  PRIMARY KEY (file_id, n)
);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))

create table files (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  name text not null,
  content_type text not null,
  size bigint not null,
  sha256 bytea not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone not null default now(),
  CHECK (((char_length(content_type) >= 1) AND (char_length(content_type) <= 127))),
  CHECK (((char_length(name) >= 1) AND (char_length(name) <= 255))),
  CHECK ((size >= 0)),
  FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL,
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id)
);
CREATE INDEX files_by_last_used ON public.files USING btree (last_used_at);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))

create table graph_layouts (
  space_id uuid not null,
  user_id uuid not null,
  positions json not null,
  updated_at timestamp with time zone not null default now(),
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (space_id, user_id)
);
CREATE INDEX graph_layouts_by_user ON public.graph_layouts USING btree (user_id);
-- policy own_inserts for insert to kith_app check ((space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) AND (user_id = kith.user_id()))
-- policy own_reads for select to kith_app using ((space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[])) AND (user_id = kith.user_id()))
-- policy own_updates for update to kith_app using ((space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) AND (user_id = kith.user_id())) check ((space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) AND (user_id = kith.user_id()))
-- policy owner_passes for all to kith_owner using true check true

create table group_members (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  group_id uuid not null,
  contact_id uuid not null,
  created_at timestamp with time zone not null default now(),
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, group_id) REFERENCES groups(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, contact_id, group_id)
);
CREATE INDEX group_members_by_group ON public.group_members USING btree (space_id, group_id, contact_id);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.group_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.group_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.group_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER count_delete AFTER DELETE ON public.group_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_members();
CREATE TRIGGER count_insert AFTER INSERT ON public.group_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_members();

create table groups (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  name text not null,
  name_key text collate "C" not null generated always as (kith.fold(name)) stored,
  color text not null default '#4f6cff'::text,
  description text,
  contact_count integer not null default 0,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK ((color ~ '^#[0-9A-Fa-f]{6}$'::text)),
  CHECK ((char_length(description) <= 500)),
  CHECK (((char_length(name) >= 1) AND (char_length(name) <= 64))),
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id),
  UNIQUE (space_id, name_key)
);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.groups REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{contact_count,name_key}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.groups REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{contact_count,name_key}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.groups REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{contact_count,name_key}', 't');
CREATE TRIGGER recount AFTER INSERT ON public.groups REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.recount_groups();
CREATE TRIGGER search_delete AFTER DELETE ON public.groups REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_group();
CREATE TRIGGER search_insert AFTER INSERT ON public.groups REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_group();
CREATE TRIGGER search_update AFTER UPDATE ON public.groups REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_group();

create table hidden_calendars (
  space_id uuid not null,
  user_id uuid not null,
  calendar_id uuid not null,
  FOREIGN KEY (space_id, calendar_id) REFERENCES calendars(space_id, id) ON DELETE CASCADE,
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (space_id, user_id, calendar_id)
);
CREATE INDEX hidden_calendars_by_calendar ON public.hidden_calendars USING btree (space_id, calendar_id);
CREATE INDEX hidden_calendars_by_user ON public.hidden_calendars USING btree (user_id);
-- policy own_deletes for delete to kith_app using ((space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[])) AND (user_id = kith.user_id()))
-- policy own_inserts for insert to kith_app check ((space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[])) AND (user_id = kith.user_id()))
-- policy own_reads for select to kith_app using ((space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[])) AND (user_id = kith.user_id()))
-- policy owner_passes for all to kith_owner using true check true

create table idempotency_keys (
  user_id uuid not null,
  key text not null,
  request_hash bytea not null,
  status integer,
  body text,
  note_id uuid,
  created_at timestamp with time zone not null default now(),
  action_id uuid,
  CHECK (((char_length(key) >= 1) AND (char_length(key) <= 255))),
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (created_at);
-- policy own_rows for all to kith_app using (user_id = ( SELECT kith.user_id() AS user_id)) check (user_id = ( SELECT kith.user_id() AS user_id))
-- policy owner_passes for all to kith_owner using true check true

create table imports (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  kind text not null,
  file_id uuid,
  file_name text not null,
  file_size bigint not null,
  file_hash bytea not null,
  options jsonb not null default '{}'::jsonb,
  state text not null,
  counts jsonb not null default '{}'::jsonb,
  preview jsonb not null default '[]'::jsonb,
  warnings jsonb not null default '[]'::jsonb,
  errors jsonb not null default '[]'::jsonb,
  error_count integer not null default 0,
  error text,
  action_id uuid,
  job_id uuid,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  columns jsonb not null default '[]'::jsonb,
  choices jsonb not null default '[]'::jsonb,
  CHECK (((char_length(file_name) >= 1) AND (char_length(file_name) <= 255))),
  CHECK (((char_length(kind) >= 1) AND (char_length(kind) <= 64))),
  CHECK ((state = ANY (ARRAY['analysing'::text, 'ready'::text, 'running'::text, 'done'::text, 'failed'::text]))),
  FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL,
  FOREIGN KEY (space_id, file_id) REFERENCES files(space_id, id) ON DELETE SET NULL (file_id),
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id)
);
CREATE INDEX imports_by_file ON public.imports USING btree (space_id, file_hash);
CREATE INDEX imports_by_time ON public.imports USING btree (space_id, id DESC);
CREATE INDEX imports_open ON public.imports USING btree (created_at) WHERE (file_id IS NOT NULL);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))

create table interactions (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  contact_id uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  text text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK ((kind = ANY (ARRAY['call'::text, 'meeting'::text, 'message'::text, 'other'::text]))),
  CHECK ((char_length(text) <= 2000)),
  FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL DEFERRABLE,
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id)
);
CREATE INDEX interactions_by_contact ON public.interactions USING btree (space_id, contact_id, at DESC, id DESC);
CREATE INDEX interactions_by_time ON public.interactions USING btree (space_id, at DESC, id DESC);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.interactions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.interactions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.interactions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER count_delete AFTER DELETE ON public.interactions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_interactions();
CREATE TRIGGER count_insert AFTER INSERT ON public.interactions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_interactions();
CREATE TRIGGER count_update AFTER UPDATE ON public.interactions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_interactions();
CREATE TRIGGER search_delete AFTER DELETE ON public.interactions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_interaction();
CREATE TRIGGER search_insert AFTER INSERT ON public.interactions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_interaction();
CREATE TRIGGER search_update AFTER UPDATE ON public.interactions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_interaction();

create table invitations (
  id uuid not null default uuidv7(),
  space_id uuid,
  role text,
  email text,
  token_hash bytea not null,
  created_by uuid not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  accepted_by uuid,
  CHECK ((char_length(email) <= 254)),
  CHECK ((role = ANY (ARRAY['editor'::text, 'viewer'::text]))),
  FOREIGN KEY (accepted_by) REFERENCES users(id) ON DELETE SET NULL,
  FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE CASCADE,
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (token_hash)
);
CREATE INDEX invitations_by_space ON public.invitations USING btree (space_id);
-- policy inviters for all to kith_app using ((( SELECT kith.user_id() AS user_id) IS NOT NULL) AND kith.may_invite(space_id, ( SELECT kith.user_id() AS user_id))) check ((created_by = ( SELECT kith.user_id() AS user_id)) AND kith.may_invite(space_id, ( SELECT kith.user_id() AS user_id)))
-- policy owner_passes for all to kith_owner using true check true

create table jobs (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  user_id uuid,
  kind text not null,
  state text not null default 'queued'::text,
  progress integer not null default 0,
  message text,
  error text,
  input jsonb not null default '{}'::jsonb,
  result jsonb,
  attempts integer not null default 0,
  unique_key text,
  action_id uuid,
  cancel_requested boolean not null default false,
  created_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  updated_at timestamp with time zone not null default now(),
  failures integer not null default 0,
  crashes integer not null default 0,
  CHECK (((progress >= 0) AND (progress <= 100))),
  CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'completed'::text, 'failed'::text, 'cancelled'::text]))),
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE SET NULL,
  PRIMARY KEY (id)
);
CREATE INDEX jobs_by_space ON public.jobs USING btree (space_id, id DESC);
CREATE INDEX jobs_failed ON public.jobs USING btree (id DESC) WHERE (state = 'failed'::text);
CREATE INDEX jobs_open ON public.jobs USING btree (kind, updated_at) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE UNIQUE INDEX jobs_unique_key ON public.jobs USING btree (space_id, kind, unique_key) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER drop_file AFTER UPDATE OF state ON public.jobs FOR EACH ROW WHEN (((new.state = ANY (ARRAY['completed'::text, 'cancelled'::text])) AND (old.state <> new.state) AND (new.input ? 'file_id'::text))) EXECUTE FUNCTION kith.drop_file_of_job();
CREATE TRIGGER notify_insert AFTER INSERT ON public.jobs FOR EACH ROW EXECUTE FUNCTION kith.notify_job();
CREATE TRIGGER notify_update AFTER UPDATE ON public.jobs FOR EACH ROW WHEN ((((((old.state IS DISTINCT FROM new.state) OR (old.progress IS DISTINCT FROM new.progress)) OR (old.message IS DISTINCT FROM new.message)) OR (old.error IS DISTINCT FROM new.error)) OR (old.cancel_requested IS DISTINCT FROM new.cancel_requested))) EXECUTE FUNCTION kith.notify_job();

create table login_failures (
  key text not null,
  failures integer not null,
  last_failed_at timestamp with time zone not null default now(),
  locked_until timestamp with time zone,
  PRIMARY KEY (key)
);
-- policy owner_passes for all to kith_owner using true check true

create table merge_rows (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  merge_id uuid not null,
  what text not null,
  table_name text not null,
  row_id uuid not null,
  before jsonb not null,
  after jsonb,
  CHECK ((what = ANY (ARRAY['moved'::text, 'removed'::text, 'field'::text]))),
  FOREIGN KEY (space_id, merge_id) REFERENCES merges(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id)
);
CREATE INDEX merge_rows_by_merge ON public.merge_rows USING btree (space_id, merge_id, what, table_name, id);
CREATE INDEX merge_rows_by_row ON public.merge_rows USING btree (space_id, row_id);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.merge_rows REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.merge_rows REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.merge_rows REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');

create table merges (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  contact_id uuid not null,
  other_id uuid not null,
  other_name text not null,
  other jsonb not null,
  photo_id uuid,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  undone_at timestamp with time zone,
  FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL DEFERRABLE,
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, photo_id) REFERENCES files(space_id, id) ON DELETE SET NULL (photo_id) DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id)
);
CREATE INDEX merges_by_contact ON public.merges USING btree (space_id, contact_id, id DESC);
CREATE INDEX merges_by_other ON public.merges USING btree (space_id, other_id, id DESC);
CREATE INDEX merges_by_photo ON public.merges USING btree (space_id, photo_id) WHERE (photo_id IS NOT NULL);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.merges REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.merges REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.merges REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');

create table not_duplicates (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  contact_id uuid not null,
  other_contact_id uuid not null,
  created_at timestamp with time zone not null default now(),
  CHECK ((contact_id <> other_contact_id)),
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, other_contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id)
);
CREATE INDEX not_duplicates_by_contact ON public.not_duplicates USING btree (space_id, contact_id);
CREATE INDEX not_duplicates_by_other ON public.not_duplicates USING btree (space_id, other_contact_id);
CREATE UNIQUE INDEX not_duplicates_once ON public.not_duplicates USING btree (space_id, LEAST(contact_id, other_contact_id), GREATEST(contact_id, other_contact_id));
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.not_duplicates REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.not_duplicates REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.not_duplicates REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');

create table note_mentions (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  note_id uuid not null,
  contact_id uuid not null,
  spans jsonb not null default '[]'::jsonb,
  created_at timestamp with time zone not null default now(),
  noted_at timestamp with time zone not null default now(),
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, note_id) REFERENCES notes(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, note_id, contact_id)
);
CREATE INDEX note_mentions_by_contact ON public.note_mentions USING btree (space_id, contact_id, note_id);
CREATE INDEX note_mentions_by_time ON public.note_mentions USING btree (space_id, contact_id, noted_at DESC, id DESC);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.note_mentions REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{noted_at}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.note_mentions REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{noted_at}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.note_mentions REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{noted_at}', 't');
CREATE TRIGGER date_mention BEFORE INSERT ON public.note_mentions FOR EACH ROW EXECUTE FUNCTION kith.date_mention();

create table note_readings (
  note_id uuid not null,
  space_id uuid not null,
  holder uuid not null,
  until timestamp with time zone not null,
  FOREIGN KEY (space_id, note_id) REFERENCES notes(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (note_id)
);
CREATE INDEX note_readings_by_note ON public.note_readings USING btree (space_id, note_id);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))

create table note_tags (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  note_id uuid not null,
  tag_id uuid not null,
  created_at timestamp with time zone not null default now(),
  FOREIGN KEY (space_id, note_id) REFERENCES notes(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, tag_id) REFERENCES tags(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, note_id, tag_id)
);
CREATE INDEX note_tags_by_tag ON public.note_tags USING btree (space_id, tag_id, note_id);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.note_tags REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.note_tags REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.note_tags REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');

create table notes (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  contact_id uuid,
  content text not null,
  source text not null default 'manual'::text,
  metadata jsonb not null default '{}'::jsonb,
  analysis text not null default 'none'::text,
  engine text,
  ai_error text,
  analysed_at timestamp with time zone,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK ((analysis = ANY (ARRAY['none'::text, 'pending'::text, 'done'::text, 'failed'::text]))),
  CHECK (((char_length(content) >= 1) AND (char_length(content) <= 100000))),
  CHECK ((char_length(source) <= 64)),
  FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL DEFERRABLE,
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id)
);
CREATE INDEX notes_by_contact ON public.notes USING btree (space_id, contact_id, created_at DESC, id DESC);
CREATE INDEX notes_by_time ON public.notes USING btree (space_id, created_at DESC, id DESC) INCLUDE (source);
CREATE INDEX notes_of_chats ON public.notes USING btree (space_id, contact_id, created_at DESC, id DESC) WHERE (source = ANY (ARRAY['telegram'::text, 'whatsapp'::text, 'signal'::text, 'imessage'::text, 'sms'::text, 'email'::text, 'pasted'::text]));
CREATE INDEX notes_of_chats_of_all ON public.notes USING btree (space_id, created_at DESC, id DESC) WHERE (source = ANY (ARRAY['telegram'::text, 'whatsapp'::text, 'signal'::text, 'imessage'::text, 'sms'::text, 'email'::text, 'pasted'::text]));
CREATE INDEX notes_pending ON public.notes USING btree (created_at) WHERE (analysis = 'pending'::text);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.notes REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{search}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.notes REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{search}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.notes REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{search}', 't');
CREATE TRIGGER count_delete AFTER DELETE ON public.notes REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_notes();
CREATE TRIGGER count_insert AFTER INSERT ON public.notes REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.count_notes();
CREATE TRIGGER count_update AFTER UPDATE ON public.notes REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.move_notes();
CREATE TRIGGER date_mentions_insert AFTER INSERT ON public.notes REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.date_mentions();
CREATE TRIGGER date_mentions_update AFTER UPDATE ON public.notes REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.date_mentions();
CREATE TRIGGER redate AFTER UPDATE ON public.notes REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.redate_notes();
CREATE TRIGGER search_delete AFTER DELETE ON public.notes REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_note();
CREATE TRIGGER search_insert AFTER INSERT ON public.notes REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_note();
CREATE TRIGGER search_update AFTER UPDATE ON public.notes REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_note();

create table password_history (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  password_hash text not null,
  created_at timestamp with time zone not null default now(),
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (id)
);
CREATE INDEX password_history_by_user ON public.password_history USING btree (user_id, created_at DESC);
-- policy own_rows for all to kith_app using (user_id = ( SELECT kith.user_id() AS user_id)) check (user_id = ( SELECT kith.user_id() AS user_id))
-- policy owner_passes for all to kith_owner using true check true

create table password_links (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  token_hash bytea not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL,
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (token_hash)
);
CREATE INDEX password_links_by_user ON public.password_links USING btree (user_id);
-- policy owner_passes for all to kith_owner using true check true

create table preferences (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  user_id uuid not null,
  time_zone text not null default 'UTC'::text,
  units text not null default 'metric'::text,
  language text not null default 'en'::text,
  locale text not null default 'en-GB'::text,
  response_style text not null default 'friendly'::text,
  emoji boolean not null default true,
  detail_level text not null default 'normal'::text,
  theme text not null default 'dark'::text,
  week_start text not null default 'monday'::text,
  currency text not null default 'EUR'::text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  birthday_reminders boolean not null default true,
  birthday_days_before integer[] not null default '{0,7}'::integer[],
  birthday_time text collate "C" not null default '09:00'::text,
  CHECK (((cardinality(birthday_days_before) <= 6) AND (0 <= ALL (birthday_days_before)) AND (60 >= ALL (birthday_days_before)) AND (array_position(birthday_days_before, NULL::integer) IS NULL))),
  CHECK ((birthday_time ~ '^([01]\d|2[0-3]):[0-5]\d$'::text)),
  CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CHECK ((detail_level = ANY (ARRAY['brief'::text, 'normal'::text, 'detailed'::text]))),
  CHECK ((char_length(language) <= 35)),
  CHECK ((char_length(locale) <= 35)),
  CHECK ((response_style = ANY (ARRAY['concise'::text, 'friendly'::text, 'coach'::text]))),
  CHECK ((theme = ANY (ARRAY['light'::text, 'dark'::text, 'system'::text]))),
  CHECK ((char_length(time_zone) <= 64)),
  CHECK ((units = ANY (ARRAY['metric'::text, 'imperial'::text]))),
  CHECK ((week_start = ANY (ARRAY['monday'::text, 'sunday'::text, 'saturday'::text]))),
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id),
  UNIQUE (user_id)
);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.preferences REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.preferences REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.preferences REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER look_at_dates AFTER UPDATE ON public.preferences FOR EACH ROW WHEN ((((old.birthday_reminders IS DISTINCT FROM new.birthday_reminders) OR (old.birthday_days_before IS DISTINCT FROM new.birthday_days_before)) OR (old.birthday_time IS DISTINCT FROM new.birthday_time))) EXECUTE FUNCTION kith.look_at_dates();

create table proposals (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  note_id uuid not null,
  contact_id uuid not null,
  kind text not null,
  key text not null,
  payload jsonb not null,
  source jsonb,
  confidence smallint,
  state text not null default 'open'::text,
  created jsonb not null default '[]'::jsonb,
  decided_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  action_id uuid,
  CHECK (((confidence >= 1) AND (confidence <= 10))),
  CHECK (((char_length(key) >= 1) AND (char_length(key) <= 400))),
  CHECK ((kind = ANY (ARRAY['person'::text, 'relationship'::text, 'entry'::text, 'reminder'::text, 'followup'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'dismissed'::text]))),
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, note_id) REFERENCES notes(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id),
  UNIQUE (space_id, key)
);
CREATE INDEX proposals_by_action ON public.proposals USING btree (space_id, action_id, state) WHERE (action_id IS NOT NULL);
CREATE INDEX proposals_by_contact ON public.proposals USING btree (space_id, contact_id, state, id DESC);
CREATE INDEX proposals_by_note ON public.proposals USING btree (space_id, note_id, id);
CREATE INDEX proposals_by_state ON public.proposals USING btree (space_id, state, id DESC);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.proposals REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.proposals REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.proposals REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');

create table recordings (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  contact_id uuid,
  file_id uuid not null,
  text text,
  engine text,
  problem text,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK ((char_length(engine) <= 200)),
  CHECK ((char_length(problem) <= 500)),
  CHECK ((char_length(text) <= 100000)),
  FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL DEFERRABLE,
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE SET NULL (contact_id) DEFERRABLE,
  FOREIGN KEY (space_id, file_id) REFERENCES files(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id)
);
CREATE INDEX recordings_by_contact ON public.recordings USING btree (space_id, contact_id) WHERE (contact_id IS NOT NULL);
CREATE INDEX recordings_by_file ON public.recordings USING btree (space_id, file_id);
CREATE INDEX recordings_newest ON public.recordings USING btree (space_id, id DESC);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.recordings REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.recordings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.recordings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');

create table recovery_codes (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  code_hash bytea not null,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (user_id, code_hash)
);
-- policy own_rows for all to kith_app using (user_id = ( SELECT kith.user_id() AS user_id)) check (user_id = ( SELECT kith.user_id() AS user_id))
-- policy owner_passes for all to kith_owner using true check true

create table refresh_tokens (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  family_id uuid not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null default now(),
  used_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  ip inet,
  user_agent text,
  CHECK ((char_length(user_agent) <= 400)),
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (token_hash)
);
CREATE INDEX refresh_tokens_by_family ON public.refresh_tokens USING btree (family_id);
CREATE INDEX refresh_tokens_by_user ON public.refresh_tokens USING btree (user_id);
-- policy own_rows for all to kith_app using (user_id = ( SELECT kith.user_id() AS user_id)) check (user_id = ( SELECT kith.user_id() AS user_id))
-- policy owner_passes for all to kith_owner using true check true

create table relationships (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  source_contact_id uuid not null,
  target_contact_id uuid not null,
  type text not null,
  label text,
  inverse_label text,
  since text,
  until text,
  note text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK ((source_contact_id <> target_contact_id)),
  CHECK (((type <> 'other'::text) OR (label IS NOT NULL))),
  CHECK (((char_length(inverse_label) >= 1) AND (char_length(inverse_label) <= 64))),
  CHECK (((char_length(label) >= 1) AND (char_length(label) <= 64))),
  CHECK ((char_length(note) <= 2000)),
  CHECK ((since ~ '^(\d{4}(-\d{2}(-\d{2})?)?|--\d{2}-\d{2})$'::text)),
  CHECK ((type = ANY (ARRAY['friend'::text, 'partner'::text, 'spouse'::text, 'ex_partner'::text, 'parent'::text, 'sibling'::text, 'grandparent'::text, 'relative'::text, 'colleague'::text, 'manager'::text, 'mentor'::text, 'client'::text, 'neighbour'::text, 'classmate'::text, 'teammate'::text, 'acquaintance'::text, 'introduced'::text, 'doctor'::text, 'teacher'::text, 'other'::text]))),
  CHECK ((until ~ '^(\d{4}(-\d{2}(-\d{2})?)?|--\d{2}-\d{2})$'::text)),
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, source_contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, target_contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id)
);
CREATE INDEX relationships_by_target ON public.relationships USING btree (space_id, target_contact_id);
CREATE UNIQUE INDEX relationships_once ON public.relationships USING btree (space_id, source_contact_id, target_contact_id, type);
CREATE UNIQUE INDEX relationships_one_way ON public.relationships USING btree (space_id, LEAST(source_contact_id, target_contact_id), GREATEST(source_contact_id, target_contact_id), type) WHERE (type <> ALL (ARRAY['manager'::text, 'mentor'::text, 'client'::text, 'introduced'::text, 'doctor'::text, 'teacher'::text]));
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.relationships REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.relationships REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.relationships REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 't');

create table reminders (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  kind text not null,
  key text collate "C" not null,
  event_id uuid,
  contact_id uuid,
  occurrence text collate "C" not null,
  label text,
  days_before integer,
  due_at timestamp with time zone not null,
  state text not null default 'pending'::text,
  snoozed_until timestamp with time zone,
  shown_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK (((state = 'snoozed'::text) = (snoozed_until IS NOT NULL))),
  CHECK ((char_length(key) <= 200)),
  CHECK ((kind = ANY (ARRAY['event'::text, 'birthday'::text, 'important_date'::text]))),
  CHECK ((char_length(label) <= 64)),
  CHECK ((char_length(occurrence) <= 19)),
  CHECK ((state = ANY (ARRAY['pending'::text, 'dismissed'::text, 'snoozed'::text]))),
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id),
  UNIQUE (space_id, key)
);
CREATE INDEX reminders_by_time ON public.reminders USING btree (space_id, due_at DESC, id DESC);
CREATE INDEX reminders_open ON public.reminders USING btree (space_id, due_at DESC, id DESC) WHERE (state <> 'dismissed'::text);
CREATE INDEX reminders_snoozed ON public.reminders USING btree (snoozed_until) WHERE (state = 'snoozed'::text);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.reminders REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{shown_at}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.reminders REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{shown_at}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.reminders REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{shown_at}', 't');

create table saved_filters (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  page text not null,
  name text not null,
  name_key text collate "C" not null generated always as (kith.fold(name)) stored,
  query jsonb not null default '{}'::jsonb,
  "position" integer not null,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK (((char_length(name) >= 1) AND (char_length(name) <= 64))),
  CHECK ((page = 'people'::text)),
  CHECK ((jsonb_typeof(query) = 'object'::text)),
  FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL DEFERRABLE,
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id),
  UNIQUE (space_id, page, name_key)
);
CREATE INDEX saved_filters_by_position ON public.saved_filters USING btree (space_id, page, "position", id);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.saved_filters REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{name_key}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.saved_filters REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{name_key}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.saved_filters REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{name_key}', 't');

create table search_documents (
  space_id uuid not null,
  kind text collate "C" not null,
  row_id uuid not null,
  contact_id uuid,
  created_at timestamp with time zone not null,
  title text collate "C",
  words tsvector not null,
  PRIMARY KEY (space_id, kind, created_at, row_id)
);
CREATE INDEX search_documents_by_contact ON public.search_documents USING btree (space_id, contact_id) WHERE (contact_id IS NOT NULL);
CREATE INDEX search_documents_by_title ON public.search_documents USING btree (space_id, kind, title) WHERE (title IS NOT NULL);
CREATE INDEX search_documents_words ON public.search_documents USING gin (words) WITH (gin_pending_list_limit='512');
-- policy owner_passes for all to kith_owner using true check true
CREATE TRIGGER learn_insert AFTER INSERT ON public.search_documents REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.learn_search_words();
CREATE TRIGGER learn_update AFTER UPDATE ON public.search_documents REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.learn_search_words();

create table search_kinds (
  kind text collate "C" not null,
  letter text not null,
  rank smallint not null,
  titled boolean not null,
  CHECK ((letter ~ '^[a-z]$'::text)),
  CHECK (((rank >= 0) AND (rank <= 49))),
  PRIMARY KEY (kind),
  UNIQUE (letter),
  UNIQUE (rank)
);
-- policy owner_passes for all to kith_owner using true check true

create table search_words (
  space_id uuid not null,
  word text collate "C" not null,
  keys text[] collate "C" not null
);
CREATE INDEX search_words_by_key ON public.search_words USING gin (keys) WITH (gin_pending_list_limit='512');
CREATE INDEX search_words_by_word ON public.search_words USING btree (space_id, word);
-- policy owner_passes for all to kith_owner using true check true

create table security_events (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  kind text not null,
  detail text,
  ip inet,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  news_key text,
  CHECK ((char_length(news_key) <= 200)),
  CHECK ((char_length(user_agent) <= 400)),
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (id)
);
CREATE INDEX security_events_by_user ON public.security_events USING btree (user_id, id DESC);
CREATE UNIQUE INDEX security_events_by_news ON public.security_events USING btree (user_id, news_key) WHERE (news_key IS NOT NULL);
-- policy own_rows for all to kith_app using (user_id = ( SELECT kith.user_id() AS user_id)) check (user_id = ( SELECT kith.user_id() AS user_id))
-- policy owner_passes for all to kith_owner using true check true

create table sessions (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  kind text not null,
  family_id uuid,
  token_hash bytea not null,
  ip inet,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone not null default now(),
  idle_seconds integer not null,
  expires_at timestamp with time zone not null,
  lapsed boolean not null default false,
  CHECK ((kind = ANY (ARRAY['browser'::text, 'access'::text]))),
  CHECK ((char_length(user_agent) <= 400)),
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (token_hash)
);
CREATE INDEX sessions_by_user ON public.sessions USING btree (user_id, last_used_at DESC);
-- policy own_rows for all to kith_app using (user_id = ( SELECT kith.user_id() AS user_id)) check (user_id = ( SELECT kith.user_id() AS user_id))
-- policy owner_passes for all to kith_owner using true check true
CREATE TRIGGER access_changed AFTER UPDATE ON public.sessions FOR EACH ROW WHEN (((((((old.user_id IS DISTINCT FROM new.user_id) OR (old.token_hash IS DISTINCT FROM new.token_hash)) OR (old.idle_seconds IS DISTINCT FROM new.idle_seconds)) OR (old.expires_at IS DISTINCT FROM new.expires_at)) OR (old.lapsed IS DISTINCT FROM new.lapsed)) OR (new.last_used_at < old.last_used_at))) EXECUTE FUNCTION kith.access_changed();
CREATE TRIGGER access_ended AFTER DELETE ON public.sessions FOR EACH ROW EXECUTE FUNCTION kith.access_changed();

create table space_members (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  user_id uuid not null,
  role text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK ((role = ANY (ARRAY['owner'::text, 'editor'::text, 'viewer'::text]))),
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, user_id)
);
CREATE INDEX space_members_by_user ON public.space_members USING btree (user_id);
-- policy members_read for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy owner_passes for all to kith_owner using true check true
CREATE TRIGGER access_changed AFTER UPDATE ON public.space_members FOR EACH ROW WHEN ((old.role IS DISTINCT FROM new.role)) EXECUTE FUNCTION kith.access_changed();
CREATE TRIGGER access_ended AFTER DELETE ON public.space_members FOR EACH ROW EXECUTE FUNCTION kith.access_changed();
CREATE TRIGGER access_given AFTER INSERT ON public.space_members FOR EACH ROW EXECUTE FUNCTION kith.access_changed();
CREATE TRIGGER changes_delete AFTER DELETE ON public.space_members REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 'f');
CREATE TRIGGER changes_insert AFTER INSERT ON public.space_members REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 'f');
CREATE TRIGGER changes_update AFTER UPDATE ON public.space_members REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 'f');

create table spaces (
  id uuid not null default uuidv7(),
  space_id uuid not null generated always as (id) stored,
  name text not null,
  kind text not null,
  created_by uuid not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK ((kind = ANY (ARRAY['personal'::text, 'shared'::text]))),
  CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
  FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id)
);
CREATE UNIQUE INDEX spaces_one_personal ON public.spaces USING btree (created_by) WHERE (kind = 'personal'::text);
-- policy members_read for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy owner_passes for all to kith_owner using true check true
CREATE TRIGGER changes_delete AFTER DELETE ON public.spaces REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 'f');
CREATE TRIGGER changes_insert AFTER INSERT ON public.spaces REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 'f');
CREATE TRIGGER changes_update AFTER UPDATE ON public.spaces REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{}', 'f');
CREATE TRIGGER forget_search AFTER DELETE ON public.spaces REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.forget_search_space();
CREATE TRIGGER prepare_calendar AFTER INSERT ON public.spaces REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.prepare_calendar();

create table support_access (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  admin_id uuid,
  admin_name text not null,
  reason text not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  CHECK ((char_length(admin_name) <= 255)),
  CHECK (((char_length(reason) >= 5) AND (char_length(reason) <= 500))),
  FOREIGN KEY (admin_id) REFERENCES users(id) ON DELETE SET NULL,
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (id)
);
CREATE INDEX support_access_by_admin ON public.support_access USING btree (admin_id, expires_at);
CREATE INDEX support_access_by_user ON public.support_access USING btree (user_id, id DESC);
-- policy both_read for select to kith_app using ((user_id = ( SELECT kith.user_id() AS user_id)) OR (admin_id = ( SELECT kith.user_id() AS user_id)))
-- policy owner_passes for all to kith_owner using true check true
CREATE TRIGGER access_changed AFTER UPDATE ON public.support_access FOR EACH ROW EXECUTE FUNCTION kith.access_changed();
CREATE TRIGGER access_ended AFTER DELETE ON public.support_access FOR EACH ROW EXECUTE FUNCTION kith.access_changed();
CREATE TRIGGER access_given AFTER INSERT ON public.support_access FOR EACH ROW EXECUTE FUNCTION kith.access_changed();

create table support_reads (
  id uuid not null default uuidv7(),
  access_id uuid not null,
  user_id uuid not null,
  route text not null,
  created_at timestamp with time zone not null default now(),
  CHECK ((char_length(route) <= 300)),
  FOREIGN KEY (access_id) REFERENCES support_access(id) ON DELETE CASCADE,
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (id)
);
CREATE INDEX support_reads_by_access ON public.support_reads USING btree (access_id, id DESC);
CREATE INDEX support_reads_by_user ON public.support_reads USING btree (user_id);
-- policy own_reads for select to kith_app using (user_id = ( SELECT kith.user_id() AS user_id))
-- policy owner_passes for all to kith_owner using true check true

create table tags (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  name text not null,
  name_key text collate "C" not null generated always as (kith.fold(name)) stored,
  color text not null default '#4f6cff'::text,
  description text,
  contact_count integer not null default 0,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK ((color ~ '^#[0-9A-Fa-f]{6}$'::text)),
  CHECK ((char_length(description) <= 500)),
  CHECK (((char_length(name) >= 1) AND (char_length(name) <= 64))),
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id),
  UNIQUE (space_id, name_key)
);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.tags REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{contact_count,name_key}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.tags REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{contact_count,name_key}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.tags REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{contact_count,name_key}', 't');
CREATE TRIGGER recount AFTER INSERT ON public.tags REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.recount_tags();
CREATE TRIGGER search_delete AFTER DELETE ON public.tags REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_tag();
CREATE TRIGGER search_insert AFTER INSERT ON public.tags REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_tag();
CREATE TRIGGER search_update AFTER UPDATE ON public.tags REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.search_tag();

create table telegram_connections (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  user_id uuid not null,
  state text not null,
  phone text,
  name text,
  code_via text,
  password_hint text,
  secret bytea not null,
  version integer not null default 1,
  expires_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK ((char_length(code_via) <= 40)),
  CHECK ((char_length(name) <= 255)),
  CHECK ((char_length(password_hint) <= 255)),
  CHECK ((char_length(phone) <= 40)),
  CHECK ((state = ANY (ARRAY['code'::text, 'password'::text, 'qr'::text, 'connected'::text, 'lost'::text]))),
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id),
  UNIQUE (user_id)
);
-- policy own_rows for all to kith_app using (user_id = ( SELECT kith.user_id() AS user_id)) check (user_id = ( SELECT kith.user_id() AS user_id))
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))

create table users (
  id uuid not null default uuidv7(),
  username text not null,
  username_key text not null generated always as (kith.fold(username)) stored,
  email text,
  email_key text generated always as (lower(email)) stored,
  full_name text not null default ''::text,
  role text not null default 'user'::text,
  password_hash text not null,
  totp_secret bytea,
  totp_enabled_at timestamp with time zone,
  totp_last_step bigint,
  disabled_at timestamp with time zone,
  onboarded_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  CHECK ((char_length(email) <= 254)),
  CHECK ((char_length(full_name) <= 255)),
  CHECK ((role = ANY (ARRAY['user'::text, 'admin'::text]))),
  CHECK (((char_length(username) >= 2) AND (char_length(username) <= 64))),
  PRIMARY KEY (id),
  UNIQUE (email_key),
  UNIQUE (username_key)
);
-- policy own_row for all to kith_app using (id = ( SELECT kith.user_id() AS user_id)) check (id = ( SELECT kith.user_id() AS user_id))
-- policy owner_passes for all to kith_owner using true check true
CREATE TRIGGER access_changed AFTER UPDATE ON public.users FOR EACH ROW WHEN (((((old.username IS DISTINCT FROM new.username) OR (old.full_name IS DISTINCT FROM new.full_name)) OR (old.role IS DISTINCT FROM new.role)) OR (old.disabled_at IS DISTINCT FROM new.disabled_at))) EXECUTE FUNCTION kith.access_changed();
CREATE TRIGGER end_sessions AFTER UPDATE ON public.users FOR EACH ROW WHEN (((old.role IS DISTINCT FROM new.role) OR ((old.disabled_at IS NULL) AND (new.disabled_at IS NOT NULL)))) EXECUTE FUNCTION kith.end_sessions();

CREATE OR REPLACE FUNCTION kith.accept_invitation(in_hash bytea, is_new boolean)
 RETURNS TABLE(outcome text, in_space uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  i invitations;
  me uuid := kith.user_id();
begin
  select * into i from invitations where token_hash = in_hash for update;
  if i.id is null or not exists (select 1 from kith.find_invitation(in_hash)) then return query select 'missing', null::uuid; return; end if;
  if i.space_id is not null then
    if exists (select 1 from space_members m where m.space_id = i.space_id and m.user_id = me) then return query select 'member', i.space_id; return; end if;
    if (select count(*) from space_members m where m.user_id = me) >= 100 then return query select 'full', i.space_id; return; end if;
    insert into space_members (space_id, user_id, role) values (i.space_id, me, i.role);
  elsif not is_new then
    return query select 'member', null::uuid; return;
  end if;
  update invitations set accepted_at = now(), accepted_by = me where id = i.id;
  return query select 'ok', i.space_id;
end $function$;

CREATE OR REPLACE FUNCTION kith.access_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_notify('kith_auth', '');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.action_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('kith.action_id', true), '')::uuid $function$;

CREATE OR REPLACE FUNCTION kith.admin_change_user(in_user uuid, in_role text, in_disabled boolean, in_by text, in_ip inet, in_user_agent text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare before users;
begin
  perform pg_advisory_xact_lock(hashtext('kith.admins')); -- two admins who demote each other at once: one stays
  if not kith.is_admin() then return 'missing'; end if;
  select * into before from users where id = in_user for update;
  if before.id is null then return 'missing'; end if;
  if before.role = 'admin' and before.disabled_at is null and (in_role = 'user' or in_disabled) and not kith.another_admin(in_user) then return 'last_admin'; end if;
  update users set role = coalesce(in_role, role), updated_at = now(),
    disabled_at = case when in_disabled then coalesce(disabled_at, now()) when in_disabled = false then null else disabled_at end
  where id = in_user;
  if in_role is distinct from before.role and in_role is not null then perform kith.security_notice(in_user, 'role_changed', in_role || ', ' || in_by, in_ip, in_user_agent); end if;
  if in_disabled and before.disabled_at is null then
    delete from password_links where user_id = in_user;
    perform kith.security_notice(in_user, 'account_disabled', in_by, in_ip, in_user_agent);
  elsif not in_disabled and before.disabled_at is not null then perform kith.security_notice(in_user, 'account_enabled', in_by, in_ip, in_user_agent);
  end if;
  return 'ok';
end $function$;

CREATE OR REPLACE FUNCTION kith.admin_create_user(in_username text, in_email text, in_full_name text, in_role text, in_password_hash text, in_time_zone text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  acting text := kith.user_id()::text;
  acting_in text := kith.action_id()::text;
  made uuid;
begin
  if not kith.is_admin() then return null; end if;
  select r.user_id into made from kith.register_user(in_username, in_email, in_full_name, in_password_hash, in_time_zone, in_role) r;
  perform set_config('kith.user_id', acting, true), set_config('kith.action_id', coalesce(acting_in, ''), true); -- making an account acts as that account
  delete from password_history where user_id = made;
  return made;
end $function$;

CREATE OR REPLACE FUNCTION kith.admin_delete_user(in_user uuid, in_name text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  gone users;
  shared record;
  heir uuid;
  emptied uuid[];
begin
  perform pg_advisory_xact_lock(hashtext('kith.admins'));
  if not kith.is_admin() then return 'missing'; end if;
  select * into gone from users where id = in_user for update;
  if gone.id is null then return 'missing'; end if;
  if kith.fold(in_name) <> gone.username_key then return 'name'; end if;
  if gone.role = 'admin' and gone.disabled_at is null and not kith.another_admin(in_user) then return 'last_admin'; end if;
  for shared in select s.id, s.created_by from spaces s where s.kind = 'shared' and (s.created_by = in_user or exists (select 1 from space_members m where m.space_id = s.id and m.user_id = in_user)) for update loop
    select m.user_id into heir from space_members m where m.space_id = shared.id and m.user_id <> in_user
    order by array_position(array['owner', 'editor', 'viewer'], m.role), m.created_at, m.id limit 1;
    continue when heir is null;
    if not exists (select 1 from space_members m where m.space_id = shared.id and m.user_id <> in_user and m.role = 'owner') then
      update space_members set role = 'owner', updated_at = now() where space_id = shared.id and user_id = heir;
    end if;
    if shared.created_by = in_user then update spaces set created_by = heir where id = shared.id; end if;
  end loop;
  emptied := array(select s.id from spaces s where s.created_by = in_user
    union select m.space_id from space_members m where m.user_id = in_user and not exists (select 1 from space_members o where o.space_id = m.space_id and o.user_id <> in_user));
  delete from spaces where id = any (emptied);
  delete from users where id = in_user;
  update changes set old = null, new = null, erased_at = now() where space_id = any (emptied) and erased_at is null;
  insert into security_events (user_id, kind, detail) select kith.user_id(), 'account_deleted', in_user::text where kith.user_id() <> in_user;
  return 'ok';
end $function$;

CREATE OR REPLACE FUNCTION kith.admin_faults(before timestamp with time zone, before_id uuid, max_rows integer)
 RETURNS TABLE(id uuid, route text, code text, count integer, first_seen_at timestamp with time zone, last_seen_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select e.* from error_log e where kith.is_admin() and (before is null or (e.last_seen_at, e.id) < (before, before_id))
  order by e.last_seen_at desc, e.id desc limit max_rows $function$;

CREATE OR REPLACE FUNCTION kith.admin_open_access(in_user uuid, in_reason text, in_seconds integer, in_ip inet, in_user_agent text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  me text;
  opened uuid;
begin
  if not kith.is_admin() or in_user = kith.user_id() or not exists (select 1 from users where id = in_user) then return null; end if;
  me := kith.name_of(kith.user_id());
  update support_access set ended_at = now() where user_id = in_user and admin_id = kith.user_id() and ended_at is null and expires_at > now();
  insert into support_access (user_id, admin_id, admin_name, reason, expires_at)
  values (in_user, kith.user_id(), me, in_reason, now() + make_interval(secs => in_seconds)) returning id into opened;
  perform kith.security_notice(in_user, 'support_access', left(me || ': ' || in_reason, 500), in_ip, in_user_agent);
  return opened;
end $function$;

CREATE OR REPLACE FUNCTION kith.admin_overview()
 RETURNS TABLE(users integer, admins integer, disabled integer, waiting integer, active_week integer, people bigint, notes bigint, entries bigint, database_bytes bigint, files integer, files_bytes bigint, tables jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select (select count(*)::int from users), (select count(*)::int from users where role = 'admin'), (select count(*)::int from users where disabled_at is not null),
    (select count(*)::int from users u where u.disabled_at is null and not exists (select 1 from password_history h where h.user_id = u.id)),
    (select count(distinct user_id)::int from sessions where last_used_at > now() - interval '7 days'),
    (select count(*) from contacts), (select count(*) from notes), (select count(*) from entries),
    pg_database_size(current_database()), (select count(*)::int from files), (select coalesce(sum(size), 0)::bigint from files),
    (select jsonb_agg(jsonb_build_object('name', t.name, 'bytes', t.bytes, 'rows', t.rows) order by t.bytes desc, t.name) from (
      select coalesce(i.inhparent::regclass, c.oid::regclass)::text as name, sum(pg_total_relation_size(c.oid))::bigint as bytes, sum(greatest(c.reltuples, 0))::bigint as rows
      from pg_class c left join pg_inherits i on i.inhrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1 order by 2 desc, 1 limit 12) t)
  where kith.is_admin() $function$;

CREATE OR REPLACE FUNCTION kith.admin_password_link(in_user uuid, in_hash bytea, in_seconds integer, in_detail text, in_ip inet, in_user_agent text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if not kith.is_admin() or not exists (select 1 from users where id = in_user and disabled_at is null) then return false; end if;
  delete from password_links where user_id = in_user;
  insert into password_links (user_id, token_hash, created_by, expires_at) values (in_user, in_hash, kith.user_id(), now() + make_interval(secs => in_seconds));
  perform kith.security_notice(in_user, 'password_link', in_detail, in_ip, in_user_agent);
  return true;
end $function$;

CREATE OR REPLACE FUNCTION kith.admin_users(in_query text, in_user uuid, after text, max_rows integer)
 RETURNS TABLE(id uuid, username text, username_key text, email text, full_name text, role text, state text, totp_enabled boolean, created_at timestamp with time zone, last_active_at timestamp with time zone, people integer, notes integer, entries integer, shared_spaces integer, storage_bytes bigint, personal_space_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with page as (
    select u.*, s.id as personal_id from users u join spaces s on s.created_by = u.id and s.kind = 'personal'
    where (select kith.is_admin()) and (in_user is null or u.id = in_user) and (after is null or u.username_key > after)
      and (in_query is null or position(kith.fold(in_query) in u.username_key) > 0 or position(kith.fold(in_query) in kith.fold(u.full_name)) > 0 or position(lower(in_query) in u.email_key) > 0)
    order by u.username_key limit max_rows
  )
  select p.id, p.username, p.username_key, p.email, p.full_name, p.role,
    case when p.disabled_at is not null then 'disabled' when not exists (select 1 from password_history h where h.user_id = p.id) then 'waiting' else 'active' end,
    p.totp_enabled_at is not null, p.created_at,
    case when exists (select 1 from password_history h where h.user_id = p.id) then greatest((select max(last_used_at) from sessions x where x.user_id = p.id), (select max(last_used_at) from api_keys x where x.user_id = p.id),
      (select max(x.created_at) from refresh_tokens x where x.user_id = p.id), (select max(x.created_at) from actions x where x.space_id = p.personal_id and x.actor_id = p.id)) end,
    (select count(*)::int from contacts x where x.space_id = p.personal_id),
    (select count(*)::int from notes x where x.space_id = p.personal_id),
    (select count(*)::int from entries x where x.space_id = p.personal_id),
    (select count(*)::int - 1 from space_members x where x.user_id = p.id),
    (select coalesce(sum(x.size), 0)::bigint from files x where x.space_id = p.personal_id),
    p.personal_id
  from page p order by p.username_key $function$;

CREATE OR REPLACE FUNCTION kith.ai_spending()
 RETURNS TABLE(day_usd double precision, month_usd double precision, usual_day_usd double precision)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with days as (
    select date_trunc('day', created_at at time zone 'UTC') as day, sum(cost_usd) as cost from ai_calls
    where created_at >= least(date_trunc('month', now() at time zone 'UTC'), (now() - interval '14 days') at time zone 'UTC') at time zone 'UTC' group by 1
  ), today as (select date_trunc('day', now() at time zone 'UTC') as day)
  select
    coalesce((select cost from days where day = today.day), 0)::float8,
    coalesce((select sum(cost) from days where day >= date_trunc('month', today.day)), 0)::float8,
    (select case when count(*) >= 3 then avg(cost) end from days where day < today.day and day >= today.day - interval '14 days' and cost > 0)::float8
  from today $function$;

CREATE OR REPLACE FUNCTION kith.ai_usage(after_day date, after_provider text, after_model text, max_rows integer)
 RETURNS TABLE(day date, provider text, model text, calls integer, failed integer, input_tokens bigint, output_tokens bigint, cost_usd double precision, duration_ms bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select * from (
    select (a.created_at at time zone 'UTC')::date as day, a.provider, a.model, count(*)::int, (count(*) filter (where a.outcome <> 'ok'))::int,
      coalesce(sum(a.input_tokens), 0)::bigint, coalesce(sum(a.output_tokens), 0)::bigint, coalesce(sum(a.cost_usd), 0)::float8, sum(a.duration_ms)::bigint
    from ai_calls a
    where exists (select 1 from users u where u.id = kith.user_id() and u.role = 'admin' and u.disabled_at is null)
      and (after_day is null or a.created_at < (after_day + 1)::timestamp at time zone 'UTC')
    group by 1, 2, 3
  ) d
  where after_day is null or d.day < after_day or (d.day = after_day and (d.provider, d.model) > (after_provider, after_model))
  order by d.day desc, d.provider, d.model limit max_rows $function$;

CREATE OR REPLACE FUNCTION kith.another_admin(in_user uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select exists (select 1 from users u where u.id <> in_user and u.role = 'admin' and u.disabled_at is null and exists (select 1 from password_history h where h.user_id = u.id)) $function$;

CREATE OR REPLACE FUNCTION kith.authenticate(in_hash bytea)
 RETURNS TABLE(user_id uuid, username text, full_name text, role text, credential_id uuid, credential_kind text, scopes text[], lapsed boolean, stale boolean, seconds_left double precision, space_ids uuid[], space_roles text[], personal_space_id uuid, support_ids uuid[], support_space_ids uuid[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with credential as (
    select s.user_id, s.id, s.kind, array['read', 'write', 'account'] as scopes,
      s.kind = 'browser' and (s.lapsed or s.last_used_at < now() - interval '30 minutes') as lapsed,
      s.last_used_at < now() - interval '1 minute' as stale,
      least(s.expires_at, s.last_used_at + make_interval(secs => s.idle_seconds)) as ends_at
    from sessions s where s.token_hash = in_hash
    union all
    select k.user_id, k.id, 'key', k.scopes, false, k.last_used_at is null or k.last_used_at < now() - interval '1 minute',
      coalesce(k.expires_at, 'infinity')
    from api_keys k where k.key_hash = in_hash
  )
  select u.id, u.username, u.full_name, u.role, c.id, c.kind, c.scopes, c.lapsed, c.stale,
    least(extract(epoch from least(c.ends_at, support.ends_at) - now()), 86400)::float8,
    array_agg(m.space_id order by s.kind = 'personal' desc, m.created_at),
    array_agg(m.role order by s.kind = 'personal' desc, m.created_at),
    (array_agg(m.space_id) filter (where s.kind = 'personal' and s.created_by = u.id))[1],
    coalesce(support.ids, '{}'), coalesce(support.space_ids, '{}')
  from credential c
  join users u on u.id = c.user_id and u.disabled_at is null
  join space_members m on m.user_id = u.id
  join spaces s on s.id = m.space_id
  left join lateral (
    select array_agg(g.access_id) as ids, array_agg(g.space_id) as space_ids, min(g.expires_at) as ends_at
    from kith.support_spaces(u.id) g where u.role = 'admin' and c.kind = 'browser' and not c.lapsed
  ) support on true
  where c.ends_at > now()
  group by u.id, c.id, c.kind, c.scopes, c.lapsed, c.stale, c.ends_at, support.ids, support.space_ids, support.ends_at $function$;

CREATE OR REPLACE FUNCTION kith.begin_attempt(keys text[])
 RETURNS TABLE(wait integer, locks boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare seconds int;
begin
  -- writes every row even when nothing changes, in one order: that is the lock
  with mine as (
    insert into login_failures as f (key, failures) select k, 0 from unnest(keys) k order by k
    on conflict (key) do update set failures = case when f.last_failed_at < now() - interval '1 day' then 0 else f.failures end
    returning locked_until
  ) select ceil(max(extract(epoch from locked_until - clock_timestamp())))::int into seconds from mine;
  if seconds > 0 then return query select seconds, false; return; end if;
  return query
    with counted as (
      update login_failures set failures = failures + 1, last_failed_at = clock_timestamp(),
        locked_until = case when failures + 1 >= 5 then clock_timestamp() + interval '1 minute' * least(60, power(2, least(failures + 1, 11) - 5)) end
      where key = any (keys) returning key, locked_until
    ) select 0, coalesce(bool_or(locked_until is not null) filter (where key = keys[1]), false) from counted;
end $function$;

CREATE OR REPLACE FUNCTION kith.calendar_looks(at timestamp with time zone, max_rows integer)
 RETURNS TABLE(space_id uuid, time_zone text, birthday_days_before integer[], birthday_time text, reminder_ids uuid[], snoozed_ids uuid[], ended_ids uuid[], dates boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select w.space_id, coalesce(p.time_zone, 'UTC'),
    case when p.birthday_reminders is false then '{}' else coalesce(p.birthday_days_before, '{0,7}') end, coalesce(p.birthday_time, '09:00'),
    w.reminder_ids, w.snoozed_ids, w.ended_ids, w.dates
  from (
    select w.space_id, coalesce(array_agg(w.id) filter (where w.what = 'reminder'), '{}') as reminder_ids, coalesce(array_agg(w.id) filter (where w.what = 'snoozed'), '{}') as snoozed_ids,
      coalesce(array_agg(w.id) filter (where w.what = 'ended'), '{}') as ended_ids, bool_or(w.what = 'dates') as dates
    from (
      (select r.space_id, r.id, 'reminder' as what from event_reminders r where r.look_at <= at order by r.look_at limit max_rows)
      union all (select s.space_id, s.id, 'snoozed' from reminders s where s.state = 'snoozed' and s.snoozed_until <= at order by s.snoozed_until limit max_rows)
      union all (select m.space_id, m.event_id, 'ended' from event_ends m where m.look_at <= at order by m.look_at limit max_rows)
      union all (select d.space_id, null, 'dates' from date_looks d where d.look_at <= at order by d.look_at limit max_rows)
    ) w group by w.space_id
  ) w
  left join lateral (
    select p.* from space_members m join preferences p on p.user_id = m.user_id
    where m.space_id = w.space_id and m.role = 'owner' order by m.created_at, m.user_id limit 1) p on true $function$;

CREATE OR REPLACE FUNCTION kith.chain_hash(previous bytea, lines text[])
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select sha256(coalesce(previous, '') || convert_to(array_to_string(lines, chr(30)), 'UTF8')) $function$;

CREATE OR REPLACE FUNCTION kith.change_line(c changes)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select concat_ws(chr(31), c.position, c.id, c.space_id, c.table_name, c.row_id, c.operation, c.contact_id, c.actor_id,
    c.channel, c.action_id, extract(epoch from c.created_at), encode(c.payload_hash, 'hex')) $function$;

CREATE OR REPLACE FUNCTION kith.changes_after(after bigint, max_rows integer)
 RETURNS TABLE(change_position bigint, space_id uuid, table_name text, row_id uuid, operation text, contact_id uuid, action_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select c.position, c.space_id, c.table_name, c.row_id, c.operation, c.contact_id, c.action_id
  from changes c where c.position > after order by c.position limit max_rows $function$;

CREATE OR REPLACE FUNCTION kith.channel()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select coalesce(nullif(current_setting('kith.channel', true), ''), 'system') $function$;

CREATE OR REPLACE FUNCTION kith.contact_fields(c contacts)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select to_jsonb(c) - (select split_part(encode(tgargs, 'escape'), '\000', 1)::text[] from pg_trigger
    where tgrelid = 'public.contacts'::regclass and tgname = 'changes_insert') $function$;

CREATE OR REPLACE FUNCTION kith.contact_links()
 RETURNS TABLE(table_name text, column_name text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select c.relname::text, a.attname::text
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join unnest(k.conkey, k.confkey) as pair (mine, theirs) on true
  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.mine
  join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.theirs and b.attname = 'id'
  where k.contype = 'f' and k.confrelid = 'public.contacts'::regclass and has_table_privilege(k.conrelid, 'update')
  order by 1, 2 $function$;

CREATE OR REPLACE FUNCTION kith.contacts_with_more(in_space uuid, ids uuid[], since timestamp with time zone, own_events uuid[])
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION kith.count_ended()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform kith.recount_met(array(
    select ec.contact_id from new_rows n join old_rows o on o.event_id = n.event_id join event_contacts ec on ec.space_id = n.space_id and ec.event_id = n.event_id
    where n.ended_at is distinct from o.ended_at));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.count_entries()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    update contacts c set entry_count = entry_count + d.n
    from (select contact_id, count(*) as n from new_rows group by 1 order by 1) d where c.id = d.contact_id;
  else
    update contacts c set entry_count = entry_count - d.n
    from (select contact_id, count(*) as n from old_rows group by 1 order by 1) d where c.id = d.contact_id;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.count_interactions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    update contacts c set last_interaction_at = greatest(last_interaction_at, d.latest)
    from (select contact_id, max(at) as latest from new_rows group by 1 order by 1) d where c.id = d.contact_id;
  elsif tg_op = 'UPDATE' then
    update contacts c set last_interaction_at = kith.last_interaction(c.space_id, c.id)
    where c.id in (
      select unnest(array[o.contact_id, n.contact_id]) from old_rows o full join new_rows n on n.id = o.id
      where (o.contact_id, o.at) is distinct from (n.contact_id, n.at));
  else
    update contacts c set last_interaction_at = kith.last_interaction(c.space_id, c.id) where c.id in (select contact_id from old_rows);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.count_members()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    update groups g set contact_count = contact_count + d.n
    from (select group_id, count(*) as n from new_rows group by 1 order by 1) d where g.id = d.group_id;
  else
    update groups g set contact_count = contact_count - d.n
    from (select group_id, count(*) as n from old_rows group by 1 order by 1) d where g.id = d.group_id;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.count_met()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    if tg_table_name = 'event_contacts' then
      insert into event_ends (space_id, event_id) select distinct space_id, event_id from new_rows order by event_id on conflict (event_id) do nothing;
    end if;
    perform kith.recount_met(array(select contact_id from new_rows where contact_id is not null));
  elsif tg_op = 'DELETE' then
    perform kith.recount_met(array(select contact_id from old_rows where contact_id is not null));
  else
    perform kith.recount_met(array(select unnest(array[o.contact_id, n.contact_id]) from old_rows o full join new_rows n on n.id = o.id));
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.count_notes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    update contacts c set note_count = note_count + d.n, last_interaction_at = greatest(last_interaction_at, d.latest)
    from (select contact_id, count(*) as n, max(created_at) as latest from new_rows where contact_id is not null group by 1 order by 1) d
    where c.id = d.contact_id;
  else
    update contacts c set note_count = note_count - d.n, last_interaction_at = kith.last_interaction(c.space_id, c.id)
    from (select contact_id, count(*) as n from old_rows where contact_id is not null group by 1 order by 1) d
    where c.id = d.contact_id;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.count_tagged()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    update tags t set contact_count = contact_count + d.n
    from (select tag_id, count(*) as n from new_rows group by 1 order by 1) d where t.id = d.tag_id;
  else
    update tags t set contact_count = contact_count - d.n
    from (select tag_id, count(*) as n from old_rows group by 1 order by 1) d where t.id = d.tag_id;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.create_space(in_name text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare new_space uuid;
begin
  if (select count(*) from space_members where user_id = kith.user_id()) >= 100 then return null; end if;
  insert into spaces (name, kind, created_by) values (in_name, 'shared', kith.user_id()) returning id into new_space;
  insert into space_members (space_id, user_id, role) values (new_space, kith.user_id(), 'owner');
  return new_space;
end $function$;

CREATE OR REPLACE FUNCTION kith.date_key(person uuid, n bigint, y integer)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select overlay(overlay(md5(person || ' ' || n || ' ' || y) placing '8' from 13) placing '8' from 17)::uuid $function$;

CREATE OR REPLACE FUNCTION kith.date_keys(of_space uuid, dates jsonb)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select array(select distinct right(of_space::text, 8) || right(i ->> 'date', 5) from jsonb_array_elements(dates) i) $function$;

CREATE OR REPLACE FUNCTION kith.date_mention()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  new.noted_at := coalesce((select n.created_at from notes n where n.space_id = new.space_id and n.id = new.note_id), now());
  return new;
end $function$;

CREATE OR REPLACE FUNCTION kith.date_mentions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    if kith.undoes() is null then return null; end if;
    update note_mentions m set noted_at = n.created_at from new_rows n where m.space_id = n.space_id and m.note_id = n.id;
  else
    update note_mentions m set noted_at = r.created_at
    from (select n.* from new_rows n full join old_rows o on o.id = n.id where n.created_at is distinct from o.created_at offset 0) r
    where m.space_id = r.space_id and m.note_id = r.id;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.dates_passed(in_space uuid, person uuid, since timestamp with time zone, until timestamp with time zone, before_at timestamp with time zone, before_id uuid, max_rows integer)
 RETURNS TABLE(id uuid, contact_id uuid, at timestamp with time zone, label text, years integer)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
 SET enable_seqscan TO 'off'
AS $function$
declare
  zone text := kith.time_zone();
  known timestamptz := case
    when person is null then (select min(c.created_at) from contacts c where c.space_id = in_space and c.archived = false)
    else (select least(c.created_at,
        (select min(n.created_at) from notes n where n.space_id = in_space and n.contact_id = person),
        (select min(e.created_at) from entries e where e.space_id = in_space and e.contact_id = person))
      from contacts c where c.space_id = in_space and c.id = person) end;
  first_day date := (greatest(known, since, '1900-01-01') at time zone zone)::date;
  last_day date := (least(now(), until - interval '1 microsecond', before_at) at time zone zone)::date;
  most int := coalesce(max_rows, 2147483647);
  high date := last_day;
  low date;
  reach int := case when person is null and max_rows is not null then 14 else 366 end;
  y int;
  leap boolean;
  lowest text;
  highest text;
  with_dates uuid[];
  n int;
begin
  if known is null then return; end if;
  while high >= first_day loop
    y := extract(year from high);
    leap := y % 4 = 0 and y % 100 <> 0 or y % 400 = 0;
    low := greatest(first_day, make_date(y, 1, 1), high - reach);
    lowest := to_char(low, 'MM-DD');
    highest := to_char(high, 'MM-DD');
    with_dates := case when reach < 366 then array(select kith.people_with_dates(in_space,
      array(select to_char(d, 'MM-DD') from generate_series(low, high, interval '1 day') d) || case when not leap and '02-28' between lowest and highest then array['02-29'] else '{}' end)) end;
    return query
      with dates as (
        (select c.id as of, 0::bigint as n, 'Birthday' as named, c.birthday as date, make_date(y, left(c.birthday_month_day, 2)::int, 1) + right(c.birthday_month_day, 2)::int - 1 as day, c.created_at as added
          from contacts c
          where c.space_id = in_space and (case when person is null then not c.archived else c.id = person end)
            and c.birthday is not null and (c.birthday like '-%' or left(c.birthday, 4) <= to_char(y, 'FM0000')) and c.birthday_month_day between lowest and highest and (leap or c.birthday_month_day <> '02-29')
            and (person is not null or c.created_at < make_date(y, left(c.birthday_month_day, 2)::int, 1) + right(c.birthday_month_day, 2)::int)
            and (c.birthday_month_day < highest or before_at is null
              or ((make_date(y, left(c.birthday_month_day, 2)::int, 1) + right(c.birthday_month_day, 2)::int - 1)::timestamp at time zone zone, kith.date_key(c.id, 0, y)) < (before_at, before_id))
          order by c.birthday_month_day desc fetch first (most) rows with ties)
        union all
        select c.id, 0, 'Birthday', c.birthday, make_date(y, 2, 28), c.created_at from contacts c
          where not leap and c.space_id = in_space and (case when person is null then not c.archived else c.id = person end) and c.birthday is not null and c.birthday_month_day = '02-29'
        union all
        (select c.id, i.n, i.date ->> 'label', i.date ->> 'date', make_date(y, left(m.month_day, 2)::int, 1) + right(m.month_day, 2)::int - 1, c.created_at
          from contacts c, jsonb_array_elements(c.important_dates) with ordinality i (date, n),
            lateral (select case when not leap and right(i.date ->> 'date', 5) = '02-29' then '02-28' else right(i.date ->> 'date', 5) end as month_day offset 0) m
          where c.space_id = in_space and (case when person is null then not c.archived else c.id = person end) and c.important_dates <> '[]'
            and (with_dates is null or c.id = any (with_dates))
            and m.month_day between lowest and highest and (i.date ->> 'date' like '-%' or left(i.date ->> 'date', 4) <= to_char(y, 'FM0000'))
            and (person is not null or c.created_at < make_date(y, left(m.month_day, 2)::int, 1) + right(m.month_day, 2)::int)
            and (m.month_day < highest or before_at is null
              or ((make_date(y, left(m.month_day, 2)::int, 1) + right(m.month_day, 2)::int - 1)::timestamp at time zone zone, kith.date_key(c.id, i.n, y)) < (before_at, before_id))
          order by m.month_day desc fetch first (most) rows with ties)
      )
      select k.key, d.of, k.moment, d.named, k.years
      from dates d, lateral (select kith.date_key(d.of, d.n, y) as key, d.day::timestamp at time zone zone as moment, case when d.date not like '-%' then y - left(d.date, 4)::int end as years) k
      where d.day between low and high and (person is not null or d.day >= (d.added at time zone zone)::date) and coalesce(k.years, 0) >= 0
        and (since is null or k.moment >= since) and (before_at is null or (k.moment, k.key) < (before_at, before_id))
      order by k.moment desc, k.key desc limit most;
    get diagnostics n = row_count;
    most := most - n;
    exit when most <= 0;
    high := low - 1;
    reach := least(366, reach * 4);
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION kith.delete_space(in_space uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if kith.space_role(in_space) is distinct from 'owner' then return false; end if;
  delete from spaces where id = in_space and kind = 'shared';
  return found;
end $function$;

CREATE OR REPLACE FUNCTION kith.drop_file_of_job()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  delete from files where space_id = new.space_id and id = (new.input ->> 'file_id')::uuid;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.end_again()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_table_name = 'event_exdates' then
    if tg_op = 'INSERT' then
      update event_ends m set look_at = now() from new_rows n where m.event_id = n.event_id;
    else
      update event_ends m set look_at = now() from old_rows o where m.event_id = o.event_id;
    end if;
  elsif tg_op = 'INSERT' then
    update event_ends m set look_at = now() from new_rows n where m.event_id = n.series_id;
  elsif tg_op = 'DELETE' then
    update event_ends m set look_at = now() from old_rows o where m.event_id = o.series_id;
  else
    update event_ends m set look_at = now()
    from (select n.id, n.series_id from new_rows n full join old_rows o on o.id = n.id
      where (n.starts_at, n.ends_at, n.rrule, n.time_zone, n.recurrence_id, n.series_id) is distinct from (o.starts_at, o.ends_at, o.rrule, o.time_zone, o.recurrence_id, o.series_id) offset 0) r
    where m.event_id in (r.id, r.series_id);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.end_sessions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  delete from sessions where user_id = new.id;
  delete from refresh_tokens where user_id = new.id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.end_support_access(in_access uuid)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with ended as (
    update support_access set ended_at = now()
    where id = in_access and (user_id = kith.user_id() or admin_id = kith.user_id()) and ended_at is null and expires_at > now() returning 1)
  select exists (select 1 from ended) $function$;

CREATE OR REPLACE FUNCTION kith.ends_to_look_at(in_space uuid, max_rows integer)
 RETURNS TABLE(time_zone text, at timestamp with time zone, ended_ids uuid[])
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select coalesce((
      select p.time_zone from space_members m join preferences p on p.user_id = m.user_id
      where m.space_id = in_space and m.role = 'owner' order by m.created_at, m.user_id limit 1), 'UTC'),
    clock_timestamp(),
    array(select m.event_id from event_ends m where m.space_id = in_space and m.look_at <= clock_timestamp() order by m.look_at limit max_rows)
  where in_space = any (kith.write_spaces()) $function$;

CREATE OR REPLACE FUNCTION kith.event_person()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    update events e set contact_id = (select ec.contact_id from event_contacts ec where ec.space_id = e.space_id and ec.event_id = e.id order by ec.id limit 1)
    where e.id in (select event_id from new_rows);
  else
    update events e set contact_id = (select ec.contact_id from event_contacts ec where ec.space_id = e.space_id and ec.event_id = e.id order by ec.id limit 1)
    where e.id in (select event_id from old_rows);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.excerpt(value text, matched text[])
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  folded text;
  at int;
begin
  if char_length(value) <= 1500 then return value; end if;
  folded := kith.fold(value);
  at := coalesce((select min(p) from unnest(matched) m, string_to_table(m, '|') w, strpos(folded, rtrim(w, '*')) p where p > 0), 1);
  return case when at > 200 then '…' || substr(value, at - 200, 1300) else left(value, 1500) end;
end $function$;

CREATE OR REPLACE FUNCTION kith.failed_jobs(before uuid, max_rows integer)
 RETURNS TABLE(id uuid, kind text, user_id uuid, username text, error text, attempts integer, created_at timestamp with time zone, finished_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select j.id, j.kind, j.user_id, u.username, j.error, j.attempts, j.created_at, j.finished_at
  from jobs j left join users u on u.id = j.user_id
  where j.state = 'failed' and (before is null or j.id < before)
    and exists (select 1 from users a where a.id = kith.user_id() and a.role = 'admin' and a.disabled_at is null)
  order by j.id desc limit max_rows $function$;

CREATE OR REPLACE FUNCTION kith.few_contacts(in_space uuid, query text, most integer, OUT words text[], OUT ids uuid[])
 RETURNS record
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  plain text := kith.plain(query);
  q tsquery;
begin
  words := (string_to_array(plain, ' '))[:8];
  q := kith.search_tsquery(right(in_space::text, 4) || 'c', words, '{@}', null, true);
  ids := '{}';
  if (in_space = any (kith.read_spaces())) is not true or q is null then return; end if;
  -- a letter or two: so many names that begin with it are counted in a moment, all that have it anywhere in twenty
  if (select count(*) from (select from search_documents s
    where s.space_id = in_space and s.kind = 'contact' and s.title >= plain and s.title < plain || chr(1114111) limit most / 2) begins) >= most / 2 then
    ids := null;
    return;
  end if;
  ids := array(select d.row_id from kith.search_any(in_space, 'contact', q, '-infinity', 'infinity', most + 1) d);
  if cardinality(ids) > most then ids := null; end if;
end $function$;

CREATE OR REPLACE FUNCTION kith.find_contacts(in_space uuid, query text, max_rows integer)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
declare
  q tsquery := kith.search_tsquery(right(in_space::text, 4) || 'c', (string_to_array(kith.plain(query), ' '))[:8], '{@}', null, true);
begin
  if (in_space = any (kith.read_spaces())) is not true or q is null then return; end if;
  return query
    select d.row_id from (select * from search_documents where words @@ q offset 0) d
    where d.space_id = in_space and d.kind = 'contact' order by d.title, d.row_id limit max_rows;
end $function$;

CREATE OR REPLACE FUNCTION kith.find_duplicates(in_space uuid, nicknames jsonb, ignored text[], public_domains text[], crowd integer, max_pairs integer)
 RETURNS TABLE(contact_id uuid, other_contact_id uuid, kinds text[], namesakes integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET work_mem TO '48MB'
AS $function$
begin
  if (in_space = any (kith.read_spaces())) is not true then return; end if;
  return query
  with people as materialized (
    select c.id, c.full_name, c.emails, c.phones, c.telegram_id, c.telegram_username, c.social_handles, c.birthday_month_day,
      nullif(lower(trim(c.company)), '') as company, nullif(lower(trim(c.city)), '') as city,
      array(select w from unnest(string_to_array(kith.plain(c.full_name), ' ')) with ordinality u (w, n) where w <> all (ignored) order by n) as words
    from contacts c where c.space_id = in_space and c.archived = false
  ), spelled as materialized (
    -- Müller is Muller to the fold, and Mueller to who has no ü
    select p.id, p.words from people p where cardinality(p.words) > 0
    union all
    select p.id, array(select w from unnest(string_to_array(kith.plain(kith.umlauts(p.full_name)), ' ')) with ordinality u (w, n) where w <> all (ignored) order by n)
    from people p where octet_length(p.full_name) > char_length(p.full_name) and p.full_name <> kith.umlauts(p.full_name)
  ), named as materialized (
    select p.id, coalesce(nicknames ->> p.words[1], p.words[1]) as first, coalesce(nicknames ->> p.words[cardinality(p.words)], p.words[cardinality(p.words)]) as last,
      cardinality(p.words) as n from spelled p where cardinality(p.words) > 0
  ), halves as (
    -- the first word and the beginning of the last one without vowels and doubles (Hoffmann, Hofmann); the last word and the initial
    select id, first || '.' || case when n > 1 then left(regexp_replace(left(last, 1) || translate(substr(last, 2), 'aeiouyh', ''), '(.)\1+', '\1', 'g'), 3) else '' end as half from named
    union all select id, last || '.' || left(first, 1) from named where n > 1
  ), agreements as (
    select id, 'company:' || company as agreed from people where company is not null
    union all select id, 'city:' || city from people where city is not null
    union all select id, 'birthday:' || birthday_month_day from people where birthday_month_day is not null
    union all select p.id, 'domain:' || d from people p, lateral (
      select distinct lower(split_part(e ->> 'value', '@', 2)) as d from jsonb_array_elements(p.emails) e) x where d <> '' and d <> all (public_domains)
  ), keys as (
    select p.id, 'email' as kind, lower(e ->> 'value') as key from people p, jsonb_array_elements(p.emails) e
    union all select p.id, 'phone', right(d, 8) from people p, jsonb_array_elements(p.phones) e, regexp_replace(e ->> 'value', '\D', '', 'g') d where length(d) >= 6
    union all select p.id, 'telegram', p.telegram_id::text from people p where p.telegram_id is not null
    union all select p.id, 'telegram', '@' || lower(ltrim(p.telegram_username, '@')) from people p where p.telegram_username is not null
    union all select p.id, 'handle', lower(e ->> 'network') || ':' || lower(ltrim(e ->> 'handle', '@')) from people p, jsonb_array_elements(p.social_handles) e
    union all select p.id, 'name', array_to_string(array(select coalesce(nicknames ->> w, w) from unnest(p.words) w order by 1), ' ') from spelled p where cardinality(p.words) > 0
    union all select a.id, 'similar', a.agreed || '|' || h.half from agreements a join halves h on h.id = a.id
  ), blocks as (
    select kind, array_agg(distinct id order by id) as ids from keys group by kind, key having count(*) > 1 and count(*) <= case kind when 'similar' then crowd / 3 else crowd end
  ), pairs as (
    select b.kind, b.ids[i] as x, b.ids[j] as y, cardinality(b.ids) as size
    from blocks b, generate_subscripts(b.ids, 1) i, generate_subscripts(b.ids, 1) j where i < j
  )
  select p.x, p.y, array_agg(distinct p.kind order by p.kind), coalesce(max(p.size) filter (where p.kind = 'name'), 0)
  from pairs p
  where not exists (select 1 from not_duplicates d where d.space_id = in_space
    and least(d.contact_id, d.other_contact_id) = p.x and greatest(d.contact_id, d.other_contact_id) = p.y)
  group by p.x, p.y
  order by min(case p.kind when 'similar' then 2 when 'name' then 1 else 0 end), p.x, p.y
  limit max_pairs;
end $function$;

CREATE OR REPLACE FUNCTION kith.find_invitation(in_hash bytea)
 RETURNS TABLE(id uuid, space_id uuid, space_name text, role text, email text, invited_by text, expires_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select i.id, i.space_id, s.name, i.role, i.email, coalesce(nullif(u.full_name, ''), u.username), i.expires_at
  from invitations i join users u on u.id = i.created_by left join spaces s on s.id = i.space_id
  where i.token_hash = in_hash and i.accepted_at is null and i.expires_at > now() and kith.may_invite(i.space_id, i.created_by) $function$;

CREATE OR REPLACE FUNCTION kith.find_job(in_job uuid)
 RETURNS TABLE(id uuid, space_id uuid, user_id uuid, kind text, state text, action_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select j.id, j.space_id, j.user_id, j.kind, j.state, j.action_id from jobs j where j.id = in_job $function$;

CREATE OR REPLACE FUNCTION kith.find_login(identifier text)
 RETURNS TABLE(key text, keys text[], user_id uuid, password_hash text, totp_enabled boolean, disabled boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select 'account:' || kith.fold(identifier), array['account:' || u.username_key, 'account:' || kith.fold(u.email)],
    u.id, u.password_hash, u.totp_enabled_at is not null, u.disabled_at is not null
  from (select) nobody left join lateral (
    select * from users where username_key = kith.fold(identifier) or email_key = lower(identifier)
    order by (username_key = kith.fold(identifier)) desc limit 1
  ) u on true $function$;

CREATE OR REPLACE FUNCTION kith.find_notes(in_space uuid, query text, max_rows integer)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  words text[] := (string_to_array(kith.plain(query), ' '))[:8];
  q tsquery := kith.search_tsquery(right(in_space::text, 4) || 'n', words[:cardinality(words) - 1] || (words[cardinality(words)] || '*'), '{""}', null, true);
begin
  if (in_space = any (kith.read_spaces())) is not true or q is null then return; end if;
  return query select d.row_id from kith.search_newest_of_all(in_space, 'note', q, '', 4, '-infinity', 'infinity', '00000000-0000-0000-0000-000000000000', max_rows) d;
end $function$;

CREATE OR REPLACE FUNCTION kith.find_password_link(in_hash bytea)
 RETURNS TABLE(user_id uuid, username text, full_name text, expires_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select u.id, u.username, u.full_name, l.expires_at from password_links l join users u on u.id = l.user_id
  where l.token_hash = in_hash and l.expires_at > now() and u.disabled_at is null $function$;

CREATE OR REPLACE FUNCTION kith.fold(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'public', 'pg_catalog'
AS $function$ select lower(unaccent('unaccent'::regdictionary, value)) $function$;

CREATE OR REPLACE FUNCTION kith.forget_search_space()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  delete from search_documents d using old_rows o where d.space_id = o.id;
  delete from search_words w using old_rows o where w.space_id = o.id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.forget_search_words(in_space uuid)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with gone as (
    delete from search_words w where w.space_id = in_space and not exists (
      select 1 from ts_stat(format('select words from search_documents where space_id = %L', in_space)) s where ltrim(substr(s.word, 6), '@~') = w.word)
    returning 1)
  select count(*) from gone $function$;

CREATE OR REPLACE FUNCTION kith.has_users()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select exists (select 1 from users) $function$;

CREATE OR REPLACE FUNCTION kith.identity_of(in_user uuid)
 RETURNS TABLE(user_id uuid, username text, full_name text, role text, space_ids uuid[], space_roles text[], personal_space_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select u.id, u.username, u.full_name, u.role,
    array_agg(m.space_id order by s.kind = 'personal' desc, m.created_at),
    array_agg(m.role order by s.kind = 'personal' desc, m.created_at),
    (array_agg(m.space_id) filter (where s.kind = 'personal' and s.created_by = u.id))[1]
  from users u
  join space_members m on m.user_id = u.id
  join spaces s on s.id = m.space_id
  where u.id = in_user and u.disabled_at is null
  group by u.id $function$;

CREATE OR REPLACE FUNCTION kith.idle_jobs(older_than interval)
 RETURNS TABLE(id uuid, kind text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select j.id, j.kind from jobs j where j.state in ('queued', 'running') and j.updated_at < now() - older_than order by j.id limit 500 $function$;

CREATE OR REPLACE FUNCTION kith.is_admin()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select exists (select 1 from users where id = kith.user_id() and role = 'admin' and disabled_at is null) $function$;

CREATE OR REPLACE FUNCTION kith.just_signed_up(in_username text, in_email text, in_full_name text, in_time_zone text, in_invitation bytea)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select exists (
    select 1 from users u join preferences p on p.user_id = u.id
    where u.username_key = kith.fold(in_username) and u.username = in_username and u.email is not distinct from in_email and u.full_name = in_full_name
      and p.time_zone = in_time_zone and u.created_at > now() - interval '15 minutes'
      and (in_invitation is null or exists (select 1 from invitations i where i.token_hash = in_invitation and i.accepted_by = u.id))) $function$;

CREATE OR REPLACE FUNCTION kith.keep_entry_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if kith.undoes() is not null then return null; end if; -- undo puts back what was, history included
  insert into entry_versions (space_id, entry_id, category, content, confidence, changed_by)
  select o.space_id, o.id, o.category, o.content, o.confidence, kith.user_id()
  from old_rows o full join new_rows n on n.id = o.id
  where (o.category, o.content, o.confidence) is distinct from (n.category, n.content, n.confidence);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.keys_left(in_user uuid)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select count(*) || case when count(*) = 1 then ' API key goes on working' else ' API keys go on working' end
  from api_keys where user_id = in_user and (expires_at is null or expires_at > now()) having count(*) > 0 $function$;

CREATE OR REPLACE FUNCTION kith.last_interaction(of_space uuid, person uuid)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select greatest(
    (select max(created_at) from notes where space_id = of_space and contact_id = person),
    (select max(at) from interactions where space_id = of_space and contact_id = person),
    (select max(m.ended_at) from event_contacts ec
      join events e on e.space_id = ec.space_id and e.id = ec.event_id
      join event_ends m on m.space_id = ec.space_id and m.event_id = ec.event_id
      where ec.space_id = of_space and ec.contact_id = person and e.source <> 'actionable'
        and not exists (select 1 from event_attendees a where a.space_id = ec.space_id and a.event_id = ec.event_id and a.contact_id = person and a.status = 'declined'))) $function$;

CREATE OR REPLACE FUNCTION kith.last_position()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select coalesce(max(last_position), 0) from change_batches $function$;

CREATE OR REPLACE FUNCTION kith.learn_search_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into search_words (space_id, word, keys)
  select f.space_id, f.word, kith.typo_keys(f.space_id, f.word)
  from (
    select distinct d.space_id, ltrim(substr(d.lexeme, 6), '@~') as word
    from (select distinct n.space_id, l as lexeme from new_rows n, unnest(tsvector_to_array(n.words)) l offset 0) d
    offset 0
  ) f
  where char_length(f.word) between 3 and 20 and f.word !~ '[0-9]'
    and not exists (select 1 from search_words w where w.space_id = f.space_id and w.word = f.word);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.list_members(in_space uuid, after uuid, max_rows integer)
 RETURNS TABLE(id uuid, user_id uuid, username text, full_name text, role text, joined_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select m.id, m.user_id, u.username, u.full_name, m.role, m.created_at
  from space_members m join users u on u.id = m.user_id
  where m.space_id = in_space and in_space = any (kith.read_spaces()) and (after is null or m.id > after)
  order by m.id limit max_rows $function$;

CREATE OR REPLACE FUNCTION kith.look_again()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_table_name = 'event_exdates' then
    if tg_op = 'INSERT' then
      update event_reminders r set look_at = now() from new_rows n where r.space_id = n.space_id and r.event_id = n.event_id;
    else
      update event_reminders r set look_at = now() from old_rows o where r.space_id = o.space_id and r.event_id = o.event_id;
    end if;
  elsif tg_op = 'INSERT' then
    update event_reminders r set look_at = now() from new_rows n where r.space_id = n.space_id and r.event_id = n.series_id;
    if kith.undoes() is not null then -- its people came back before it
      update events e set contact_id = (select ec.contact_id from event_contacts ec where ec.space_id = e.space_id and ec.event_id = e.id order by ec.id limit 1)
      from new_rows n where e.id = n.id;
    end if;
  elsif tg_op = 'DELETE' then
    update event_reminders r set look_at = now() from old_rows o where r.space_id = o.space_id and r.event_id = o.series_id;
  else
    update event_reminders m set look_at = now()
    from (select n.space_id, n.id, n.series_id from new_rows n full join old_rows o on o.id = n.id
      where (n.starts_at, n.rrule, n.time_zone, n.recurrence_id, n.series_id) is distinct from (o.starts_at, o.rrule, o.time_zone, o.recurrence_id, o.series_id) offset 0) r
    where m.space_id = r.space_id and m.event_id in (r.id, r.series_id);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.look_at_dates()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update date_looks d set look_at = now(), looked_until = least(d.looked_until, now() - interval '1 day')
  from space_members m where m.user_id = new.user_id and m.role = 'owner' and d.space_id = m.space_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.look_at_dates_of_one()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update date_looks set look_at = now(), looked_until = least(looked_until, now() - interval '1 day') where space_id = new.space_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.make_change_partitions(at timestamp with time zone DEFAULT now(), ahead integer DEFAULT 3)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  month date := date_trunc('month', at at time zone 'UTC')::date;
  made int := 0;
  name text;
begin
  for i in 0..ahead loop
    name := 'changes_' || to_char(month, 'YYYYMM');
    if to_regclass('public.' || name) is null then
      execute format('create table public.%I partition of public.changes for values from (%L) to (%L)',
        name, month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
      made := made + 1;
    end if;
    month := month + interval '1 month';
  end loop;
  return made;
end $function$;

CREATE OR REPLACE FUNCTION kith.marked(words text, mark text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select array_remove(string_to_array(mark || replace(words, ' ', ' ' || mark), ' '), mark) $function$;

CREATE OR REPLACE FUNCTION kith.may_invite(in_space uuid, in_user uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select case when in_space is null then exists (select 1 from users where id = in_user and role = 'admin' and disabled_at is null)
    else exists (
      select 1 from space_members m join spaces s on s.id = m.space_id join users u on u.id = m.user_id
      where m.space_id = in_space and m.user_id = in_user and m.role = 'owner' and s.kind = 'shared' and u.disabled_at is null) end $function$;

CREATE OR REPLACE FUNCTION kith.merge_contacts(in_space uuid, kept uuid, other uuid, fields jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  merge_id uuid := uuidv7();
  since uuid := uuidv7();              -- what the feed says after this is of this merge
  link record;
  one uuid;
begin
  perform kith.repoint_contact(in_space, other, kept);
  for link in select * from kith.contact_links() loop
    begin
      execute format('update public.%I set %I = $1 where space_id = $2 and %2$I = $3', link.table_name, link.column_name) using kept, in_space, other;
    exception when unique_violation or check_violation or exclusion_violation then
      -- some are there already, or would be about one person twice: those are remembered and left out
      for one in execute format('select id from public.%I where space_id = $1 and %I = $2 order by id', link.table_name, link.column_name) using in_space, other loop
        begin
          execute format('update public.%I set %I = $1 where space_id = $2 and id = $3', link.table_name, link.column_name) using kept, in_space, one;
        exception when unique_violation or check_violation or exclusion_violation then
          execute format('delete from public.%I where space_id = $1 and id = $2', link.table_name) using in_space, one;
        end;
      end loop;
    end;
  end loop;
  delete from contacts where space_id = in_space and id = other;
  perform kith.set_contact(in_space, kept, fields);

  insert into merges (id, space_id, contact_id, other_id, other_name, other, photo_id, created_by)
  select merge_id, in_space, kept, other, c.old ->> 'full_name', c.old, (c.old ->> 'photo_id')::uuid, kith.user_id()
  from changes c where c.space_id = in_space and c.action_id = kith.action_id() and c.id > since
    and c.table_name = 'contacts' and c.operation = 'delete' and c.row_id = other;
  insert into merge_rows (space_id, merge_id, what, table_name, row_id, before, after)
  select in_space, merge_id, r.what, r.table_name, r.row_id, r.before, r.after
  from (
    select c.id, case c.operation when 'delete' then 'removed' else 'moved' end as what, c.table_name, c.row_id, c.old as before, c.new as after
    from changes c where c.space_id = in_space and c.action_id = kith.action_id() and c.id > since
      and c.table_name not in ('contacts', 'merge_rows') and c.operation <> 'insert'
    union all
    select c.id, 'field', c.table_name, c.row_id, jsonb_build_object(e.key, e.value), jsonb_build_object(e.key, c.new -> e.key)
    from changes c, jsonb_each(c.old) e where c.space_id = in_space and c.action_id = kith.action_id() and c.id > since
      and c.table_name = 'contacts' and c.operation = 'update' and c.row_id = kept
  ) r order by r.id;
  return merge_id;
end $function$;

CREATE OR REPLACE FUNCTION kith.merged_into(in_space uuid)
 RETURNS TABLE(id uuid, contact_id uuid, vcard_uid text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select distinct on (m.other_id) m.other_id, m.contact_id, m.other ->> 'vcard_uid' from merges m
  where m.space_id = in_space and m.undone_at is null and not exists (select 1 from contacts c where c.space_id = in_space and c.id = m.other_id)
  order by m.other_id, m.id desc $function$;

CREATE OR REPLACE FUNCTION kith.move_entries()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update contacts c set entry_count = (select count(*) from entries e where e.space_id = c.space_id and e.contact_id = c.id)
  where c.id in (
    select unnest(array[o.contact_id, n.contact_id]) from old_rows o full join new_rows n on n.id = o.id
    where o.contact_id is distinct from n.contact_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.move_notes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update contacts c set
    note_count = (select count(*) from notes n where n.space_id = c.space_id and n.contact_id = c.id),
    last_interaction_at = kith.last_interaction(c.space_id, c.id)
  where c.id in (
    select unnest(array[o.contact_id, n.contact_id]) from old_rows o full join new_rows n on n.id = o.id
    where o.contact_id is distinct from n.contact_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.name_of(in_user uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select coalesce(nullif(full_name, ''), username) from users where id = in_user $function$;

CREATE OR REPLACE FUNCTION kith.near_words(in_space uuid, slip text)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'kith', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
  select string_agg(near.word, '|' order by near.n) from (
    select f.word, row_number() over (order by kith.slips(slip, f.word), left(f.word, 1) <> left(slip, 1), abs(char_length(f.word) - char_length(slip)), f.word) as n
    from (select distinct w.space_id, w.word from search_words w where char_length(slip) > 3 and w.keys && kith.typo_keys(in_space, slip) offset 0) f
    where f.space_id = in_space and f.word <> slip
      and kith.slips(slip, f.word) <= case when char_length(slip) < 5 then 1 when char_length(slip) < 8 then 2 else 3 end
  ) near where near.n <= 5 $function$;

CREATE OR REPLACE FUNCTION kith.note_faults(routes text[], codes text[], counts integer[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  insert into error_log as e (route, code, count)
  select left(f.route, 200), left(f.code, 64), f.n from unnest(routes, codes, counts) as f (route, code, n) order by 1, 2
  on conflict (route, code) do update set count = e.count + excluded.count, last_seen_at = now();
  delete from error_log where id in (select id from error_log order by last_seen_at desc, id desc offset 500) $function$;

CREATE OR REPLACE FUNCTION kith.notify_admins(in_key text, in_kind text, in_detail text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  insert into security_events (user_id, kind, detail, news_key)
  select u.id, in_kind, left(in_detail, 500), in_key from users u where u.role = 'admin' and u.disabled_at is null
  on conflict (user_id, news_key) where news_key is not null do nothing $function$;

CREATE OR REPLACE FUNCTION kith.notify_job()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform pg_notify('kith_jobs', json_build_object('id', new.id, 'space_id', new.space_id, 'kind', new.kind, 'state', new.state,
    'progress', new.progress, 'message', left(new.message, 500), 'error', left(new.error, 500), 'cancel_requested', new.cancel_requested)::text);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.open_jobs()
 RETURNS TABLE(kind text, state text, jobs integer, oldest_seconds integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select j.kind, j.state, count(*)::int, extract(epoch from now() - min(j.created_at))::int
  from jobs j where j.state in ('queued', 'running') group by 1, 2 $function$;

CREATE OR REPLACE FUNCTION kith.pass_attempt(account_keys text[], address_key text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare forgiven int;
begin
  with gone as (delete from login_failures where key = any (account_keys) returning failures)
  select coalesce(sum(failures), 0) into forgiven from gone;
  update login_failures set failures = greatest(0, failures - forgiven), locked_until = null where key = address_key;
  delete from login_failures where key = address_key and failures = 0;
end $function$;

CREATE OR REPLACE FUNCTION kith.password_link_history(in_hash bytea)
 RETURNS SETOF text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select h.password_hash from kith.find_password_link(in_hash) l join password_history h on h.user_id = l.user_id
  order by h.created_at desc, h.id desc limit 5 $function$;

CREATE OR REPLACE FUNCTION kith.payload_hash(old jsonb, new jsonb)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select sha256(convert_to(coalesce(old::text, '') || chr(30) || coalesce(new::text, ''), 'UTF8')) $function$;

CREATE OR REPLACE FUNCTION kith.pending_notes(older_than interval)
 RETURNS TABLE(note_id uuid, contact_id uuid, space_id uuid, user_id uuid, job_state text, action_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select n.id, n.contact_id, n.space_id, n.created_by, j.state, j.action_id from notes n
  left join lateral (
    select j.state, j.action_id from jobs j where j.space_id = n.space_id and j.kind = 'analyse_note' and j.unique_key = n.id::text order by j.id desc limit 1) j on true
  where n.analysis = 'pending' and n.created_at < now() - older_than and n.created_by is not null and n.contact_id is not null
    and (j.state is null or j.state not in ('queued', 'running'))
    and not exists (select 1 from note_readings r where r.space_id = n.space_id and r.note_id = n.id and r.until > now())
  order by n.created_at limit 100 $function$;

CREATE OR REPLACE FUNCTION kith.people_named(in_space uuid, said text)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
  select d.row_id from search_documents d
  where in_space = any (kith.read_spaces()) and d.space_id = in_space and d.kind = 'contact' and d.words @@ (
    select coalesce(string_agg(quote_literal(w), ' | '), '')::tsquery
    from (select distinct w from unnest(kith.marked(kith.plain(said), right(in_space::text, 4) || 'c@')) w) words) $function$;

CREATE OR REPLACE FUNCTION kith.people_with_dates(in_space uuid, month_days text[])
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
  select c.id from contacts c
  where in_space = any (kith.read_spaces()) and c.space_id = in_space and c.important_dates <> '[]'
    and kith.date_keys(c.space_id, c.important_dates) && array(select right(in_space::text, 8) || d from unnest(month_days) d)
$function$;

CREATE OR REPLACE FUNCTION kith.phone_words(phones jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select string_agg(right(v.digits, n), ' ')
  from (select ltrim(regexp_replace(p ->> 'value', '\D', '', 'g'), '0') as digits from jsonb_array_elements(phones) p) v, unnest('{7,8,9,10,40}'::int[]) n
  where n = 40 or char_length(v.digits) > n $function$;

CREATE OR REPLACE FUNCTION kith.plain(value text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
begin
  if octet_length(value) = char_length(value) then
    value := translate(lower(value collate "C"), E'\t\n\x0b\x0c\r!"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~\x7f', repeat(' ', 38));
  else
    value := regexp_replace(regexp_replace(kith.fold(normalize(value, nfkc)),
      '([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])', ' \1 ', 'g'), '[^[:alnum:]]+', ' ', 'g');
  end if;
  value := array_to_string(array_remove(string_to_array(value, ' '), ''), ' ');
  if char_length(value) > 40 and value ~ '[^ ]{41}' then value := regexp_replace(value, '([^ ]{40})[^ ]+', '\1', 'g'); end if;
  return value;
end $function$;

CREATE OR REPLACE FUNCTION kith.prepare_calendar()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into calendars (space_id, name, is_default) select id, 'Calendar', true from new_rows;
  insert into date_looks (space_id) select id from new_rows;
  return null;
end $function$;

CREATE OR REPLACE PROCEDURE kith.protect_table(IN t regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security, force row level security', t);
  execute format('create policy owner_passes on %s to current_user using (true) with check (true)', t);
  execute format('create policy tenant_reads on %s for select to kith_app using (space_id = any ((select kith.read_spaces())::uuid[]))', t);
  execute format('create policy tenant_inserts on %s for insert to kith_app with check (space_id = any ((select kith.write_spaces())::uuid[]))', t);
  execute format('create policy tenant_updates on %s for update to kith_app using (space_id = any ((select kith.write_spaces())::uuid[])) with check (space_id = any ((select kith.write_spaces())::uuid[]))', t);
  execute format('create policy tenant_deletes on %s for delete to kith_app using (space_id = any ((select kith.write_spaces())::uuid[]))', t);
  execute format('grant select, insert, update, delete on %s to kith_app', t);
end $procedure$;

CREATE OR REPLACE FUNCTION kith.read_spaces()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('kith.read_spaces', true), '')::uuid[] $function$;

CREATE OR REPLACE FUNCTION kith.record_changes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  hidden text[] := tg_argv[0];
  can_undo boolean := tg_argv[1];
  about_itself boolean := tg_table_name = 'contacts';
  action uuid := coalesce(kith.action_id(), uuidv7());
begin
  -- offset 0 keeps the planner from writing to_jsonb once for each use: 0.45 ms an updated row became 0.05
  if tg_op = 'INSERT' then
    insert into changes (space_id, table_name, row_id, operation, contact_id, new, actor_id, channel, action_id)
    select r.space_id, tg_table_name, r.id, 'insert',
      case when about_itself then r.id else coalesce(j.value ->> 'contact_id', j.value ->> 'source_contact_id')::uuid end,
      j.value, kith.user_id(), kith.channel(), action
    from new_rows r, lateral (select to_jsonb(r) - hidden as value offset 0) j;
  elsif tg_op = 'DELETE' then
    insert into changes (space_id, table_name, row_id, operation, contact_id, old, actor_id, channel, action_id)
    select r.space_id, tg_table_name, r.id, 'delete',
      case when about_itself then r.id else coalesce(j.value ->> 'contact_id', j.value ->> 'source_contact_id')::uuid end,
      j.value, kith.user_id(), kith.channel(), action
    from old_rows r, lateral (select to_jsonb(r) - hidden as value offset 0) j;
  else
    insert into changes (space_id, table_name, row_id, operation, contact_id, old, new, actor_id, channel, action_id)
    select n.space_id, tg_table_name, n.id, 'update',
      case when about_itself then n.id else coalesce(j.new_row ->> 'contact_id', j.new_row ->> 'source_contact_id')::uuid end,
      d.old_values, d.new_values, kith.user_id(), kith.channel(), action
    from new_rows n
    full join old_rows o on o.id = n.id,
    lateral (select to_jsonb(o) - hidden as old_row, to_jsonb(n) - hidden as new_row offset 0) j,
    lateral (
      select jsonb_object_agg(e.key, e.value) as old_values, jsonb_object_agg(e.key, j.new_row -> e.key) as new_values
      from jsonb_each(j.old_row) e where j.new_row -> e.key is distinct from e.value
    ) d
    -- a touch of updated_at alone is not a change
    where j.new_row <> j.old_row and d.new_values - 'updated_at' <> '{}'::jsonb;
  end if;

  if found then
    if tg_op = 'DELETE' then
      insert into actions (id, space_id, actor_id, channel, undoes, undoable)
      select distinct action, r.space_id, kith.user_id(), kith.channel(), kith.undoes(), can_undo from old_rows r
      on conflict (space_id, id) do update set undoable = false where actions.undoable and not excluded.undoable;
    else
      insert into actions (id, space_id, actor_id, channel, undoes, undoable)
      select distinct action, r.space_id, kith.user_id(), kith.channel(), kith.undoes(), can_undo from new_rows r
      on conflict (space_id, id) do update set undoable = false where actions.undoable and not excluded.undoable;
    end if;
  end if;
  return null;
end $function$;

CREATE OR REPLACE PROCEDURE kith.record_table(IN t regclass, IN hidden text[] DEFAULT '{}'::text[], IN undoable boolean DEFAULT true)
 LANGUAGE plpgsql
AS $procedure$
declare
  columns text[] := hidden || array(
    select attname::text from pg_attribute where attrelid = t and attnum > 0 and attgenerated <> '' and attname <> 'space_id');
  name text;
begin
  -- a cascade is recorded parent first, so undo puts children back before their parent and checks at the end
  for name in select conname from pg_constraint where conrelid = t and contype = 'f' loop
    execute format('alter table %s alter constraint %I deferrable initially immediate', t, name);
  end loop;
  execute format('create trigger changes_insert after insert on %s referencing new table as new_rows
    for each statement execute function kith.record_changes(%L, %L)', t, columns, undoable);
  execute format('create trigger changes_update after update on %s referencing old table as old_rows new table as new_rows
    for each statement execute function kith.record_changes(%L, %L)', t, columns, undoable);
  execute format('create trigger changes_delete after delete on %s referencing old table as old_rows
    for each statement execute function kith.record_changes(%L, %L)', t, columns, undoable);
end $procedure$;

CREATE OR REPLACE FUNCTION kith.recount_contacts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if kith.undoes() is null then return null; end if;
  update contacts c set
    note_count = (select count(*) from notes n where n.space_id = c.space_id and n.contact_id = c.id),
    last_interaction_at = kith.last_interaction(c.space_id, c.id),
    entry_count = (select count(*) from entries e where e.space_id = c.space_id and e.contact_id = c.id)
  where c.id in (select id from new_rows);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.recount_groups()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if kith.undoes() is null then return null; end if;
  update groups g set contact_count = (select count(*) from group_members m where m.space_id = g.space_id and m.group_id = g.id)
  where g.id in (select id from new_rows);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.recount_met(people uuid[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  update contacts c set last_interaction_at = n.latest
  from (select p.id, kith.last_interaction(p.space_id, p.id) as latest from contacts p where p.id = any (people) order by p.id) n
  where c.id = n.id and c.last_interaction_at is distinct from n.latest $function$;

CREATE OR REPLACE FUNCTION kith.recount_tags()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if kith.undoes() is null then return null; end if;
  update tags t set contact_count = (select count(*) from contact_tags ct where ct.space_id = t.space_id and ct.tag_id = t.id)
  where t.id in (select id from new_rows);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.redate_notes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update contacts c set last_interaction_at = kith.last_interaction(c.space_id, c.id)
  where c.id in (select r.contact_id from (select n.contact_id from new_rows n full join old_rows o on o.id = n.id where n.created_at is distinct from o.created_at offset 0) r);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.refresh_statistics()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  analyze contacts, entries, notes, search_documents, tags, contact_tags, group_members, relationships;
end $function$;

CREATE OR REPLACE FUNCTION kith.register_user(in_username text, in_email text, in_full_name text, in_password_hash text, in_time_zone text DEFAULT 'UTC'::text, in_role text DEFAULT NULL::text)
 RETURNS TABLE(user_id uuid, space_id uuid, role text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  new_user users;
  new_space uuid;
begin
  perform pg_advisory_xact_lock(hashtext('kith.register_user'));
  insert into users (username, email, full_name, password_hash, role)
  values (in_username, in_email, in_full_name, in_password_hash,
    coalesce(in_role, case when exists (select 1 from users) then 'user' else 'admin' end))
  returning * into new_user;
  perform set_config('kith.user_id', new_user.id::text, true), set_config('kith.action_id', uuidv7()::text, true);
  insert into spaces (name, kind, created_by) values ('Personal', 'personal', new_user.id) returning id into new_space;
  insert into space_members (space_id, user_id, role) values (new_space, new_user.id, 'owner');
  insert into preferences (space_id, user_id, time_zone) values (new_space, new_user.id, in_time_zone);
  insert into password_history (user_id, password_hash) values (new_user.id, in_password_hash);
  return query select new_user.id, new_space, new_user.role;
end $function$;

CREATE OR REPLACE FUNCTION kith.release_attempt(keys text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update login_failures set failures = greatest(0, failures - 1), locked_until = null where key = any (keys);
  delete from login_failures where key = any (keys) and failures = 0;
end $function$;

CREATE OR REPLACE FUNCTION kith.rename_space(in_space uuid, in_name text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if kith.space_role(in_space) is distinct from 'owner' then return false; end if;
  update spaces set name = in_name, updated_at = now() where id = in_space;
  return found;
end $function$;

CREATE OR REPLACE FUNCTION kith.repoint_contact(in_space uuid, other uuid, kept uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION kith.repoint_payload(payload jsonb, other uuid, kept uuid, kept_name text)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION kith.restore_merged(in_space uuid, r merge_rows)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  l merges;
  col text;
  columns text;
begin
  for col in select k.column_name from kith.contact_links() k where k.table_name = r.table_name loop
    select x.* into l from merges x where x.space_id = in_space and x.other_id = (r.before ->> col)::uuid and x.undone_at is null and x.id <> r.merge_id order by x.id desc limit 1;
    continue when l.id is null;
    select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
      where attrelid = format('public.%I', r.table_name)::regclass and attnum > 0 and not attisdropped and attgenerated = '' and r.before ? attname::text;
    begin
      execute format('insert into public.%I (%s) select %2$s from jsonb_populate_record(null::public.%1$I, $1)', r.table_name, columns)
        using r.before || jsonb_build_object(col, l.contact_id);
      insert into merge_rows (space_id, merge_id, what, table_name, row_id, before, after)
      values (in_space, l.id, 'moved', r.table_name, r.row_id, jsonb_build_object(col, r.before -> col), jsonb_build_object(col, l.contact_id));
    exception when unique_violation or check_violation or exclusion_violation or foreign_key_violation then
      insert into merge_rows (space_id, merge_id, what, table_name, row_id, before) values (in_space, l.id, 'removed', r.table_name, r.row_id, r.before);
    end;
    return true;
  end loop;
  return false;
end $function$;

CREATE OR REPLACE FUNCTION kith.rotate_refresh_token(in_hash bytea, new_refresh bytea, new_access bytea, access_seconds integer, refresh_seconds integer, in_ip inet, in_user_agent text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare t refresh_tokens;
begin
  select * into t from refresh_tokens where token_hash = in_hash;
  perform 1 from users where id = t.user_id and disabled_at is null for share;
  if not found then return 'invalid'; end if;
  select * into t from refresh_tokens where token_hash = in_hash for update;
  if not found or t.expires_at <= now() then return 'invalid'; end if;
  delete from sessions where family_id = t.family_id;
  if t.used_at is not null then
    delete from refresh_tokens where family_id = t.family_id;
    perform kith.security_notice(t.user_id, 'token_reused', null, in_ip, in_user_agent);
    return 'reused';
  end if;
  update refresh_tokens set used_at = now() where id = t.id;
  insert into refresh_tokens (user_id, family_id, token_hash, expires_at, ip, user_agent)
  values (t.user_id, t.family_id, new_refresh, now() + make_interval(secs => refresh_seconds), in_ip, in_user_agent);
  insert into sessions (user_id, kind, family_id, token_hash, ip, user_agent, idle_seconds, expires_at)
  values (t.user_id, 'access', t.family_id, new_access, in_ip, in_user_agent, access_seconds, now() + make_interval(secs => access_seconds));
  return 'ok';
end $function$;

CREATE OR REPLACE FUNCTION kith.seal_changes(max_rows integer DEFAULT 10000)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  last change_batches;
  sealed int;
  digest bytea;
begin
  if not pg_try_advisory_xact_lock(hashtext('kith.seal_changes')) then return -1; end if;
  select * into last from change_batches order by id desc limit 1;
  with batch as (
    select id, created_at, row_number() over (order by id) as n
    from (select id, created_at from changes where position is null order by id limit max_rows) u
  ), positioned as (
    update changes c set
      position = coalesce(last.last_position, 0) + batch.n,
      payload_hash = kith.payload_hash(c.old, c.new)
    from batch where c.id = batch.id and c.created_at = batch.created_at
    returning c.*
  )
  select count(*), kith.chain_hash(last.hash, array_agg(kith.change_line(p) order by p.position))
  into sealed, digest from positioned p;
  if sealed = 0 then return 0; end if;
  insert into change_batches (first_position, last_position, previous_hash, hash)
  values (coalesce(last.last_position, 0) + 1, coalesce(last.last_position, 0) + sealed, last.hash, digest);
  perform pg_notify('kith_changes', (coalesce(last.last_position, 0) + sealed)::text);
  return sealed;
end $function$;

CREATE OR REPLACE FUNCTION kith.search(in_space uuid, query text, only_kind text, person uuid, since timestamp with time zone, until timestamp with time zone, after_class integer, after_time timestamp with time zone, after_id uuid, seen integer, max_rows integer)
 RETURNS TABLE(kind text, row_id uuid, contact_id uuid, created_at timestamp with time zone, class integer, matched text[])
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  few constant int := 5;
  plain text := kith.plain(query);
  words text[] := (string_to_array(plain, ' '))[:12];
  names_only boolean := octet_length(plain) <= 2;
  near text[];
  named boolean[];
  n int := 0;
begin
  if (in_space = any (kith.read_spaces())) is not true or cardinality(words) = 0 then return; end if;
  words[cardinality(words)] := words[cardinality(words)] || '*';
  since := coalesce(since, '-infinity');
  until := coalesce(until, 'infinity');
  after_class := coalesce(after_class, -1);
  if after_class < 1000 then
    named := kith.search_named(in_space, words);
    return query
      select m.*, words from search_kinds k,
        kith.search_kind(in_space, k, words, named, plain, null, names_only, person, since, until, 0, after_class, after_time, after_id, max_rows) m
      where only_kind is null or k.kind = only_kind
      order by m.class, m.created_at desc, m.row_id desc limit max_rows;
    get diagnostics n = row_count;
    if n = max_rows or seen + n >= few then return; end if;
  end if;
  near := array(select concat_ws('|', w, kith.near_words(in_space, rtrim(w, '*'))) from unnest(words) with ordinality u (w, i) order by i);
  if near = words or cardinality(words) > 6 then return; end if;
  named := kith.search_named(in_space, near);
  return query
    select m.*, near from search_kinds k,
      kith.search_kind(in_space, k, near, named, plain, words, false, person, since, until, 1000, after_class, after_time, after_id, max_rows - n) m
    where only_kind is null or k.kind = only_kind
    order by m.class, m.created_at desc, m.row_id desc limit max_rows - n;
end $function$;

CREATE OR REPLACE FUNCTION kith.search_any(in_space uuid, in_kind text, q tsquery, since timestamp with time zone, until timestamp with time zone, max_rows integer)
 RETURNS SETOF search_documents
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
  select * from (select * from search_documents where words @@ q offset 0) d
  where d.space_id = in_space and d.kind = in_kind and d.created_at >= since and d.created_at < until limit max_rows $function$;

CREATE OR REPLACE FUNCTION kith.search_contact()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      if tg_op = 'INSERT' then
        insert into search_documents (space_id, kind, row_id, contact_id, created_at, title, words) select r.space_id, 'contact', r.id, (r.id)::uuid, r.created_at, kith.plain(r.full_name), kith.search_vector(r.space_id, 'c', concat_ws(' ', r.full_name, r.nickname, r.company), null::text, concat_ws(' ', r.title, r.city, r.how_we_met, r.description, r.telegram_username,
    case when r.emails <> '[]' then jsonb_path_query_array(r.emails, '$[*].value') end,
    case when r.phones <> '[]' then jsonb_path_query_array(r.phones, '$[*].value') end,
    case when r.phones <> '[]' then kith.phone_words(r.phones) end,
    case when r.social_handles <> '[]' then jsonb_path_query_array(r.social_handles, '$[*].handle') end,
    case when r.custom_fields <> '[]' then jsonb_path_query_array(r.custom_fields, '$[*].*') end)) from new_rows r;
      elsif tg_op = 'UPDATE' then
        with r as materialized ( -- first what changed: most updates of a row are of its counts
          select r.*, o.created_at as was_created_at from new_rows r full join old_rows o on o.id = r.id where (o.full_name, o.nickname, o.company, o.title, o.addresses, o.how_we_met, o.description, o.telegram_username, o.emails, o.phones, o.social_handles, o.custom_fields, o.created_at) is distinct from (r.full_name, r.nickname, r.company, r.title, r.addresses, r.how_we_met, r.description, r.telegram_username, r.emails, r.phones, r.social_handles, r.custom_fields, r.created_at))
        update search_documents d set contact_id = (r.id)::uuid, created_at = r.created_at, title = kith.plain(r.full_name), words = kith.search_vector(r.space_id, 'c', concat_ws(' ', r.full_name, r.nickname, r.company), null::text, concat_ws(' ', r.title, r.city, r.how_we_met, r.description, r.telegram_username,
    case when r.emails <> '[]' then jsonb_path_query_array(r.emails, '$[*].value') end,
    case when r.phones <> '[]' then jsonb_path_query_array(r.phones, '$[*].value') end,
    case when r.phones <> '[]' then kith.phone_words(r.phones) end,
    case when r.social_handles <> '[]' then jsonb_path_query_array(r.social_handles, '$[*].handle') end,
    case when r.custom_fields <> '[]' then jsonb_path_query_array(r.custom_fields, '$[*].*') end))
        from r where d.space_id = r.space_id and d.kind = 'contact' and d.created_at = r.was_created_at and d.row_id = r.id;
      else
        delete from search_documents d using old_rows o
        where d.space_id = o.space_id and d.kind = 'contact' and d.created_at = o.created_at and d.row_id = o.id;
      end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION kith.search_entry()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      if tg_op = 'INSERT' then
        insert into search_documents (space_id, kind, row_id, contact_id, created_at, title, words) select r.space_id, 'entry', r.id, (r.contact_id)::uuid, r.created_at, kith.plain(null), kith.search_vector(r.space_id, 'e', null, (select concat_ws(' ', c.full_name, c.nickname) from contacts c where c.space_id = r.space_id and c.id = r.contact_id), r.content) from new_rows r;
      elsif tg_op = 'UPDATE' then
        with r as materialized ( -- first what changed: most updates of a row are of its counts
          select r.*, o.created_at as was_created_at from new_rows r full join old_rows o on o.id = r.id where (o.contact_id, o.content, o.created_at) is distinct from (r.contact_id, r.content, r.created_at))
        update search_documents d set contact_id = (r.contact_id)::uuid, created_at = r.created_at, title = kith.plain(null), words = kith.search_vector(r.space_id, 'e', null, (select concat_ws(' ', c.full_name, c.nickname) from contacts c where c.space_id = r.space_id and c.id = r.contact_id), r.content)
        from r where d.space_id = r.space_id and d.kind = 'entry' and d.created_at = r.was_created_at and d.row_id = r.id;
      else
        delete from search_documents d using old_rows o
        where d.space_id = o.space_id and d.kind = 'entry' and d.created_at = o.created_at and d.row_id = o.id;
      end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION kith.search_event()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      if tg_op = 'INSERT' then
        insert into search_documents (space_id, kind, row_id, contact_id, created_at, title, words) select r.space_id, 'event', r.id, (r.contact_id)::uuid, r.created_at, kith.plain(r.title), kith.search_vector(r.space_id, 'v', r.title, (select concat_ws(' ', c.full_name, c.nickname) from contacts c where c.space_id = r.space_id and c.id = r.contact_id), concat_ws(' ', r.place, r.description)) from new_rows r;
      elsif tg_op = 'UPDATE' then
        with r as materialized ( -- first what changed: most updates of a row are of its counts
          select r.*, o.created_at as was_created_at from new_rows r full join old_rows o on o.id = r.id where (o.title, o.place, o.description, o.contact_id, o.created_at) is distinct from (r.title, r.place, r.description, r.contact_id, r.created_at))
        update search_documents d set contact_id = (r.contact_id)::uuid, created_at = r.created_at, title = kith.plain(r.title), words = kith.search_vector(r.space_id, 'v', r.title, (select concat_ws(' ', c.full_name, c.nickname) from contacts c where c.space_id = r.space_id and c.id = r.contact_id), concat_ws(' ', r.place, r.description))
        from r where d.space_id = r.space_id and d.kind = 'event' and d.created_at = r.was_created_at and d.row_id = r.id;
      else
        delete from search_documents d using old_rows o
        where d.space_id = o.space_id and d.kind = 'event' and d.created_at = o.created_at and d.row_id = o.id;
      end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION kith.search_group()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      if tg_op = 'INSERT' then
        insert into search_documents (space_id, kind, row_id, contact_id, created_at, title, words) select r.space_id, 'group', r.id, (null)::uuid, r.created_at, kith.plain(r.name), kith.search_vector(r.space_id, 'g', r.name, null::text, r.description) from new_rows r;
      elsif tg_op = 'UPDATE' then
        with r as materialized ( -- first what changed: most updates of a row are of its counts
          select r.*, o.created_at as was_created_at from new_rows r full join old_rows o on o.id = r.id where (o.name, o.description, o.created_at) is distinct from (r.name, r.description, r.created_at))
        update search_documents d set contact_id = (null)::uuid, created_at = r.created_at, title = kith.plain(r.name), words = kith.search_vector(r.space_id, 'g', r.name, null::text, r.description)
        from r where d.space_id = r.space_id and d.kind = 'group' and d.created_at = r.was_created_at and d.row_id = r.id;
      else
        delete from search_documents d using old_rows o
        where d.space_id = o.space_id and d.kind = 'group' and d.created_at = o.created_at and d.row_id = o.id;
      end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION kith.search_interaction()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      if tg_op = 'INSERT' then
        insert into search_documents (space_id, kind, row_id, contact_id, created_at, title, words) select r.space_id, 'interaction', r.id, (r.contact_id)::uuid, r.created_at, kith.plain(null), kith.search_vector(r.space_id, 'i', null, (select concat_ws(' ', c.full_name, c.nickname) from contacts c where c.space_id = r.space_id and c.id = r.contact_id), r.text) from new_rows r;
      elsif tg_op = 'UPDATE' then
        with r as materialized ( -- first what changed: most updates of a row are of its counts
          select r.*, o.created_at as was_created_at from new_rows r full join old_rows o on o.id = r.id where (o.contact_id, o.text, o.created_at) is distinct from (r.contact_id, r.text, r.created_at))
        update search_documents d set contact_id = (r.contact_id)::uuid, created_at = r.created_at, title = kith.plain(null), words = kith.search_vector(r.space_id, 'i', null, (select concat_ws(' ', c.full_name, c.nickname) from contacts c where c.space_id = r.space_id and c.id = r.contact_id), r.text)
        from r where d.space_id = r.space_id and d.kind = 'interaction' and d.created_at = r.was_created_at and d.row_id = r.id;
      else
        delete from search_documents d using old_rows o
        where d.space_id = o.space_id and d.kind = 'interaction' and d.created_at = o.created_at and d.row_id = o.id;
      end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION kith.search_kind(in_space uuid, k search_kinds, words text[], named boolean[], plain text, other_than text[], names_only boolean, person uuid, since timestamp with time zone, until timestamp with time zone, base integer, after_class integer, after_time timestamp with time zone, after_id uuid, max_rows integer)
 RETURNS TABLE(kind text, row_id uuid, contact_id uuid, created_at timestamp with time zone, class integer)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  many constant int := 1000;
  far constant int := 12000;
  near constant int := 1000;
  p text := right(in_space::text, 4) || k.letter;
  marks text[] := case when k.titled then '{@,~,""}' else '{~,""}' end;
  in_title tsquery := case when k.titled then kith.search_tsquery(p, words, '{@}', null, true) end;
  whole tsquery := kith.search_tsquery(p, words, marks, named, false);
  opened tsquery := case when names_only then in_title else kith.search_tsquery(p, words, marks, named, true) end;
  besides tsquery := '';
  every tsquery;
  classes int[] := array[base + k.rank, base + 100 + k.rank, base + 200 + k.rank, base + 300 + 2 * k.rank, base + 301 + 2 * k.rank];
  found search_documents[];
  asked tsquery;
  before_time timestamptz;
  before_id uuid;
begin
  if opened is null then return; end if;
  -- a person's name alone does not make everything about them a match
  if true = all (named) and not names_only then
    besides := (select string_agg(kith.search_tsquery(p, array[w], array_remove(marks, '~'), null, true)::text, ' | ')::tsquery from unnest(words) w);
  end if;
  if other_than is not null then besides := besides && !!kith.search_tsquery(p, other_than, marks, named, true); end if;
  every := opened && besides;
  if person is not null then
    found := array(select d from search_documents d where d.space_id = in_space and d.contact_id = person and d.kind = k.kind
      and d.created_at >= since and d.created_at < until and d.words @@ every);
  elsif k.titled then
    found := array(select d from kith.search_any(in_space, k.kind, every, since, until, many) d);
  end if;
  if person is not null or k.titled and cardinality(found) < many then
    return query
      select d.kind, d.row_id, d.contact_id, d.created_at, c.class
      from unnest(found) d, lateral (select classes[1 + case
        when k.titled and d.words @@ in_title then kith.title_class(d.title, plain) when d.words @@ whole then 3 else 4 end] as class offset 0) c
      where c.class > after_class or c.class = after_class and (d.created_at, d.row_id) < (after_time, after_id)
      order by c.class, d.created_at desc, d.row_id desc limit max_rows;
    return;
  end if;
  for c in (case when k.titled then 0 else 3 end) .. (case when names_only then 2 else 4 end) loop
    continue when classes[c + 1] < after_class or c = 4 and opened::text = whole::text; -- = knows no prefixes
    asked := besides && case when c = 0 then kith.search_tsquery(p, words, '{@}', null, false) when c < 3 then in_title when c = 3 then whole else opened && !!whole end;
    if c > 2 and k.titled then asked := asked && !!in_title; end if;
    before_time := case when classes[c + 1] = after_class then after_time else until end;
    before_id := case when classes[c + 1] = after_class then after_id else '00000000-0000-0000-0000-000000000000' end;
    found := case when c = 3 and not k.titled or c in (1, 4) and char_length(plain) <= 4 then
      array(select d from kith.search_newest(in_space, k.kind, asked, plain, c, since, before_time, before_id, max_rows, near) d) end;
    if found is null or cardinality(found) < max_rows then
      if c < 2 then
        found := array(select d from kith.search_titled(in_space, k.kind, plain, c, since, until, many) d);
      else
        found := array(select d from kith.search_any(in_space, k.kind, asked, since, until, many) d);
      end if;
      if cardinality(found) < many then
        found := array(
          select d from unnest(found) d where d.words @@ asked and (d.created_at, d.row_id) < (before_time, before_id) and (c > 2 or kith.title_class(d.title, plain) = c)
          order by d.created_at desc, d.row_id desc limit max_rows);
      else
        found := array(select d from kith.search_newest(in_space, k.kind, asked, plain, c, since, before_time, before_id, max_rows, far) d);
        if cardinality(found) < max_rows then
          found := array(select d from kith.search_newest_of_all(in_space, k.kind, asked, plain, c, since, before_time, before_id, max_rows) d);
        end if;
      end if;
    end if;
    return query select d.kind, d.row_id, d.contact_id, d.created_at, classes[c + 1] from unnest(found) d;
    max_rows := max_rows - cardinality(found);
    exit when max_rows <= 0;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION kith.search_message()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      if tg_op = 'INSERT' then
        insert into search_documents (space_id, kind, row_id, contact_id, created_at, title, words) select r.space_id, 'message', r.id, (r.contact_id)::uuid, r.created_at, kith.plain(null), kith.search_vector(r.space_id, 'm', null, (select concat_ws(' ', c.full_name, c.nickname) from contacts c where c.space_id = r.space_id and c.id = r.contact_id), r.text) from new_rows r;
      elsif tg_op = 'UPDATE' then
        with r as materialized ( -- first what changed: most updates of a row are of its counts
          select r.*, o.created_at as was_created_at from new_rows r full join old_rows o on o.id = r.id where (o.contact_id, o.text, o.created_at) is distinct from (r.contact_id, r.text, r.created_at))
        update search_documents d set contact_id = (r.contact_id)::uuid, created_at = r.created_at, title = kith.plain(null), words = kith.search_vector(r.space_id, 'm', null, (select concat_ws(' ', c.full_name, c.nickname) from contacts c where c.space_id = r.space_id and c.id = r.contact_id), r.text)
        from r where d.space_id = r.space_id and d.kind = 'message' and d.created_at = r.was_created_at and d.row_id = r.id;
      else
        delete from search_documents d using old_rows o
        where d.space_id = o.space_id and d.kind = 'message' and d.created_at = o.created_at and d.row_id = o.id;
      end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION kith.search_named(in_space uuid, words text[])
 RETURNS boolean[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select array(
    select cardinality(words) > 1 and exists (
      select 1 from kith.search_any(in_space, 'contact', kith.search_tsquery(right(in_space::text, 4) || 'c', array[w], '{@}', null, w like '%*'), '-infinity', 'infinity', 1))
    from unnest(words) with ordinality u (w, i) order by i) $function$;

CREATE OR REPLACE FUNCTION kith.search_new_name()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    if kith.undoes() is null then return null; end if;
    update search_documents d set words = d.words || kith.search_vector(d.space_id, k.letter, null, concat_ws(' ', n.full_name, n.nickname), null)
    from new_rows n, search_kinds k
    where d.space_id = n.space_id and d.contact_id = n.id and d.row_id <> n.id and k.kind = d.kind;
  else
    with renamed as materialized (
      select n.space_id, n.id, concat_ws(' ', o.full_name, o.nickname) as was, concat_ws(' ', n.full_name, n.nickname) as now
      from new_rows n full join old_rows o on o.id = n.id where (o.full_name, o.nickname) is distinct from (n.full_name, n.nickname))
    update search_documents d set words =
      ts_delete(d.words, tsvector_to_array(kith.search_vector(d.space_id, k.letter, null, r.was, null))) || kith.search_vector(d.space_id, k.letter, null, r.now, null)
    from renamed r, search_kinds k
    where d.space_id = r.space_id and d.contact_id = r.id and d.row_id <> r.id and k.kind = d.kind;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.search_newest(in_space uuid, in_kind text, q tsquery, plain text, in_class integer, since timestamp with time zone, until timestamp with time zone, before_id uuid, max_rows integer, window_size integer)
 RETURNS SETOF search_documents
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
  select * from (
    select * from search_documents s where s.space_id = in_space and s.kind = in_kind and s.created_at >= since and (s.created_at, s.row_id) < (until, before_id)
    order by s.created_at desc, s.row_id desc limit window_size) d
  where d.words @@ q and (in_class > 2 or kith.title_class(d.title, plain) = in_class)
  order by d.created_at desc, d.row_id desc limit max_rows $function$;

CREATE OR REPLACE FUNCTION kith.search_newest_of_all(in_space uuid, in_kind text, q tsquery, plain text, in_class integer, since timestamp with time zone, until timestamp with time zone, before_id uuid, max_rows integer)
 RETURNS SETOF search_documents
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
  select * from (select * from search_documents where words @@ q offset 0) d
  where d.space_id = in_space and d.kind = in_kind and d.created_at >= since and (d.created_at, d.row_id) < (until, before_id)
    and (in_class > 2 or kith.title_class(d.title, plain) = in_class)
  order by d.created_at desc, d.row_id desc limit max_rows $function$;

CREATE OR REPLACE FUNCTION kith.search_note()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      if tg_op = 'INSERT' then
        insert into search_documents (space_id, kind, row_id, contact_id, created_at, title, words) select r.space_id, 'note', r.id, (r.contact_id)::uuid, r.created_at, kith.plain(null), kith.search_vector(r.space_id, 'n', null, (select concat_ws(' ', c.full_name, c.nickname) from contacts c where c.space_id = r.space_id and c.id = r.contact_id), r.content) from new_rows r;
      elsif tg_op = 'UPDATE' then
        with r as materialized ( -- first what changed: most updates of a row are of its counts
          select r.*, o.created_at as was_created_at from new_rows r full join old_rows o on o.id = r.id where (o.contact_id, o.content, o.created_at) is distinct from (r.contact_id, r.content, r.created_at))
        update search_documents d set contact_id = (r.contact_id)::uuid, created_at = r.created_at, title = kith.plain(null), words = kith.search_vector(r.space_id, 'n', null, (select concat_ws(' ', c.full_name, c.nickname) from contacts c where c.space_id = r.space_id and c.id = r.contact_id), r.content)
        from r where d.space_id = r.space_id and d.kind = 'note' and d.created_at = r.was_created_at and d.row_id = r.id;
      else
        delete from search_documents d using old_rows o
        where d.space_id = o.space_id and d.kind = 'note' and d.created_at = o.created_at and d.row_id = o.id;
      end if;
      return null;
    end $function$;

CREATE OR REPLACE PROCEDURE kith.search_table(IN t regclass, IN kind text, IN letter text, IN rank integer, IN title text, IN names text, IN about text, IN body text, IN watched text[])
 LANGUAGE plpgsql
AS $procedure$
declare
  fn text := 'kith.search_' || kind;
  -- what is about a person is also found by that person's name
  person text := case when about = 'null' or t = 'contacts'::regclass then 'null::text' else
    format('(select concat_ws('' '', c.full_name, c.nickname) from contacts c where c.space_id = r.space_id and c.id = %s)', about) end;
  vector text := format('kith.search_vector(r.space_id, %L, %s, %s, %s)', letter, names, person, body);
  document text := format('r.space_id, %L, r.id, (%s)::uuid, r.created_at, kith.plain(%s), %s', kind, about, title, vector);
begin
  insert into search_kinds values (kind, letter, rank, title <> 'null');
  execute format($make$
    create function %1$s() returns trigger language plpgsql security definer set search_path = public, pg_temp as $body$
    begin
      if tg_op = 'INSERT' then
        insert into search_documents (space_id, kind, row_id, contact_id, created_at, title, words) select %2$s from new_rows r;
      elsif tg_op = 'UPDATE' then
        with r as materialized ( -- first what changed: most updates of a row are of its counts
          select r.*, o.created_at as was_created_at from new_rows r full join old_rows o on o.id = r.id where (%7$s) is distinct from (%8$s))
        update search_documents d set contact_id = (%3$s)::uuid, created_at = r.created_at, title = kith.plain(%4$s), words = %5$s
        from r where d.space_id = r.space_id and d.kind = %6$L and d.created_at = r.was_created_at and d.row_id = r.id;
      else
        delete from search_documents d using old_rows o
        where d.space_id = o.space_id and d.kind = %6$L and d.created_at = o.created_at and d.row_id = o.id;
      end if;
      return null;
    end $body$ $make$,
    fn, document, about, title, vector, kind,
    (select string_agg('o.' || quote_ident(w), ', ') from unnest(watched || array['created_at']) w),
    (select string_agg('r.' || quote_ident(w), ', ') from unnest(watched || array['created_at']) w));
  execute format('revoke execute on function %s() from public', fn);
  execute format('create trigger search_insert after insert on %s referencing new table as new_rows for each statement execute function %s()', t, fn);
  execute format('create trigger search_update after update on %s referencing old table as old_rows new table as new_rows for each statement execute function %s()', t, fn);
  execute format('create trigger search_delete after delete on %s referencing old table as old_rows for each statement execute function %s()', t, fn);
  execute format('insert into search_documents (space_id, kind, row_id, contact_id, created_at, title, words) select %s from %s r', document, t);
end $procedure$;

CREATE OR REPLACE FUNCTION kith.search_tag()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      if tg_op = 'INSERT' then
        insert into search_documents (space_id, kind, row_id, contact_id, created_at, title, words) select r.space_id, 'tag', r.id, (null)::uuid, r.created_at, kith.plain(r.name), kith.search_vector(r.space_id, 't', r.name, null::text, r.description) from new_rows r;
      elsif tg_op = 'UPDATE' then
        with r as materialized ( -- first what changed: most updates of a row are of its counts
          select r.*, o.created_at as was_created_at from new_rows r full join old_rows o on o.id = r.id where (o.name, o.description, o.created_at) is distinct from (r.name, r.description, r.created_at))
        update search_documents d set contact_id = (null)::uuid, created_at = r.created_at, title = kith.plain(r.name), words = kith.search_vector(r.space_id, 't', r.name, null::text, r.description)
        from r where d.space_id = r.space_id and d.kind = 'tag' and d.created_at = r.was_created_at and d.row_id = r.id;
      else
        delete from search_documents d using old_rows o
        where d.space_id = o.space_id and d.kind = 'tag' and d.created_at = o.created_at and d.row_id = o.id;
      end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION kith.search_titled(in_space uuid, in_kind text, plain text, in_class integer, since timestamp with time zone, until timestamp with time zone, max_rows integer)
 RETURNS SETOF search_documents
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
  select * from (
    select * from search_documents s
    where s.space_id = in_space and s.kind = in_kind and s.title >= plain and s.title < case in_class when 0 then plain || ' ' else plain || chr(1114111) end offset 0) d
  where kith.title_class(d.title, plain) = in_class and d.created_at >= since and d.created_at < until limit max_rows $function$;

CREATE OR REPLACE FUNCTION kith.search_tsquery(p text, words text[], marks text[], named boolean[], open boolean)
 RETURNS tsquery
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select string_agg('(' || terms || ')', ' & ')::tsquery from (
    select string_agg(quote_literal(p || m || rtrim(a, '*')) || case when open and (m = '@' or a like '___%*') then ':*' else '' end, ' | ') as terms
    from unnest(words, named) with ordinality w (word, named, i), string_to_table(word, '|') a, unnest(marks) m
    where m <> '~' or w.named group by i
  ) s $function$;

CREATE OR REPLACE FUNCTION kith.search_vector(in_space uuid, letter text, title text, about text, body text)
 RETURNS tsvector
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  p text := right(in_space::text, 4) || letter;
begin
  return array_to_tsvector(coalesce(
    kith.marked(kith.plain(title), p || '@') || kith.marked(kith.plain(about), p || '~') || kith.marked(kith.plain(body), p), '{}'));
end $function$;

CREATE OR REPLACE FUNCTION kith.security_notice(in_user uuid, in_kind text, in_detail text, in_ip inet, in_user_agent text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  insert into security_events (user_id, kind, detail, ip, user_agent)
  select in_user, in_kind, in_detail, in_ip, left(in_user_agent, 400) where in_user is not null $function$;

CREATE OR REPLACE FUNCTION kith.set_contact(in_space uuid, contact uuid, fields jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  columns text := (select string_agg(quote_ident(key), ', ') from jsonb_object_keys(fields) key);
begin
  if columns is null then return; end if;
  execute format('update contacts set (%s) = (select %1$s from jsonb_populate_record(null::contacts, $1)) where space_id = $2 and id = $3', columns)
    using fields, in_space, contact;
end $function$;

CREATE OR REPLACE FUNCTION kith.set_member_role(in_space uuid, in_user uuid, in_role text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  acting text := kith.space_role(in_space);
  target text;
begin
  perform 1 from spaces where id = in_space for update;
  select role into target from space_members where space_id = in_space and user_id = in_user;
  if target is null then return 'missing'; end if;
  if acting is distinct from 'owner' and not (in_role is null and in_user = kith.user_id()) then return 'forbidden'; end if;
  if target = 'owner' and in_role is distinct from 'owner'
    and not exists (select 1 from space_members where space_id = in_space and role = 'owner' and user_id <> in_user) then
    return 'last_owner';
  end if;
  if in_role is null then delete from space_members where space_id = in_space and user_id = in_user;
  else update space_members set role = in_role, updated_at = now() where space_id = in_space and user_id = in_user;
  end if;
  return 'ok';
end $function$;

CREATE OR REPLACE FUNCTION kith.sign_up(in_username text, in_email text, in_full_name text, in_password_hash text, in_time_zone text, in_role text, in_invitation bytea, in_first_only boolean)
 RETURNS TABLE(user_id uuid, space_id uuid, role text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform pg_advisory_xact_lock(hashtext('kith.register_user'));
  if in_first_only and kith.has_users() then raise exception 'registration is closed' using errcode = 'KT403'; end if;
  -- before the names: who has no invitation must not learn which are taken
  if in_invitation is not null and not exists (select 1 from kith.find_invitation(in_invitation)) then
    raise exception 'no such invitation' using errcode = 'KT404';
  end if;
  return query select * from kith.register_user(in_username, in_email, in_full_name, in_password_hash, in_time_zone, in_role);
  if in_invitation is not null and (select a.outcome from kith.accept_invitation(in_invitation, true) a) <> 'ok' then
    raise exception 'no such invitation' using errcode = 'KT404';
  end if;
end $function$;

CREATE OR REPLACE FUNCTION kith.slips(a text, b text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select case when char_length(a) = char_length(b) and exists (
      select 1 from generate_series(1, char_length(a) - 1) i
      where left(a, i - 1) || substr(a, i + 1, 1) || substr(a, i, 1) || substr(a, i + 2) = b)
    then 1 else levenshtein(a, b) end $function$;

CREATE OR REPLACE FUNCTION kith.space_role(in_space uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select role from space_members where space_id = in_space and user_id = kith.user_id() $function$;

CREATE OR REPLACE FUNCTION kith.spaces_with_search()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select id from spaces s where exists (select 1 from search_words w where w.space_id = s.id)
$function$;

CREATE OR REPLACE FUNCTION kith.start_cadence()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if new.cadence_weeks is null then
    new.cadence_started_at := null;
    new.snoozed_at := null;
    new.snoozed_until := null;
  else
    new.cadence_started_at := coalesce(new.cadence_started_at, now());
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION kith.support_read(in_access uuid, in_route text)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with open as (
    select a.id, a.user_id from support_access a
    where a.id = in_access and a.admin_id = kith.user_id() and a.ended_at is null and a.expires_at > clock_timestamp() and kith.is_admin()
  ), noted as (insert into support_reads (access_id, user_id, route) select id, user_id, left(in_route, 300) from open returning 1)
  select exists (select 1 from noted) $function$;

CREATE OR REPLACE FUNCTION kith.support_spaces(in_admin uuid)
 RETURNS TABLE(access_id uuid, space_id uuid, expires_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select a.id, s.id, a.expires_at from support_access a
  join users u on u.id = a.admin_id and u.role = 'admin' and u.disabled_at is null
  join spaces s on s.created_by = a.user_id and s.kind = 'personal'
  where a.admin_id = in_admin and a.ended_at is null and a.expires_at > now() $function$;

CREATE OR REPLACE FUNCTION kith.sweep_accounts()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  delete from sessions where least(expires_at, last_used_at + make_interval(secs => idle_seconds)) < now();
  delete from refresh_tokens where expires_at < now();
  delete from login_failures where last_failed_at < now() - interval '1 day' and coalesce(locked_until, now()) <= now();
  delete from invitations where expires_at < now() - interval '30 days';
  delete from security_events where created_at < now() - interval '400 days';
  delete from idempotency_keys where created_at < now() - interval '24 hours' $function$;

CREATE OR REPLACE FUNCTION kith.sweep_files()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  owner record;
  gone int;
begin
  for owner in
    select c.conrelid::regclass as tab, a.attname as col from pg_constraint c
    cross join lateral unnest(c.conkey, c.confkey) k (own, theirs)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own
    join pg_attribute f on f.attrelid = c.confrelid and f.attnum = k.theirs
    where c.contype = 'f' and c.confrelid = 'files'::regclass and c.conrelid <> 'file_chunks'::regclass and f.attname = 'id'
  loop
    execute format('update files set last_used_at = now() where id in (select %I from %s where %1$I is not null)', owner.col, owner.tab);
  end loop;
  delete from files where last_used_at < now() - interval '30 days';
  get diagnostics gone = row_count;
  return gone;
end $function$;

CREATE OR REPLACE FUNCTION kith.sweep_imports()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  gone int;
begin
  update imports i set state = 'failed', error = coalesce(i.error, j.error), finished_at = j.finished_at
  from jobs j where j.id = i.job_id and i.state in ('analysing', 'running') and j.state = 'failed' and j.finished_at < now() - interval '1 day';
  delete from files f using imports i where i.space_id = f.space_id and i.file_id = f.id and i.state = 'failed';
  with old as (
    delete from imports i where i.file_id is not null and i.created_at < now() - interval '7 days'
      and not exists (select 1 from jobs j where j.id = i.job_id and j.state in ('queued', 'running'))
    returning i.space_id, i.file_id
  ), files_gone as (
    delete from files f using old where f.space_id = old.space_id and f.id = old.file_id
  ) select count(*) into gone from old;
  return gone;
end $function$;

CREATE OR REPLACE FUNCTION kith.sweep_jobs()
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with gone as (delete from jobs where finished_at < now() - interval '90 days' returning 1) select count(*)::int from gone
$function$;

CREATE OR REPLACE FUNCTION kith.sweep_reminders()
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with gone as (
    delete from reminders r where r.updated_at < now() - interval '30 days' and (
      r.state = 'dismissed' and r.updated_at < now() - interval '1 year'
      or r.kind = 'event' and not exists (select 1 from events e where e.space_id = r.space_id and e.id = r.event_id)
      or r.kind <> 'event' and not exists (select 1 from contacts c where c.space_id = r.space_id and c.id = r.contact_id))
    returning 1)
  select count(*)::int from gone $function$;

CREATE OR REPLACE FUNCTION kith.sweep_support()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  delete from password_links where expires_at < now();
  delete from support_access where created_at < now() - interval '400 days' $function$;

CREATE OR REPLACE FUNCTION kith.sweep_telegram()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  gone int;
begin
  delete from telegram_connections where expires_at < now();
  get diagnostics gone = row_count;
  return gone;
end $function$;

CREATE OR REPLACE FUNCTION kith.time_zone()
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  zone text := (select p.time_zone from preferences p where p.user_id = kith.user_id());
begin
  perform now() at time zone zone;
  return coalesce(zone, 'UTC');
exception when invalid_parameter_value then
  return 'UTC';
end $function$;

CREATE OR REPLACE FUNCTION kith.title_class(title text, plain text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select case when title = plain then 0 when starts_with(title, plain) then 1 else 2 end $function$;

CREATE OR REPLACE FUNCTION kith.touch_credential(credential uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  update sessions set lapsed = lapsed or last_used_at < now() - interval '30 minutes', last_used_at = greatest(last_used_at, now()) where id = credential;
  update api_keys set last_used_at = greatest(last_used_at, now()) where id = credential $function$;

CREATE OR REPLACE FUNCTION kith.typo_keys(in_space uuid, word text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select array_agg(distinct right(in_space::text, 4) || k) from (
    select word union all
    select left(word, i - 1) || substr(word, i + 1) from generate_series(1, char_length(word)) i union all
    select '=' || regexp_replace(left(word, 1) || translate(substr(word, 2), 'aeiouyh', ''), '(.)\1+', '\1', 'g') where char_length(word) > 5
  ) s (k) $function$;

CREATE OR REPLACE FUNCTION kith.umlauts(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select replace(replace(replace(replace(replace(replace(replace(replace(normalize(value, nfc), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ø', 'oe'), 'Ä', 'Ae'), 'Ö', 'Oe'), 'Ü', 'Ue'), 'Ø', 'Oe') $function$;

CREATE OR REPLACE FUNCTION kith.undo_action(in_space uuid, target uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  part record;
  one uuid;
  n int := 0;
begin
  set constraints all deferred;
  -- newest first, in runs of one table, operation and set of columns, cut where they are long or where a row comes twice
  for part in
    with mine as (
      select c.id, c.row_id, c.table_name, c.operation, c.old, row_number() over (order by c.id desc) as i
      from changes c where c.space_id = in_space and c.action_id = target
    ), known as (
      select m.*, case when m.operation <> 'insert' then array(select jsonb_object_keys(m.old) order by 1) end as columns from mine m
    ), marked as (
      select k.*, row(k.table_name, k.operation, k.columns) is distinct from lag(row(k.table_name, k.operation, k.columns)) over (order by k.i) as begins from known k
    ), runs as (
      select m.*, count(*) filter (where m.begins) over (order by m.i) as run from marked m
    ), placed as (
      select r.*, row_number() over (partition by r.run order by r.i) as place, row_number() over (partition by r.run, r.row_id order by r.i) as nth from runs r
    ), cut as (
      select p.*, case when max(p.nth) over (partition by p.run) > 1 then p.place else (p.place - 1) / 500 end as piece from placed p
    )
    select c.run, c.piece, c.table_name, c.operation, min(c.columns) as columns, array_agg(c.id order by c.i) as ids
    from cut c group by c.run, c.piece, c.table_name, c.operation order by c.run, c.piece
  loop
    begin
      perform kith.undo_changes(in_space, target, part.ids, part.table_name, part.operation, part.columns);
    exception when unique_violation or foreign_key_violation then
      -- values that changed places collide in a set, one after the other they do not
      begin
        foreach one in array part.ids loop
          perform kith.undo_changes(in_space, target, array[one], part.table_name, part.operation, part.columns);
        end loop;
      exception when unique_violation or foreign_key_violation then
        raise exception 'value is taken' using errcode = 'KT409', detail = part.table_name;
      end;
    end;
    n := n + cardinality(part.ids);
  end loop;
  begin
    set constraints all immediate;
  exception when foreign_key_violation then
    raise exception 'something it belongs to is gone' using errcode = 'KT409';
  end;
  if exists (
    select mine.table_name, mine.row_id from changes mine where mine.space_id = in_space and mine.action_id = kith.action_id()
    except select theirs.table_name, theirs.row_id from changes theirs where theirs.space_id = in_space and theirs.action_id = target
  ) then raise exception 'other rows depend on it' using errcode = 'KT409'; end if;
  return n;
end $function$;

CREATE OR REPLACE FUNCTION kith.undo_changes(in_space uuid, target uuid, change_ids uuid[], in_table text, in_operation text, columns text[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  ids uuid[];
  olds jsonb[];
  news jsonb[];
  missing uuid[];
  changed uuid[];
  names text;
begin
  select array_agg(c.row_id order by c.id desc), array_agg(c.old order by c.id desc), array_agg(c.new order by c.id desc) into ids, olds, news
  from changes c where c.action_id = target and c.space_id = in_space and c.id >= change_ids[cardinality(change_ids)] and c.id <= change_ids[1];

  execute format($q$
    with found as materialized (select t.id, to_jsonb(t) as value from public.%I t where t.space_id = $1 and t.id = any ($2) for update)
    select array_agg(c.id) filter (where f.id is null), array_agg(c.id) filter (where f.value || (c.new - 'updated_at') <> f.value)
    from unnest($2, $3) c (id, new) left join found f on f.id = c.id $q$, in_table) into missing, changed using in_space, ids, news;

  -- A reference that this very undo has cleared, by taking away what it refers to, is as it was to become; the rest of the row must
  -- still be as it was left.
  if changed is not null and in_operation = 'update' then
    execute format($q$
      select array_agg(c.id) from unnest($2, $3, $4) c (id, old, new) join public.%I t on t.space_id = $1 and t.id = c.id
      where c.id = any ($5) and exists (
        select from jsonb_each(c.new - 'updated_at') e
        where to_jsonb(t) -> e.key is distinct from e.value and not (to_jsonb(t) -> e.key = c.old -> e.key and exists (
          select from changes mine where mine.action_id = kith.action_id() and mine.space_id = $1 and mine.row_id = c.id and mine.operation = 'update' and mine.new ? e.key))) $q$,
      in_table) into changed using in_space, ids, olds, news, changed;
  end if;

  if in_operation = 'delete' then
    if cardinality(missing) is distinct from cardinality(ids) then
      raise exception 'row exists again' using errcode = 'KT409', detail = in_table;
    end if;
    select string_agg(quote_ident(attname), ', ') into names from pg_attribute
      where attrelid = format('public.%I', in_table)::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attname = any (columns);
    execute format('insert into public.%I (%s) select %2$s from unnest($1) with ordinality o (old, n), jsonb_populate_record(null::public.%1$I, o.old) order by o.n',
      in_table, names) using olds;
    return;
  end if;

  -- deleted by a cascade of this very undo: that is what was wanted
  if missing is not null and (in_operation = 'update' or exists (
    select unnest(missing) except select mine.row_id from changes mine where mine.action_id = kith.action_id() and mine.operation = 'delete')) then
    raise exception 'row is gone' using errcode = 'KT409', detail = in_table;
  end if;
  if changed is not null then raise exception 'row has changed since' using errcode = 'KT409', detail = in_table; end if;
  if in_operation = 'insert' then
    execute format('delete from public.%I where space_id = $1 and id = any ($2)', in_table) using in_space, ids;
  else
    -- the time of the last change goes back only when nobody changed the row since
    select string_agg(case when key = 'updated_at'
      then 'updated_at = case when to_jsonb(t.updated_at) is not distinct from c.new -> ''updated_at'' then r.updated_at else t.updated_at end'
      else format('%I = r.%1$I', key) end, ', ') into names from unnest(columns) key;
    execute format('update public.%I t set %s from unnest($2, $3, $4) c (id, old, new), jsonb_populate_record(null::public.%1$I, c.old) r
      where t.space_id = $1 and t.id = any ($2) and t.id = c.id', in_table, names) using in_space, ids, olds, news;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION kith.undoes()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('kith.undoes', true), '')::uuid $function$;

CREATE OR REPLACE FUNCTION kith.unmerge_contacts(in_space uuid, target uuid, fields jsonb)
 RETURNS TABLE(table_name text, row_id uuid, reason text)
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  m merges := (select x from merges x where x.space_id = in_space and x.id = target);
  person jsonb := m.other || jsonb_build_object('photo_id', m.photo_id);
  columns text;
  part record;
  r merge_rows;
  done boolean;
begin
  select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
    where attrelid = 'contacts'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and person ? attname::text;
  begin
    execute format('insert into contacts (%s) select %1$s from jsonb_populate_record(null::contacts, $1)', columns) using person;
  exception when foreign_key_violation then
    -- who wrote it down has no account any more
    execute format('insert into contacts (%s) select %1$s from jsonb_populate_record(null::contacts, $1)', columns) using person || '{"created_by": null}';
  end;

  -- parents were removed before what hung on them
  for r in select x.* from merge_rows x where x.space_id = in_space and x.merge_id = target and x.what = 'removed' order by x.id loop
    select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
      where attrelid = format('public.%I', r.table_name)::regclass and attnum > 0 and not attisdropped and attgenerated = '' and r.before ? attname::text;
    begin
      execute format('insert into public.%I (%s) select %2$s from jsonb_populate_record(null::public.%1$I, $1)', r.table_name, columns) using r.before;
    exception
      when unique_violation or exclusion_violation then return query select r.table_name, r.row_id, 'taken';
      when foreign_key_violation then
        if not kith.restore_merged(in_space, r) then return query select r.table_name, r.row_id, 'missing'; end if;
    end;
  end loop;

  -- A row goes back where it still is as the merge left it.
  for part in
    select x.table_name, k.key as col from merge_rows x, jsonb_object_keys(x.before) k (key)
    where x.space_id = in_space and x.merge_id = target and x.what = 'moved' group by 1, 2 order by 1, 2
  loop
    -- what another merge has left out since, that merge will bring back as it was before this one
    execute format($q$
      update merge_rows l set before = l.before || jsonb_build_object(%1$L, x.before -> %1$L) from merge_rows x, merges o
      where x.space_id = $1 and x.merge_id = $2 and x.what = 'moved' and x.table_name = %2$L and x.before ? %1$L
        and l.space_id = $1 and l.row_id = x.row_id and l.table_name = %2$L and l.what = 'removed' and l.before -> %1$L = x.after -> %1$L
        and o.space_id = $1 and o.id = l.merge_id and o.id <> $2 and o.undone_at is null $q$, part.col, part.table_name) using in_space, target;
    return query execute format($q$
      select x.table_name, x.row_id, case when t.id is null then 'deleted' else 'moved' end
      from merge_rows x left join public.%1$I t on t.space_id = x.space_id and t.id = x.row_id
      where x.space_id = $1 and x.merge_id = $2 and x.what = 'moved' and x.table_name = %1$L and x.before ? %2$L
        and (t.id is null or to_jsonb(t.%2$I) is distinct from x.after -> %2$L)
        and not (t.id is null and exists (
          select 1 from merge_rows l join merges o on o.space_id = l.space_id and o.id = l.merge_id and o.undone_at is null
          where l.space_id = $1 and l.row_id = x.row_id and l.table_name = %1$L and l.what = 'removed' and l.merge_id <> $2)) $q$, part.table_name, part.col) using in_space, target;
    begin
      execute format($q$
        update public.%1$I t set %2$I = (jsonb_populate_record(null::public.%1$I, x.before)).%2$I from merge_rows x
        where t.space_id = $1 and t.id = x.row_id and x.space_id = $1 and x.merge_id = $2 and x.what = 'moved' and x.table_name = %1$L and x.before ? %2$L
          and to_jsonb(t.%2$I) is not distinct from x.after -> %2$L $q$, part.table_name, part.col) using in_space, target;
      done := true;
    exception when unique_violation or check_violation or exclusion_violation or foreign_key_violation then
      done := false;
    end;
    if not done then
      for r in select x.* from merge_rows x where x.space_id = in_space and x.merge_id = target and x.what = 'moved'
        and x.table_name = part.table_name and x.before ? part.col order by x.id
      loop
        begin
          execute format('update public.%I t set %I = (jsonb_populate_record(null::public.%1$I, $1)).%2$I where t.space_id = $2 and t.id = $3 and to_jsonb(t.%2$I) is not distinct from $4',
            r.table_name, part.col) using r.before, in_space, r.row_id, r.after -> part.col;
        exception
          when unique_violation or check_violation or exclusion_violation then return query select r.table_name, r.row_id, 'taken';
          when foreign_key_violation then return query select r.table_name, r.row_id, 'missing';
        end;
      end loop;
    end if;
  end loop;

  perform kith.set_contact(in_space, m.contact_id, fields);
  update merges set undone_at = now() where space_id = in_space and id = target;
end $function$;

CREATE OR REPLACE FUNCTION kith.use_password_link(in_hash bytea, in_password_hash text, in_ip inet, in_user_agent text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare link record;
begin
  perform 1 from password_links where token_hash = in_hash for update;
  select * into link from kith.find_password_link(in_hash);
  if not found then return false; end if;
  delete from password_links where user_id = link.user_id;
  update users set password_hash = in_password_hash, updated_at = now() where id = link.user_id;
  insert into password_history (user_id, password_hash) values (link.user_id, in_password_hash);
  delete from password_history h where h.user_id = link.user_id
    and h.id not in (select p.id from password_history p where p.user_id = link.user_id order by p.created_at desc, p.id desc limit 5);
  delete from sessions where user_id = link.user_id;
  delete from refresh_tokens where user_id = link.user_id;
  perform kith.security_notice(link.user_id, 'password_changed', concat_ws('; ', 'With a link', kith.keys_left(link.user_id)), in_ip, in_user_agent);
  return true;
end $function$;

CREATE OR REPLACE FUNCTION kith.user_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('kith.user_id', true), '')::uuid $function$;

CREATE OR REPLACE FUNCTION kith.verify_changes()
 RETURNS TABLE(batch_id bigint, first_position bigint, last_position bigint, problem text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  b change_batches;
  previous change_batches;
  actual bytea;
  n bigint;
  bad bigint;
begin
  for b in select * from change_batches order by id loop
    select count(*), kith.chain_hash(b.previous_hash, array_agg(kith.change_line(c) order by c.position)),
      count(*) filter (where c.erased_at is null and c.payload_hash is distinct from kith.payload_hash(c.old, c.new))
    into n, actual, bad
    from changes c where c.position between b.first_position and b.last_position;
    batch_id := b.id; first_position := b.first_position; last_position := b.last_position;
    if previous.id is null and (b.first_position <> 1 or b.previous_hash is not null) then
      problem := 'what came before it is missing'; return next;
    elsif previous.id is not null and b.previous_hash is distinct from previous.hash then
      problem := 'does not follow the batch before it'; return next;
    elsif previous.id is not null and b.first_position <> previous.last_position + 1 then
      problem := 'positions are missing before it'; return next;
    elsif n <> b.last_position - b.first_position + 1 then
      problem := format('%s rows are missing', b.last_position - b.first_position + 1 - n); return next;
    elsif bad > 0 then
      problem := format('%s payloads were altered', bad); return next;
    elsif actual <> b.hash then
      problem := 'a row was altered'; return next;
    end if;
    previous := b;
  end loop;
  -- what was sealed since this began is in a batch of its own
  select count(*), min(c.position), max(c.position) into n, first_position, last_position from changes c
  where c.position > coalesce(previous.last_position, 0) and not exists (select 1 from change_batches s where c.position between s.first_position and s.last_position);
  if n > 0 then
    batch_id := coalesce(previous.id, 0) + 1;
    problem := format('it is missing, but %s of its rows are there', n); return next;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION kith.write_spaces()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('kith.write_spaces', true), '')::uuid[] $function$;
