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
CREATE INDEX changes_by_action ON ONLY public.changes USING btree (action_id);
CREATE INDEX changes_by_contact ON ONLY public.changes USING btree (space_id, contact_id, id) WHERE (contact_id IS NOT NULL);
CREATE INDEX changes_by_position ON ONLY public.changes USING btree (space_id, "position");
CREATE INDEX changes_position ON ONLY public.changes USING btree ("position");
CREATE INDEX changes_unsealed ON ONLY public.changes USING btree (id) WHERE ("position" IS NULL);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))

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

create table contact_words (
  space_id uuid not null,
  contact_id uuid not null,
  word text collate "C" not null,
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE,
  PRIMARY KEY (space_id, word, contact_id)
);
CREATE INDEX contact_words_by_contact ON public.contact_words USING btree (space_id, contact_id);
-- policy owner_passes for all to kith_owner using true check true

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
  CHECK ((char_length(additional_name) <= 128)),
  CHECK ((birthday ~ '^(\d{4}|-)-\d{2}-\d{2}$'::text)),
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
  FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL DEFERRABLE,
  FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id)
);
CREATE INDEX contacts_by_birthday ON public.contacts USING btree (space_id, birthday_month_day) WHERE (birthday IS NOT NULL);
CREATE INDEX contacts_by_created ON public.contacts USING btree (space_id, archived, created_at, id);
CREATE INDEX contacts_by_interaction ON public.contacts USING btree (space_id, archived, COALESCE(last_interaction_at, '-infinity'::timestamp with time zone), id);
CREATE INDEX contacts_by_name ON public.contacts USING btree (space_id, archived, name_folded, id);
CREATE INDEX contacts_by_telegram ON public.contacts USING btree (space_id, telegram_id) WHERE (telegram_id IS NOT NULL);
CREATE INDEX contacts_by_updated ON public.contacts USING btree (space_id, archived, updated_at, id);
-- policy owner_passes for all to kith_owner using true check true
-- policy tenant_deletes for delete to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_inserts for insert to kith_app check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
-- policy tenant_reads for select to kith_app using (space_id = ANY (( SELECT kith.read_spaces() AS read_spaces)::uuid[]))
-- policy tenant_updates for update to kith_app using (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[])) check (space_id = ANY (( SELECT kith.write_spaces() AS write_spaces)::uuid[]))
CREATE TRIGGER changes_delete AFTER DELETE ON public.contacts REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{note_count,entry_count,last_interaction_at,name_folded,city,birthday_month_day}', 't');
CREATE TRIGGER changes_insert AFTER INSERT ON public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{note_count,entry_count,last_interaction_at,name_folded,city,birthday_month_day}', 't');
CREATE TRIGGER changes_update AFTER UPDATE ON public.contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.record_changes('{note_count,entry_count,last_interaction_at,name_folded,city,birthday_month_day}', 't');
CREATE TRIGGER index_words_insert AFTER INSERT ON public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.index_contact_words();
CREATE TRIGGER index_words_update AFTER UPDATE ON public.contacts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.index_contact_words();
CREATE TRIGGER recount AFTER INSERT ON public.contacts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.recount_contacts();

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
  CHECK ((category = ANY (ARRAY['Personal Details'::text, 'Interests'::text, 'Goals'::text, 'Challenges'::text, 'Actionable'::text, 'Professional'::text, 'Relationships'::text, 'Communication'::text]))),
  CHECK (((confidence >= 1) AND (confidence <= 10))),
  CHECK (((char_length(content) >= 1) AND (char_length(content) <= 2000))),
  FOREIGN KEY (space_id, contact_id) REFERENCES contacts(space_id, id) ON DELETE CASCADE DEFERRABLE,
  FOREIGN KEY (space_id, note_id) REFERENCES notes(space_id, id) ON DELETE CASCADE DEFERRABLE,
  PRIMARY KEY (id),
  UNIQUE (space_id, id)
);
CREATE INDEX entries_by_contact ON public.entries USING btree (space_id, contact_id, created_at DESC, id DESC);
CREATE INDEX entries_by_note ON public.entries USING btree (space_id, note_id);
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
CREATE TRIGGER keep_version AFTER UPDATE ON public.entries REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION kith.keep_entry_version();

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

