/**
 * `npm run kith -- <command>`: what an owner does at the machine itself. Works beside a running Kith, and without one.
 */
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createKith } from './app.ts';
import { addDemo, removeDemo } from './demo/demo.ts';
import { NewAccount, Password, register } from './domains/accounts/index.ts';
import { type Config, ConfigError, environment, loadConfig } from './platform/config.ts';
import { createVault, masterSecret, newToken, sha256 } from './platform/crypto.ts';
import { ensureOwner, migrate, migrationState } from './platform/database/migrate.ts';
import { runningEmbedded, startEmbedded } from './platform/embedded.ts';
import { Rejection } from './platform/errors.ts';

const HELP = `Usage: npm run kith -- <command>

  start                         the same as npm start, without installing or building
  migrate [--status]            bring the database up to date, or say what is applied
  create-user NAME [--admin] [--email ADDRESS]
                                make an account; the password is asked for, or read from standard input
  password-link NAME            make a link that sets the password of an account, once, within an hour: for whoever forgot it
  demo NAME [--remove]          fill the personal space of a user with an invented life to look at, or take it away again
  doctor                        look at configuration, database, feed and key, and say what to do
  verify [--head HEAD]          check that nothing in the change feed was altered, and say its head. A head that was noted
                                elsewhere tells whether everything up to there is still in it
  rotate-key                    encrypt secrets anew with the current master key (see the README)
  help                          this text`;

const log = { info: () => undefined, warn: console.error, error: console.error };

/** Runs `fn` on the owner's connection: of the external database, of the running Kith, or of one started for this command. */
async function withDatabase<T>(config: Config, fn: (ownerUrl: string) => Promise<T>): Promise<T> {
  if (config.database_url) return fn(config.database_url);
  const running = await runningEmbedded(config.data_dir, log);
  // the running server's owner password must stay as it is: the superuser stands in for the owner
  if (running) return fn(running);
  const embedded = await startEmbedded({ dataDir: config.data_dir, log });
  try {
    return await fn(await ensureOwner(embedded.url));
  } finally {
    await embedded.stop();
  }
}

async function rows<T extends pg.QueryResultRow>(url: string, text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** The password, without showing it on a terminal. */
async function askPassword(): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stdin.isTTY ? process.stdout : undefined, terminal: process.stdin.isTTY });
  if (process.stdin.isTTY) {
    process.stdout.write('Password: ');
    Object.assign(reader, { _writeToOutput: () => undefined });
  }
  try {
    for await (const line of reader) return line;
    return '';
  } finally {
    reader.close();
    if (process.stdin.isTTY) process.stdout.write('\n');
  }
}

async function createUser(config: Config, args: string[]) {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { admin: { type: 'boolean' }, email: { type: 'string' } } });
  const [username] = positionals;
  if (!username) throw new Error('Name the account: npm run kith -- create-user ada');
  const asked = NewAccount.safeParse({ username, email: values.email });
  if (!asked.success) throw new Error(`${asked.error.issues[0]!.path.join('.')}: ${asked.error.issues[0]!.message}`);
  const password = await askPassword();
  if (!Password.safeParse(password).success) throw new Error('The password needs 8 to 256 characters.');
  await withDatabase(config, async (ownerUrl) => {
    const { appUrl } = await migrate(ownerUrl);
    const { app, platform } = await createKith({ ...config, log_level: 'error' }, appUrl);
    try {
      const made = await register(platform, { username, password, email: values.email, ...(values.admin ? { role: 'admin' as const } : {}) });
      console.log(`Made the ${made.role} ${username}.`);
    } finally {
      await app.close();
    }
  });
}

