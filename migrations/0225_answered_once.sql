-- What is kept of a request for its repeats: also the action it was (a repeat names it, for undo), and for a day, not for ever.
alter table idempotency_keys add column action_id uuid;

create or replace function kith.sweep_accounts() returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from sessions where least(expires_at, last_used_at + make_interval(secs => idle_seconds)) < now();
  delete from refresh_tokens where expires_at < now();
  delete from login_failures where last_failed_at < now() - interval '1 day' and coalesce(locked_until, now()) <= now();
  delete from invitations where expires_at < now() - interval '30 days';
  delete from security_events where created_at < now() - interval '400 days';
  delete from idempotency_keys where created_at < now() - interval '24 hours' $$;
