-- A trigger fires without EXECUTE on its function; only making one needs it. Left to the public, the serving role could hang a
-- definer function on a temporary table of its own and write through it into any tenant's feed or counts.
do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p where pronamespace = 'kith'::regnamespace and prosecdef and prorettype = 'trigger'::regtype loop
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
