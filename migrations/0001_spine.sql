-- The ground every tenant table stands on: who is acting, row-level security, the change feed.
--
-- Three roles. The owner (who runs this file) migrates. kith_app serves requests: it owns nothing and cannot bypass a policy.
-- The owner passes policies by one named policy a table, so that row security can be forced on it too.

create extension if not exists pg_trgm;
create extension if not exists unaccent;

create schema kith;
grant usage on schema kith to kith_app;
revoke create on schema public from public;
grant usage on schema public to kith_app;

-- Job queue tables are the queue library's own; they hold ids only.
create schema pgboss;
grant usage, create on schema pgboss to kith_app;

-- ---------------------------------------------------------------------------------------------- who is acting
-- Set by the server for each transaction. Unset or '' (what a reset leaves behind) means nobody: no row passes a policy.
create function kith.read_spaces() returns uuid[] language sql stable parallel safe as
  $$ select nullif(current_setting('kith.read_spaces', true), '')::uuid[] $$;
create function kith.write_spaces() returns uuid[] language sql stable parallel safe as
  $$ select nullif(current_setting('kith.write_spaces', true), '')::uuid[] $$;
create function kith.user_id() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('kith.user_id', true), '')::uuid $$;
create function kith.channel() returns text language sql stable parallel safe as
  $$ select coalesce(nullif(current_setting('kith.channel', true), ''), 'system') $$;
create function kith.action_id() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('kith.action_id', true), '')::uuid $$;
create function kith.undoes() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('kith.undoes', true), '')::uuid $$;

-- Case and accents folded away: what names are sorted, looked up and compared by. unaccent is only stable because its
-- dictionary could be replaced; Kith never does.
create function kith.fold(value text) returns text language sql immutable strict parallel safe
  set search_path = public, pg_catalog as
  $$ select lower(unaccent('unaccent'::regdictionary, value)) $$;

-- ---------------------------------------------------------------------------------------------- the change feed
create table changes (
  id uuid not null default uuidv7(),
  space_id uuid not null,
  position bigint,                       -- given by kith.seal_changes once the row is committed
  table_name text not null,
  row_id uuid not null,
  operation text not null check (operation in ('insert', 'update', 'delete')),
  contact_id uuid,                       -- the person the row is about, where there is one
  old jsonb,                             -- update: the changed columns only; delete: the row
  new jsonb,                             -- update: the changed columns only; insert: the row
  actor_id uuid,
  channel text not null,
  action_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  payload_hash bytea,
  erased_at timestamptz,                 -- payload removed for privacy; payload_hash still stands for it in the chain
  primary key (id, created_at)
) partition by range (created_at);
create index changes_by_position on changes (space_id, position);
create index changes_by_contact on changes (space_id, contact_id, id) where contact_id is not null;
create index changes_by_action on changes (action_id);
create index changes_unsealed on changes (id) where position is null;
create index changes_position on changes (position);

create table changes_default partition of changes default;

-- One action is everything one request (or job) did. Undo works on actions.
create table actions (
  id uuid not null,
  space_id uuid not null,
  actor_id uuid,
  channel text not null,
  undoes uuid,
  undone_by uuid,
  undoable boolean not null default true,
  created_at timestamptz not null default clock_timestamp(),
  primary key (space_id, id)
);
create index actions_by_actor on actions (space_id, actor_id, created_at desc);
create index actions_by_time on actions (space_id, created_at desc, id desc);

create table change_batches (
  id bigint generated always as identity primary key,
  first_position bigint not null unique,
  last_position bigint not null unique,
  previous_hash bytea,
  hash bytea not null,
  sealed_at timestamptz not null default clock_timestamp()
);

-- Partitions for the month of `at` and the `ahead` months after it.
create function kith.make_change_partitions(at timestamptz default now(), ahead int default 3) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
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
end $$;
revoke execute on function kith.make_change_partitions from public;
grant execute on function kith.make_change_partitions to kith_app;
select kith.make_change_partitions();

-- Trigger of every recorded table. Arguments: columns that never enter the feed (secrets, derived and generated columns),
-- and whether the table's changes can be undone.
create function kith.record_changes() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
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
      case when about_itself then r.id else (j.value ->> 'contact_id')::uuid end,
      j.value, kith.user_id(), kith.channel(), action
    from new_rows r, lateral (select to_jsonb(r) - hidden as value offset 0) j;
  elsif tg_op = 'DELETE' then
    insert into changes (space_id, table_name, row_id, operation, contact_id, old, actor_id, channel, action_id)
    select r.space_id, tg_table_name, r.id, 'delete',
      case when about_itself then r.id else (j.value ->> 'contact_id')::uuid end,
      j.value, kith.user_id(), kith.channel(), action
    from old_rows r, lateral (select to_jsonb(r) - hidden as value offset 0) j;
  else
    insert into changes (space_id, table_name, row_id, operation, contact_id, old, new, actor_id, channel, action_id)
    select n.space_id, tg_table_name, n.id, 'update',
      case when about_itself then n.id else (j.new_row ->> 'contact_id')::uuid end,
      d.old_values, d.new_values, kith.user_id(), kith.channel(), action
    from new_rows n
    join old_rows o on o.id = n.id,
    lateral (select to_jsonb(o) - hidden as old_row, to_jsonb(n) - hidden as new_row offset 0) j,
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
end $$;

