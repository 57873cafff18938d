import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { EGRESS_VARIABLES } from './egress/config.ts';
import { INTELLIGENCE_VARIABLES, intelligenceConfig, type IntelligenceConfig } from './intelligence/config.ts';
import { TELEMETRY_VARIABLES, telemetryConfig } from './telemetry/config.ts';

/**
 * Configuration comes from the environment and `.env`. Each variable is declared once, here: what it may be, what it is when
 * unset, and the sentence that stands for it in the table of the README (`npm run docs`).
 */
type Variable = { schema: z.ZodType; fallback?: string; about: string };

const text = z.string().min(1);
/** A whole number as people write it: `0x50`, `1e3` and a space are none. */
const whole = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d+$/, error).transform(Number).refine((n) => n >= min && n <= max, error);
};
const url = (...protocols: string[]) => z.url({ protocol: new RegExp(`^(${protocols.join('|')})$`) });

export const VARIABLES = {
  PORT: { schema: whole(0, 65535), fallback: '3000', about: 'Port of the web server; 0 picks a free one.' },
  HOST: { schema: text, fallback: '127.0.0.1', about: 'Address to listen on. Off loopback, the first account needs the set-up code printed at start.' },
  KITH_DATA_DIR: { schema: text, fallback: './data', about: 'Where the embedded database, the key file and files live.' },
  DATABASE_URL: { schema: url('postgres', 'postgresql').optional(), about: 'An external PostgreSQL 18 to use instead of the embedded one. The user must own the database and may create roles.' },
  KITH_DATABASE_CONNECTIONS: { schema: whole(2, 200), fallback: '10', about: 'Most database connections of one process.' },
  PUBLIC_URL: { schema: url('https', 'http').optional(), about: 'The address people use, when a proxy stands in front; makes cookies Secure when it is https.' },
  LOG_LEVEL: { schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']), fallback: 'info', about: 'Least level that is logged.' },
  KITH_MASTER_KEY: { schema: z.string().min(32, 'needs at least 32 characters').optional(), about: 'Encrypts secrets at rest; else a key file is made in the data directory. `openssl rand -base64 32` makes one.' },
  KITH_MASTER_KEY_PREVIOUS: { schema: z.string().min(32, 'needs at least 32 characters').optional(), about: 'The key before, while `kith rotate-key` has not finished.' },
  KITH_REGISTRATION: { schema: z.enum(['open', 'invite', 'closed']).optional(), about: 'Who may make an account. Unset: open on loopback, else invite.' },
  KITH_RATE_LIMITS: { schema: z.enum(['on', 'off']), fallback: 'on', about: 'off is accepted on loopback only, for measuring.' },
  KITH_PROCESS: { schema: z.enum(['all', 'web', 'worker']), fallback: 'all', about: 'What this process does.' },
  KITH_TRUST_PROXY: { schema: whole(0, 10), fallback: '0', about: 'How many proxies in front of Kith are trusted to name the client address.' },
  KITH_METRICS_TOKEN: { schema: z.string().min(16, 'needs at least 16 characters').optional(), about: 'Bearer token for /metrics and /health/detailed. Unset: on loopback they are open to this machine, else to admins only.' },
  KITH_CORS_ORIGINS: { schema: text.optional(), about: 'Comma-separated origins whose pages may call the API.' },
  TELEGRAM_API_ID: { schema: whole(1, 2_147_483_647).optional(), about: 'With TELEGRAM_API_HASH: the application from my.telegram.org that people connect their Telegram accounts through.' },
  TELEGRAM_API_HASH: { schema: z.string().regex(/^[0-9a-f]{32}$/i, 'must be 32 hexadecimal digits').optional(), about: 'The secret of that application.' },
  TELEGRAM_DC: { schema: z.string().regex(/^[\w.-]+:\d{1,5}$/, 'must be host:port').optional(), about: 'Another server to talk to instead of those of Telegram (host:port), for tests.' },
  ...EGRESS_VARIABLES,
  ...INTELLIGENCE_VARIABLES,
  ...TELEMETRY_VARIABLES,
} satisfies Record<string, Variable>;

type Values = { [K in keyof typeof VARIABLES]: z.infer<(typeof VARIABLES)[K]['schema']> };

export type Config = ReturnType<typeof loadConfig>;

/** A value of the environment that Kith cannot start with; `message` is the one line to print. */
export class ConfigError extends Error {}

const LOOPBACK = new Set(['localhost', '::1']);
/** Whether a host name or address is this machine itself. */
export function isLoopback(host: string): boolean {
  const plain = host.replace(/^::ffff:/i, '');
  return LOOPBACK.has(plain) || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/**
 * Reads and checks the environment.
 * @returns the configuration and warnings (unknown KITH_* names).
 * @throws ConfigError naming the variable and the fix.
 */
export function loadConfig(env: Record<string, string | undefined>) {
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(VARIABLES) as [string, Variable][]) {
    const raw = env[name] === '' ? undefined : env[name];
    const result = variable.schema.safeParse(raw ?? variable.fallback);
    if (!result.success) throw new ConfigError(`${name}: ${result.error.issues[0]!.message}. ${variable.about}`);
    values[name] = result.data;
  }
  const v = values as Values;
  const loopback = isLoopback(v.HOST);
  if (v.KITH_RATE_LIMITS === 'off' && !loopback) throw new ConfigError('KITH_RATE_LIMITS: off is accepted on loopback only; set HOST=127.0.0.1 or turn the limits on.');
  if (v.KITH_PROCESS !== 'all' && !v.DATABASE_URL) throw new ConfigError('KITH_PROCESS: web and worker need DATABASE_URL; the embedded database belongs to one process.');
  let intelligence: IntelligenceConfig;
  try {
    intelligence = intelligenceConfig(v);
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
  return {
    port: v.PORT,
    host: v.HOST,
    loopback,
    data_dir: resolve(v.KITH_DATA_DIR),
    database_url: v.DATABASE_URL,
    database_connections: v.KITH_DATABASE_CONNECTIONS,
    public_url: v.PUBLIC_URL,
    secure: v.PUBLIC_URL?.startsWith('https:') ?? false,
    log_level: v.LOG_LEVEL,
    master_key: v.KITH_MASTER_KEY,
    master_key_previous: v.KITH_MASTER_KEY_PREVIOUS,
    registration: v.KITH_REGISTRATION ?? (loopback ? 'open' : 'invite'),
    rate_limits: v.KITH_RATE_LIMITS === 'on',
    process: v.KITH_PROCESS,
    trust_proxy: v.KITH_TRUST_PROXY,
    metrics_token: v.KITH_METRICS_TOKEN,
    cors_origins: v.KITH_CORS_ORIGINS?.split(',').map((origin) => origin.trim()) ?? [],
    telegram: telegramConfig(v.TELEGRAM_API_ID, v.TELEGRAM_API_HASH, v.TELEGRAM_DC),
    egress_allow: v.KITH_EGRESS_ALLOW ?? [],
    intelligence,
    telemetry: telemetryConfig(v),
    warnings: [
      ...Object.keys(env)
        .filter((name) => name.startsWith('KITH_') && !(name in VARIABLES))
        .map((name) => `${name} is not a variable Kith knows.`),
      ...(loopback && !v.KITH_REGISTRATION && v.PUBLIC_URL && !isLoopback(new URL(v.PUBLIC_URL).hostname) ? [`Anybody who can open ${v.PUBLIC_URL} may make an account. Set KITH_REGISTRATION=invite if that is not meant.`] : []),
    ],
  };
}

/** The application people connect Telegram through; `missing`: the variables without which that cannot be. */
function telegramConfig(api_id: number | undefined, api_hash: string | undefined, dc: string | undefined) {
  const missing = [...(api_id ? [] : ['TELEGRAM_API_ID']), ...(api_hash ? [] : ['TELEGRAM_API_HASH'])];
  if (!api_id || !api_hash) return { missing, config: null };
  const at = dc?.lastIndexOf(':') ?? -1;
  return { missing, config: { api_id, api_hash, dc: dc ? { host: dc.slice(0, at), port: Number(dc.slice(at + 1)) } : null } };
}

/** The environment, with what `.env` in the working folder adds to it (a variable that is set already wins). */
export function environment(): NodeJS.ProcessEnv {
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new ConfigError(`.env cannot be read: ${(error as Error).message}`);
  }
  return process.env;
}
