-- Undo in sets: an import of 10,000 people is one action, and row by row its undo took minutes. What undo means is as in 0001.
create index changes_by_action_order on changes (action_id, id);
drop index changes_by_action;

-- Reverses neighbouring changes of one action, all of one table and operation, no row twice. Rows are found by lists of ids: right
-- after an import there are no statistics, and joins would be planned as one scan for each row.
create function kith.undo_changes(in_space uuid, target uuid, change_ids uuid[], in_table text, in_operation text, columns text[]) returns void
language plpgsql set search_path = public, pg_temp as $$
declare
  ids uuid[];
  olds jsonb[];
  news jsonb[];
  missing uuid[];
  changed int;
  names text;
begin
  select array_agg(c.row_id order by c.id desc), array_agg(c.old order by c.id desc), array_agg(c.new order by c.id desc) into ids, olds, news
  from changes c where c.action_id = target and c.space_id = in_space and c.id >= change_ids[cardinality(change_ids)] and c.id <= change_ids[1];

  execute format($q$
    with found as materialized (select t.id, to_jsonb(t) as value from public.%I t where t.space_id = $1 and t.id = any ($2) for update)
    select array_agg(c.id) filter (where f.id is null), count(*) filter (where f.value || (c.new - 'updated_at') <> f.value)
    from unnest($2, $3) c (id, new) left join found f on f.id = c.id $q$, in_table) into missing, changed using in_space, ids, news;

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
  if changed > 0 then raise exception 'row has changed since' using errcode = 'KT409', detail = in_table; end if;
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
end $$;

create or replace function kith.undo_action(in_space uuid, target uuid) returns int
language plpgsql set search_path = public, pg_temp as $$
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
end $$;
