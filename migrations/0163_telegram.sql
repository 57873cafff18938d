-- Telegram accounts people connected, one each, in their personal space. What opens the account (the key agreed on with Telegram, the
-- number) is in `secret`, encrypted by the master key. It is no content: it never enters the feed, and nothing brings it back.
create table telegram_connections (
  id uuid primary key default uuidv7(),
  space_id uuid not null references spaces on delete cascade,
  user_id uuid not null unique references users on delete cascade,
  state text not null check (state in ('code', 'password', 'qr', 'connected', 'lost')),
  phone text check (char_length(phone) <= 40),             -- as it is shown: all but the last digits hidden
  name text check (char_length(name) <= 255),
  code_via text check (char_length(code_via) <= 40),       -- how Telegram sent the code
  password_hint text check (char_length(password_hint) <= 255),
  secret bytea not null,
  version int not null default 1,                          -- of two steps at once, one counts
  expires_at timestamptz,                                  -- of a login that is not finished
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (space_id, id)
);
call kith.protect_table('telegram_connections');
create policy own_rows on telegram_connections as restrictive to kith_app
  using (user_id = (select kith.user_id())) with check (user_id = (select kith.user_id()));

create function kith.sweep_telegram() returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone int;
begin
  delete from telegram_connections where expires_at < now();
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke execute on function kith.sweep_telegram from public;
grant execute on function kith.sweep_telegram to kith_app;