-- Gives committed rows their position and chains them: a reader by insertion order would miss rows that commit late.
-- One sealer at a time (whoever holds the lock). Returns how many rows were sealed; listeners get the last position.
-- A batch's hash covers the previous hash and, for each row in order, its metadata and the hash of its payload, so that a
-- payload can be erased later and the chain still verifies.
create function kith.seal_changes(max_rows int default 10000) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  last change_batches;
  sealed int;
  digest bytea;
begin
  if not pg_try_advisory_xact_lock(hashtext('kith.seal_changes')) then return 0; end if;
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
end $$;

create function kith.payload_hash(old jsonb, new jsonb) returns bytea language sql immutable parallel safe as
  $$ select sha256(convert_to(coalesce(old::text, '') || chr(30) || coalesce(new::text, ''), 'UTF8')) $$;

create function kith.change_line(c changes) returns text language sql stable parallel safe as $$
  select concat_ws(chr(31), c.position, c.id, c.space_id, c.table_name, c.row_id, c.operation, c.contact_id, c.actor_id,
    c.channel, c.action_id, extract(epoch from c.created_at), encode(c.payload_hash, 'hex')) $$;

create function kith.chain_hash(previous bytea, lines text[]) returns bytea language sql immutable parallel safe as
  $$ select sha256(coalesce(previous, '') || convert_to(array_to_string(lines, chr(30)), 'UTF8')) $$;

-- Walks the whole chain. One row for each batch that does not verify, and why.
create function kith.verify_changes() returns table (batch_id bigint, first_position bigint, last_position bigint, problem text)
language plpgsql security definer set search_path = public, pg_temp as $$
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
end $$;
revoke execute on function kith.seal_changes, kith.verify_changes from public;
grant execute on function kith.seal_changes, kith.verify_changes to kith_app;

-- What every process tells its open pages: which rows changed, never their content. Crosses tenants, hence a definer function.
create function kith.changes_after(after bigint, max_rows int)
returns table (change_position bigint, space_id uuid, table_name text, row_id uuid, operation text, contact_id uuid, action_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.position, c.space_id, c.table_name, c.row_id, c.operation, c.contact_id, c.action_id
  from changes c where c.position > after order by c.position limit max_rows $$;
create function kith.last_position() returns bigint
language sql stable security definer set search_path = public, pg_temp as
  $$ select coalesce(max(last_position), 0) from change_batches $$;
revoke execute on function kith.changes_after, kith.last_position from public;
grant execute on function kith.changes_after, kith.last_position to kith_app;

-- ---------------------------------------------------------------------------------------------- tenant tables
-- Puts a table (id uuid, space_id uuid, …) under row-level security.
create procedure kith.protect_table(t regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security, force row level security', t);
  execute format('create policy owner_passes on %s to current_user using (true) with check (true)', t);
  execute format('create policy tenant_reads on %s for select to kith_app using (space_id = any ((select kith.read_spaces())::uuid[]))', t);
  execute format('create policy tenant_inserts on %s for insert to kith_app with check (space_id = any ((select kith.write_spaces())::uuid[]))', t);
  execute format('create policy tenant_updates on %s for update to kith_app using (space_id = any ((select kith.write_spaces())::uuid[])) with check (space_id = any ((select kith.write_spaces())::uuid[]))', t);
  execute format('create policy tenant_deletes on %s for delete to kith_app using (space_id = any ((select kith.write_spaces())::uuid[]))', t);
  execute format('grant select, insert, update, delete on %s to kith_app', t);
end $$;

-- Records a table's changes in the feed. `hidden`: columns that stay out of it; generated columns always do.
create procedure kith.record_table(t regclass, hidden text[] default '{}', undoable boolean default true) language plpgsql as $$
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
end $$;

-- The feed itself: a tenant reads its own, nobody but the triggers writes it.
alter table changes enable row level security, force row level security;
create policy owner_passes on changes to current_user using (true) with check (true);
create policy tenant_reads on changes for select to kith_app using (space_id = any ((select kith.read_spaces())::uuid[]));
grant select on changes to kith_app;
alter table actions enable row level security, force row level security;
create policy owner_passes on actions to current_user using (true) with check (true);
create policy tenant_reads on actions for select to kith_app using (space_id = any ((select kith.read_spaces())::uuid[]));
create policy tenant_marks on actions for update to kith_app using (space_id = any ((select kith.write_spaces())::uuid[]));
grant select, update (undone_by) on actions to kith_app;
alter table change_batches enable row level security, force row level security;
create policy owner_passes on change_batches to current_user using (true) with check (true);

-- Reverses one action, newest change first, under the caller's own rights. Only columns the action changed are put back, so
-- later edits of other columns stay. Raises KT409 when a row has changed since, or when reversing would reach rows that
-- belong to another action.
create function kith.undo_action(in_space uuid, target uuid) returns int
language plpgsql set search_path = public, pg_temp as $$
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
end $$;