create table idempotency_keys (
  user_id uuid not null,
  key text not null,
  request_hash bytea not null,
  status integer,
  body text,
  note_id uuid,
  created_at timestamp with time zone not null default now(),
  CHECK (((char_length(key) >= 1) AND (char_length(key) <= 255))),
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (created_at);
-- policy own_rows for all to kith_app using (user_id = ( SELECT kith.user_id() AS user_id)) check (user_id = ( SELECT kith.user_id() AS user_id))
-- policy owner_passes for all to kith_owner using true check true

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
  search tsvector generated always as (to_tsvector('simple'::regconfig, kith.fold(content))) stored,
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
CREATE INDEX notes_by_time ON public.notes USING btree (space_id, created_at DESC, id DESC);
CREATE INDEX notes_pending ON public.notes USING btree (created_at) WHERE (analysis = 'pending'::text);
CREATE INDEX notes_search ON public.notes USING gin (search);
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

create table security_events (
  id uuid not null default uuidv7(),
  user_id uuid not null,
  kind text not null,
  detail text,
  ip inet,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  CHECK ((char_length(user_agent) <= 400)),
  FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  PRIMARY KEY (id)
);
CREATE INDEX security_events_by_user ON public.security_events USING btree (user_id, id DESC);
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

CREATE OR REPLACE FUNCTION kith.authenticate(in_hash bytea)
 RETURNS TABLE(user_id uuid, username text, full_name text, role text, credential_id uuid, credential_kind text, scopes text[], lapsed boolean, stale boolean, seconds_left double precision, space_ids uuid[], space_roles text[], personal_space_id uuid)
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
    least(extract(epoch from c.ends_at - now()), 86400)::float8,
    array_agg(m.space_id order by s.kind = 'personal' desc, m.created_at),
    array_agg(m.role order by s.kind = 'personal' desc, m.created_at),
    (array_agg(m.space_id) filter (where s.kind = 'personal' and s.created_by = u.id))[1]
  from credential c
  join users u on u.id = c.user_id and u.disabled_at is null
  join space_members m on m.user_id = u.id
  join spaces s on s.id = m.space_id
  where c.ends_at > now()
  group by u.id, c.id, c.kind, c.scopes, c.lapsed, c.stale, c.ends_at $function$;

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
    update contacts c set note_count = note_count - d.n,
      last_interaction_at = (select max(created_at) from notes n where n.space_id = c.space_id and n.contact_id = c.id)
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

CREATE OR REPLACE FUNCTION kith.find_contacts(in_space uuid, query text, max_rows integer)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  parts text[] := array(select w from kith.words(query) w order by char_length(w) desc limit 8);
begin
  if not in_space = any (kith.read_spaces()) or cardinality(parts) = 0 then return; end if;
  return query
    select distinct first.contact_id from contact_words first
    where first.space_id = in_space and first.word >= parts[1] and first.word < parts[1] || chr(1114111)
      and not exists (
        select 1 from unnest(parts[2:]) part
        where not exists (
          select 1 from contact_words other
          where other.space_id = in_space and other.contact_id = first.contact_id and other.word >= part and other.word < part || chr(1114111)))
    limit max_rows;
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
  parsed tsquery := kith.prefix_query(query);
begin
  if not in_space = any (kith.read_spaces()) or parsed is null then return; end if;
  return query select n.id from notes n where n.space_id = in_space and n.search @@ parsed order by n.created_at desc limit max_rows;
end $function$;

CREATE OR REPLACE FUNCTION kith.fold(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'public', 'pg_catalog'
AS $function$ select lower(unaccent('unaccent'::regdictionary, value)) $function$;

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

CREATE OR REPLACE FUNCTION kith.index_contact_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'UPDATE' then
    delete from contact_words w using old_rows o join new_rows n on n.id = o.id
    where w.space_id = o.space_id and w.contact_id = o.id
      and (o.full_name, o.nickname, o.company) is distinct from (n.full_name, n.nickname, n.company);
    insert into contact_words (space_id, contact_id, word)
    select n.space_id, n.id, w from new_rows n join old_rows o on o.id = n.id, kith.words(concat_ws(' ', n.full_name, n.nickname, n.company)) w
    where (o.full_name, o.nickname, o.company) is distinct from (n.full_name, n.nickname, n.company);
  else
    insert into contact_words (space_id, contact_id, word)
    select n.space_id, n.id, w from new_rows n, kith.words(concat_ws(' ', n.full_name, n.nickname, n.company)) w;
  end if;
  return null;
end $function$;

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
  from old_rows o join new_rows n on n.id = o.id
  where (o.category, o.content, o.confidence) is distinct from (n.category, n.content, n.confidence);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.last_position()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select coalesce(max(last_position), 0) from change_batches $function$;

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

CREATE OR REPLACE FUNCTION kith.move_notes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update contacts c set
    note_count = (select count(*) from notes n where n.space_id = c.space_id and n.contact_id = c.id),
    last_interaction_at = (select max(created_at) from notes n where n.space_id = c.space_id and n.contact_id = c.id)
  where c.id in (
    select unnest(array[o.contact_id, n.contact_id]) from old_rows o join new_rows n on n.id = o.id
    where o.contact_id is distinct from n.contact_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION kith.name_of(in_user uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select coalesce(nullif(full_name, ''), username) from users where id = in_user $function$;

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

CREATE OR REPLACE FUNCTION kith.payload_hash(old jsonb, new jsonb)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select sha256(convert_to(coalesce(old::text, '') || chr(30) || coalesce(new::text, ''), 'UTF8')) $function$;

CREATE OR REPLACE FUNCTION kith.pending_notes(older_than interval)
 RETURNS TABLE(note_id uuid, contact_id uuid, space_id uuid, user_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select n.id, n.contact_id, n.space_id, n.created_by from notes n
  where n.analysis = 'pending' and n.created_at < now() - older_than and n.created_by is not null
    and not exists (select 1 from jobs j where j.space_id = n.space_id and j.kind = 'analyse_note' and j.unique_key = n.id::text and j.state in ('queued', 'running'))
  order by n.created_at limit 100 $function$;

CREATE OR REPLACE FUNCTION kith.prefix_query(query text)
 RETURNS tsquery
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select string_agg(quote_literal(w) || case when last then ':*' else '' end, ' & ' order by i)::tsquery
  from (
    select w, i, i = max(i) over () as last
    from regexp_split_to_table(kith.fold(query), '[^[:alnum:]]+') with ordinality s (w, i) where w <> '' limit 8
  ) words $function$;

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
  if tg_op = 'INSERT' then
    insert into changes (space_id, table_name, row_id, operation, contact_id, new, actor_id, channel, action_id)
    select r.space_id, tg_table_name, r.id, 'insert',
      case when about_itself then r.id else (j.value ->> 'contact_id')::uuid end,
      j.value, kith.user_id(), kith.channel(), action
    from new_rows r, lateral (select to_jsonb(r) - hidden as value) j;
  elsif tg_op = 'DELETE' then
    insert into changes (space_id, table_name, row_id, operation, contact_id, old, actor_id, channel, action_id)
    select r.space_id, tg_table_name, r.id, 'delete',
      case when about_itself then r.id else (j.value ->> 'contact_id')::uuid end,
      j.value, kith.user_id(), kith.channel(), action
    from old_rows r, lateral (select to_jsonb(r) - hidden as value) j;
  else
    insert into changes (space_id, table_name, row_id, operation, contact_id, old, new, actor_id, channel, action_id)
    select n.space_id, tg_table_name, n.id, 'update',
      case when about_itself then n.id else (j.new_row ->> 'contact_id')::uuid end,
      d.old_values, d.new_values, kith.user_id(), kith.channel(), action
    from new_rows n
    join old_rows o on o.id = n.id,
    lateral (select to_jsonb(o) - hidden as old_row, to_jsonb(n) - hidden as new_row) j,
    lateral (
      select jsonb_object_agg(e.key, e.value) as old_values, jsonb_object_agg(e.key, j.new_row -> e.key) as new_values
      from jsonb_each(j.old_row) e where j.new_row -> e.key is distinct from e.value
    ) d
    -- a touch of updated_at alone is not a change
    where d.new_values - 'updated_at' <> '{}'::jsonb;
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
    last_interaction_at = (select max(created_at) from notes n where n.space_id = c.space_id and n.contact_id = c.id),
    entry_count = (select count(*) from entries e where e.space_id = c.space_id and e.contact_id = c.id)
  where c.id in (select id from new_rows);
  return null;
end $function$;

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

CREATE OR REPLACE FUNCTION kith.security_notice(in_user uuid, in_kind text, in_detail text, in_ip inet, in_user_agent text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  insert into security_events (user_id, kind, detail, ip, user_agent)
  select in_user, in_kind, in_detail, in_ip, left(in_user_agent, 400) where in_user is not null $function$;

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

CREATE OR REPLACE FUNCTION kith.space_role(in_space uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ select role from space_members where space_id = in_space and user_id = kith.user_id() $function$;

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
  delete from security_events where created_at < now() - interval '400 days' $function$;

CREATE OR REPLACE FUNCTION kith.touch_credential(credential uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  update sessions set lapsed = lapsed or last_used_at < now() - interval '30 minutes', last_used_at = greatest(last_used_at, now()) where id = credential;
  update api_keys set last_used_at = greatest(last_used_at, now()) where id = credential $function$;

CREATE OR REPLACE FUNCTION kith.undo_action(in_space uuid, target uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  c changes;
  current_row jsonb;
  changed jsonb;
  columns text;
  n int := 0;
begin
  set constraints all deferred;
  for c in select * from changes where space_id = in_space and action_id = target order by id desc loop
    execute format('select to_jsonb(t) from public.%I t where space_id = $1 and id = $2 for update', c.table_name)
      into current_row using in_space, c.row_id;
    if c.operation = 'delete' then
      if current_row is not null then raise exception 'row exists again' using errcode = 'KT409'; end if;
      select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
        where attrelid = format('public.%I', c.table_name)::regclass and attnum > 0 and not attisdropped
          and attgenerated = '' and c.old ? attname::text;
      begin
        execute format('insert into public.%I (%s) select %s from jsonb_populate_record(null::public.%I, $1)',
          c.table_name, columns, columns, c.table_name) using c.old;
      exception when unique_violation or foreign_key_violation then
        raise exception 'row cannot come back' using errcode = 'KT409';
      end;
    else
      if current_row is null then
        -- deleted by a cascade of this very undo: that is what was wanted
        continue when c.operation = 'insert' and exists (
          select 1 from changes mine where mine.action_id = kith.action_id() and mine.row_id = c.row_id and mine.operation = 'delete');
        raise exception 'row is gone' using errcode = 'KT409';
      end if;
      if exists (select 1 from jsonb_each(c.new - 'updated_at') e where current_row -> e.key is distinct from e.value) then
        raise exception 'row has changed since' using errcode = 'KT409';
      end if;
      if c.operation = 'insert' then
        execute format('delete from public.%I where space_id = $1 and id = $2', c.table_name) using in_space, c.row_id;
      else
        changed := c.old;
        -- the time of the last change goes back only when nobody changed the row since
        if current_row -> 'updated_at' is distinct from c.new -> 'updated_at' then changed := changed - 'updated_at'; end if;
        select string_agg(quote_ident(key), ', ') into columns from jsonb_object_keys(changed) key;
        begin
          execute format('update public.%I set (%s) = (select %s from jsonb_populate_record(null::public.%I, $1)) where space_id = $2 and id = $3',
            c.table_name, columns, columns, c.table_name) using changed, in_space, c.row_id;
        exception when unique_violation or foreign_key_violation then
          raise exception 'value is taken' using errcode = 'KT409';
        end;
      end if;
    end if;
    n := n + 1;
  end loop;
  begin
    set constraints all immediate;
  exception when foreign_key_violation then
    raise exception 'something it belongs to is gone' using errcode = 'KT409';
  end;
  if exists (
    select 1 from changes mine where mine.space_id = in_space and mine.action_id = kith.action_id()
      and not exists (select 1 from changes theirs where theirs.space_id = in_space and theirs.action_id = target
        and theirs.table_name = mine.table_name and theirs.row_id = mine.row_id)
  ) then raise exception 'other rows depend on it' using errcode = 'KT409'; end if;
  return n;
end $function$;

CREATE OR REPLACE FUNCTION kith.undoes()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('kith.undoes', true), '')::uuid $function$;

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
    if previous.id is not null and b.previous_hash is distinct from previous.hash then
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
end $function$;

CREATE OR REPLACE FUNCTION kith.words(value text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select distinct w from regexp_split_to_table(kith.fold(coalesce(value, '')), '[^[:alnum:]]+') w where w <> '' $function$;

CREATE OR REPLACE FUNCTION kith.write_spaces()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('kith.write_spaces', true), '')::uuid[] $function$;
