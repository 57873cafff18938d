import { createKith, type Kith } from './app.ts';
import { registrationState } from './domains/accounts/index.ts';
import { ConfigError, environment, loadConfig } from './platform/config.ts';
import { DataDirectoryInUse } from './platform/data-directory.ts';
import { ensureOwner, migrate } from './platform/database/migrate.ts';
import { type EmbeddedDatabase, startEmbedded } from './platform/embedded.ts';

let embedded: EmbeddedDatabase | undefined;
let kith: Kith | undefined;

/** Reads the configuration, starts the database if it is ours, migrates, and starts web, worker or both. */
async function main() {
  const config = loadConfig(environment());
  const log = { info: (message: string) => console.error(message), warn: (message: string) => console.error(message), error: (message: string) => console.error(message) };
  for (const warning of config.warnings) log.warn(warning);

  if (!config.database_url) embedded = await startEmbedded({ dataDir: config.data_dir, log });
  const ownerUrl = config.database_url ?? (await ensureOwner(embedded!.url));
  const { appUrl } = await migrate(ownerUrl);
  kith = await createKith(config, appUrl);
  const { app, setupCode, platform, start } = kith;

  // Stop taking work, finish or hand back what runs, close the database: within 15 s (F-63).
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    app.log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), 15_000).unref();
    await app.close();
    await embedded?.stop();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop('SIGINT'));
  process.on('SIGTERM', () => void stop('SIGTERM'));

  await start();
  if (config.process === 'worker') return void console.log('Kith works in the background.');
  const address = await app.listen({ port: config.port, host: config.host, listenTextResolver: () => 'the web server listens' });
  console.log(`Kith is ready at ${config.public_url ?? address}`);
  if ((await registrationState(platform)).setup_code_required) console.log(`The first account needs this set-up code: ${setupCode}`);
}

/** One line that says what is wrong, instead of a stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof DataDirectoryInUse) return error.message;
  const { code, message, address, port, hostname } = error as NodeJS.ErrnoException & { address?: string; port?: number; hostname?: string };
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another program. Set PORT to a free one.`;
  if (code === 'EACCES' && port) return `Port ${port} may not be opened by this user. Set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${address}. Set HOST to one it has, or to 0.0.0.0 for all.`;
  if ((code === 'ENOTFOUND' || code === 'EAI_AGAIN') && hostname) return `The name ${hostname} leads nowhere. Check ${hostname === process.env.HOST ? 'HOST' : 'DATABASE_URL'}.`;
  if (code === 'ECONNREFUSED') return `The database at ${address}:${port} does not answer. Check DATABASE_URL.`;
  if (code === '28P01' || code === '28000') return 'The database refused the user of DATABASE_URL. Check its name and password.';
  if (code === '3D000') return 'The database named in DATABASE_URL does not exist. Create it first.';
  return message || String(error);
}

main().catch(async (error: unknown) => {
  console.error(`Kith cannot start: ${explain(error)}`);
  if (process.env.LOG_LEVEL === 'debug') console.error(error);
  setTimeout(() => process.exit(1), 15_000).unref();
  // before its database, or it would say a second and a third time that something is wrong
  await kith?.app.close();
  await embedded?.stop();
  process.exit(1);
});