/** For the admin who forgot their own password: whoever may run this may read the database anyway. */
async function passwordLink(config: Config, args: string[]) {
  const [username] = parseArgs({ args, allowPositionals: true }).positionals;
  if (!username) throw new Error('Name the account: npm run kith -- password-link ada');
  const token = newToken('kith_p');
  await withDatabase(config, async (ownerUrl) => {
    await migrate(ownerUrl);
    const made = await rows(
      ownerUrl,
      `with found as (select id from users where username_key = kith.fold($1) and disabled_at is null), gone as (delete from password_links where user_id in (select id from found)),
        made as (insert into password_links (user_id, token_hash, expires_at) select id, $2, now() + interval '1 hour' from found returning user_id)
      select kith.security_notice(user_id, 'password_link', 'at the machine', null, null) from made`,
      [username, sha256(token)],
    );
    if (made.length === 0) throw new Error(`There is no user ${username}, or the account is disabled.`);
  });
  console.log(`Open within an hour: ${config.public_url ?? `http://${config.host}:${config.port}`}/set-password/${token}`);
}

const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

async function demo(config: Config, args: string[]) {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { remove: { type: 'boolean' } } });
  const [username] = positionals;
  if (!username) throw new Error('Name the user: npm run kith -- demo ada');
  await withDatabase(config, async (ownerUrl) => {
    const { appUrl } = await migrate(ownerUrl);
    const found = await rows<{ user_id: string; space_id: string }>(ownerUrl, `select u.id as user_id, s.id as space_id from users u join spaces s on s.created_by = u.id and s.kind = 'personal' where u.username_key = kith.fold($1)`, [username]);
    const { app, platform } = await createKith({ ...config, log_level: 'error' }, appUrl);
    try {
      const ctx = found[0] && (await platform.jobs.actingFor(found[0].user_id, found[0].space_id, 'cli'));
      if (!ctx) throw new Error(`There is no user ${username}, or the account is disabled.`);
      if (values.remove) {
        const removed = await removeDemo(ctx);
        if (!removed) return console.log(`${username} has no demo data.`);
        console.log(`Took away ${plural(removed.contacts, 'person', 'people')}, ${plural(removed.notes, 'note')} and ${plural(removed.tags, 'tag')}.`);
        if (removed.stays.length) console.log(`These stay, because ${username} changed them or something of theirs hangs on them: ${removed.stays.map((contact) => contact.full_name).join(', ')}.`);
        if (removed.kept_notes) console.log(`${plural(removed.kept_notes, 'note')} that ${username} changed ${removed.kept_notes === 1 ? 'stays' : 'stay'} too.`);
        return;
      }
      const { created, contacts, notes, tags } = await addDemo(ctx);
      console.log(created ? `Added ${plural(contacts, 'person', 'people')}, ${plural(notes, 'note')} and ${plural(tags, 'tag')}. Take them away again with: npm run kith -- demo ${username} --remove` : `${username} has the demo data already; nothing was added.`);
    } finally {
      await app.close();
    }
  });
}

/** @throws when the database is older than this Kith, or empty */
async function requireMigrated(url: string): Promise<void> {
  const open = (await migrationState(url)).filter((migration) => !migration.applied_at);
  if (open.length) throw new Error(`${open.length} migrations are not applied. Run npm run kith -- migrate, or start Kith.`);
}

/**
 * Checks the chain of the feed. That its newest batches are gone together with their rows cannot be told from within: after a backup was
 * restored it is the same. Who keeps a head elsewhere (its last position and hash) can tell.
 */
async function verify(config: Config, args: string[]) {
  const { head } = parseArgs({ args, options: { head: { type: 'string' } } }).values;
  const noted = head === undefined ? undefined : /^(\d{1,15})-([\da-f]{64})$/.exec(head);
  if (noted === null) throw new Error('This is no head: it looks like 1234-9f86d0…, as kith verify says it.');
  return withDatabase(config, async (url) => {
    await requireMigrated(url);
    const problems = await rows<{ batch_id: number; problem: string; first_position: number; last_position: number }>(url, 'select * from kith.verify_changes()');
    const found = await rows<{ batches: number; position: number; hash: string; held: boolean }>(
      url,
      `select count(*) over () as batches, last_position as position, encode(hash, 'hex') as hash,
        exists (select 1 from change_batches n where n.last_position = $1 and n.hash = decode($2, 'hex')) as held
      from change_batches order by last_position desc limit 1`,
      noted ? [noted[1], noted[2]] : [null, null],
    );
    const { batches, position, hash, held } = found[0] ?? { batches: 0, position: 0, hash: undefined, held: false };
    for (const { batch_id, problem, first_position, last_position } of problems) console.log(`Batch ${batch_id} (changes ${first_position} to ${last_position}): ${problem}.`);
    console.log(problems.length ? `The feed was altered in ${problems.length} of ${batches} batches.` : `The feed is whole: ${position} changes in ${batches} batches.`);
    if (noted) console.log(held ? `It still holds everything up to the noted head (change ${noted[1]}).` : `It does not hold the noted head (change ${noted[1]}): a backup from before was restored, or what was newest was cut off.`);
    if (hash && !problems.length) console.log(`Its head is ${position}-${hash}`);
    return problems.length === 0 && (!noted || held);
  });
}

async function migrations(config: Config, status: boolean) {
  await withDatabase(config, async (ownerUrl) => {
    if (!status) {
      const { applied } = await migrate(ownerUrl);
      console.log(applied.length ? `Applied ${applied.join(', ')}.` : 'The database is up to date.');
      return;
    }
    for (const { name, applied_at, changed } of await migrationState(ownerUrl)) console.log(`${applied_at ? applied_at.slice(0, 19) : 'not applied        '}  ${name}${changed ? '  (edited since!)' : ''}`);
  });
}

/** Every column that holds what the vault sealed. */
const SECRETS: [table: string, column: string][] = [
  ['users', 'totp_secret'],
  ['telegram_connections', 'secret'],
];

async function rotateKey(config: Config) {
  const current = masterSecret(config.master_key, config.data_dir);
  const vault = createVault(current, ...(config.master_key_previous ? [config.master_key_previous] : []));
  await withDatabase(config, async (url) => {
    await requireMigrated(url);
    let rewrapped = 0;
    let all = 0;
    for (const [table, column] of SECRETS) {
      for (const { id, secret } of await rows<{ id: string; secret: Buffer }>(url, `select id, ${column} as secret from ${table} where ${column} is not null`)) {
        all++;
        const sealed = vault.rewrap(secret);
        if (!sealed) continue;
        await rows(url, `update ${table} set ${column} = $2 where id = $1 and ${column} = $3`, [id, sealed, secret]);
        rewrapped++;
      }
    }
    console.log(`${rewrapped} of ${all} secrets are now under the current key; the previous one is no longer needed.`);
  });
}

/** Looks at everything that commonly goes wrong. @returns false when something needs the owner */
async function doctor(config: Config): Promise<boolean> {
  const findings: [ok: boolean, text: string][] = [];
  const check = async (name: string, fn: () => Promise<string>) => {
    try {
      findings.push([true, `${name}: ${await fn()}`]);
    } catch (error) {
      findings.push([false, `${name}: ${(error as Error).message}`]);
    }
  };
  for (const warning of config.warnings) findings.push([false, warning]);
  await check('Master key', async () => (masterSecret(config.master_key, config.data_dir), config.master_key ? 'from the environment' : `in ${config.data_dir}/master.key; keep a copy elsewhere`));
  await check('Database', () =>
    withDatabase(config, async (url) => {
      const [{ version, size }] = (await rows(url, `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size`)) as [{ version: string; size: string }];
      await requireMigrated(url);
      const [unprotected] = await rows<{ names: string | null }>(url, `select string_agg(relname, ', ') as names from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> 'migrations' and not (relrowsecurity and relforcerowsecurity)`);
      if (unprotected?.names) throw new Error(`row security is off on ${unprotected.names}`);
      const problems = await rows(url, 'select 1 from kith.verify_changes()');
      if (problems.length) throw new Error('the change feed was altered; npm run kith -- verify says where');
      return `PostgreSQL ${version}, ${size}, up to date, row security everywhere, feed whole`;
    }),
  );
  const { providers, analyse } = config.intelligence;
  findings.push([true, `Note analysis: ${analyse === 'builtin' ? 'built-in engine' : `${analyse} (${providers[analyse]!.model}), then the built-in engine`}`]);
  for (const [ok, text] of findings) console.log(`${ok ? '✓' : '✗'} ${text}`);
  return findings.every(([ok]) => ok);
}

async function main([command = 'help', ...args]: string[]): Promise<boolean | void> {
  if (command === 'help' || command === '--help' || command === '-h') return console.log(HELP);
  if (command === 'start') return void (await import('./main.ts'));
  const config = loadConfig(environment());
  switch (command) {
    case 'password-link':
      return passwordLink(config, args);
    case 'migrate':
      return migrations(config, parseArgs({ args, options: { status: { type: 'boolean' } } }).values.status === true);
    case 'create-user':
      return createUser(config, args);
    case 'demo':
      return demo(config, args);
    case 'doctor':
      return doctor(config);
    case 'verify':
      return verify(config, args);
    case 'rotate-key':
      return rotateKey(config);
    default:
      throw new Error(`There is no command ${command}.\n\n${HELP}`);
  }
}

main(process.argv.slice(2)).then(
  (fine) => {
    if (fine === false) process.exitCode = 1;
  },
  (error: unknown) => {
    console.error(error instanceof ConfigError || error instanceof Rejection || error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
