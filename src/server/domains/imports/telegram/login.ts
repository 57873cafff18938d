import { computeSrpParams } from '@mtcute/core/utils.js';
import type { tl } from '@mtcute/core';
import { toString as qrCode } from 'qrcode';
import type { Ctx } from '../../../platform/context.ts';
import { conflict, unacceptable } from '../../../platform/errors.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { errorName, expired, explain, isSignedOut, signedOut } from './answers.ts';
import * as store from './connection.store.ts';
import { type Client, openClient } from './mtproto.ts';
import type { StartBody, Telegram } from './telegram.schema.ts';

/** What opens the account, or the half of it a login has so far. Only ever stored sealed. */
type Secret = { session: string; phone?: string; code_hash?: string };

/** How long a login may take from one step to the next. */
const STEP_SECONDS = 600;
const CALL_MS = 20_000;
const FORGET_MS = 8_000;

const contextOf = (id: string) => `telegram_connections:${id}`;
/** Connections belong to a person, whatever space the request is about. */
const home = (ctx: Ctx): [space: string, user: string] => [ctx.identity.personal_space_id, ctx.identity.user.id];
const masked = (phone: string) => `${phone.slice(0, 3)} … ${phone.slice(-2)}`;
const within = (ms: number) => ({ abortSignal: AbortSignal.timeout(ms) });

/** @throws 409 when the installation has no API id and hash */
function settings(ctx: Ctx) {
  const { config, missing } = ctx.platform.config.telegram;
  if (!config) throw conflict('telegram_not_configured', `Telegram cannot be connected yet: whoever runs this Kith has to set ${missing.join(' and ')} first (from my.telegram.org).`);
  return config;
}

function shown(ctx: Ctx, row: store.Row | undefined): Telegram {
  const { missing } = ctx.platform.config.telegram;
  const { state = 'none', phone = null, name = null, code_via = null, password_hint = null, expires_at = null } = row ?? {};
  return { configured: missing.length === 0, missing, state, phone, name, code_via, password_hint, expires_at, connected_at: row?.state === 'connected' ? row.updated_at : null };
}

/** Whether Telegram can be connected here, and how far this user is. */
export const telegramStatus = async (ctx: Ctx): Promise<Telegram> => shown(ctx, await store.selectConnection(ctx, ...home(ctx)));

const secretOf = (ctx: Ctx, row: store.Row): Secret => JSON.parse(ctx.platform.vault.open(row.secret, contextOf(row.id))) as Secret;
const seal = (ctx: Ctx, id: string, secret: Secret) => ctx.platform.vault.seal(JSON.stringify(secret), contextOf(id));

/** Does something with a client and closes it. Errors of Telegram become ours. */
async function using<T>(ctx: Ctx, session: string | null, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await openClient(ctx.platform.egress, settings(ctx), session);
  try {
    return await work(client);
  } catch (error) {
    throw explain(error);
  } finally {
    await client.destroy().catch(() => undefined);
  }
}

/** Does something with the connected account. An account that Telegram signed out is marked so. @throws 409 */
export async function withAccount<T>(ctx: Ctx, work: (client: Client) => Promise<T>): Promise<T> {
  settings(ctx);
  const row = await requireAccount(ctx);
  return using(ctx, secretOf(ctx, row).session, (client) =>
    work(client).catch(async (error: unknown) => {
      if (isSignedOut(error)) await ctx.tx((tx) => store.markLost(tx, row.id));
      throw error;
    }),
  );
}

/** @throws 409 when no account is connected */
export async function requireAccount(ctx: Ctx): Promise<store.Row> {
  settings(ctx);
  const row = await store.selectConnection(ctx, ...home(ctx));
  if (row?.state === 'lost') throw signedOut();
  if (row?.state !== 'connected') throw conflict('telegram_not_connected', 'Connect your Telegram account first, in Settings.');
  return row;
}

const VIA: Record<string, Telegram['code_via']> = { App: 'app', Sms: 'sms', Call: 'call', FlashCall: 'call', MissedCall: 'call', EmailCode: 'email', FragmentSms: 'other', FirebaseSms: 'sms', SmsWord: 'sms', SmsPhrase: 'sms' };

/**
 * Starts a login: by phone, Telegram sends a code; by QR code, this is called again until somebody scanned it.
 * @throws 409 connected already or not configured, 422, 429
 */
export async function startLogin(ctx: Ctx, { phone }: StartBody) {
  const config = settings(ctx);
  const before = await store.selectConnection(ctx, ...home(ctx));
  if (before?.state === 'connected') throw conflict('telegram_connected', 'Your Telegram account is connected already. Disconnect it first to use another one.');
  return phone === undefined ? startQr(ctx, before) : { telegram: await sendCode(ctx, config, phone.replace(/[^\d]/g, '')), qr: null };
}

async function sendCode(ctx: Ctx, config: ReturnType<typeof settings>, phone: string): Promise<Telegram> {
  if (phone.length < 5 || phone.length > 20) throw unacceptable('phone', 'Write the phone number with its country code, as in +49 151 23456789.', 'phone_invalid');
  return using(ctx, null, async (client) => {
    const sent = await client.call({ _: 'auth.sendCode', phoneNumber: phone, apiId: config.api_id, apiHash: config.api_hash, settings: { _: 'codeSettings' } }, within(CALL_MS));
    if (sent._ !== 'auth.sentCode') throw conflict('telegram_refused', 'Telegram asks for something Kith does not know for this number. Sign in by QR code instead.');
    const code_via = VIA[sent.type._.replace('auth.sentCodeType', '')] ?? 'other';
    return begin(ctx, { state: 'code', phone: masked(`+${phone}`), name: null, code_via, password_hint: null }, { session: await client.exportSession(), phone, code_hash: sent.phoneCodeHash });
  });
}

/** Puts a new login in the place of the one before. */
async function begin(ctx: Ctx, what: Omit<store.Shown, 'expires_at'>, secret: Secret): Promise<Telegram> {
  const id = uuidv7();
  const [space, user] = home(ctx);
  if (!(await ctx.tx((tx) => store.replaceConnection(tx, space, user, id, what, seal(ctx, id, secret), what.state === 'connected' ? null : STEP_SECONDS)))) throw busy();
  return telegramStatus(ctx);
}

const busy = () => conflict('telegram_busy', 'Another window has gone on with this login. Look there, or start again.');

/** Takes the next step of a login. */
async function step(ctx: Ctx, row: store.Row, what: Omit<store.Shown, 'expires_at'>, secret: Secret): Promise<Telegram> {
  if (!(await ctx.tx((tx) => store.updateConnection(tx, row, what, seal(ctx, row.id, secret), what.state === 'connected' ? null : STEP_SECONDS)))) throw busy();
  return telegramStatus(ctx);
}

/** The login that waits for `state`. @throws 409 when there is none */
async function waiting(ctx: Ctx, state: 'code' | 'password'): Promise<store.Row> {
  settings(ctx);
  const row = await store.selectConnection(ctx, ...home(ctx));
  if (row?.state !== state) throw row?.state === 'connected' ? conflict('telegram_connected', 'Your Telegram account is connected already.') : conflict('telegram_start_again', 'There is no login that waits for this, or it took too long. Start again with your phone number.');
  return row;
}

/** Ends the login with who signed in. */
async function signedIn(ctx: Ctx, client: Client, row: store.Row, auth: tl.auth.TypeAuthorization): Promise<Telegram> {
  if (auth._ !== 'auth.authorization') throw unacceptable('phone', 'There is no Telegram account with this phone number.', 'phone_unknown');
  const me = await client.notifyLoggedIn(auth);
  const name = [me.firstName, me.lastName].filter(Boolean).join(' ').slice(0, 255) || me.username || null;
  return step(ctx, row, { state: 'connected', phone: me.phone ? masked(`+${me.phone}`) : row.phone, name, code_via: null, password_hint: null }, { session: await client.exportSession() });
}

/** Notes that the account has a password, and what its owner wrote to remember it. */
async function askPassword(ctx: Ctx, client: Client, row: store.Row, secret: Secret): Promise<Telegram> {
  const { hint } = await client.call({ _: 'account.getPassword' }, within(CALL_MS));
  return step(ctx, row, { ...row, state: 'password', password_hint: hint?.slice(0, 255) ?? null }, { ...secret, session: await client.exportSession() });
}

/** The code Telegram sent. Answers with state `password` when the account has one. @throws 409, 422, 429 */
export async function verifyCode(ctx: Ctx, code: string): Promise<Telegram> {
  const row = await waiting(ctx, 'code');
  const secret = secretOf(ctx, row);
  return using(ctx, secret.session, async (client) => {
    try {
      return await signedIn(ctx, client, row, await client.call({ _: 'auth.signIn', phoneNumber: secret.phone!, phoneCodeHash: secret.code_hash!, phoneCode: code.replace(/\s/g, '') }, within(CALL_MS)));
    } catch (error) {
      if (errorName(error) === 'SESSION_PASSWORD_NEEDED') return askPassword(ctx, client, row, secret);
      if (errorName(error) !== 'PHONE_CODE_EXPIRED' && !isSignedOut(error)) throw error;
      await ctx.tx((tx) => store.deleteConnection(tx, row.id));
      throw expired();
    }
  });
}

/** The password of two-step verification; only a proof of it leaves this process. @throws 409, 422, 429 */
export async function verifyPassword(ctx: Ctx, password: string): Promise<Telegram> {
  const row = await waiting(ctx, 'password');
  return using(ctx, secretOf(ctx, row).session, async (client) => {
    const asked = await client.call({ _: 'account.getPassword' }, within(CALL_MS));
    const proof = await computeSrpParams(client.crypto, asked, password);
    return signedIn(ctx, client, row, await client.call({ _: 'auth.checkPassword', password: proof }, within(CALL_MS)));
  });
}

/** A QR code to scan; or, when it was scanned, the step after it. */
async function startQr(ctx: Ctx, before: store.Row | undefined) {
  const config = settings(ctx);
  const pending = before?.state === 'qr' ? before : undefined;
  return using(ctx, pending ? secretOf(ctx, pending).session : null, async (client) => {
    try {
      let token = await client.call({ _: 'auth.exportLoginToken', apiId: config.api_id, apiHash: config.api_hash, exceptIds: [] }, within(CALL_MS));
      if (token._ === 'auth.loginTokenMigrateTo') {
        await client.mt.network.changePrimaryDc(token.dcId);
        token = await client.call({ _: 'auth.importLoginToken', token: token.token }, within(CALL_MS));
      }
      if (token._ === 'auth.loginTokenSuccess' && pending) return { telegram: await signedIn(ctx, client, pending, token.authorization), qr: null };
      if (token._ !== 'auth.loginToken') throw expired();
      const secret = { session: await client.exportSession() };
      const what = { state: 'qr' as const, phone: null, name: null, code_via: null, password_hint: null };
      const telegram = pending ? await step(ctx, pending, what, secret) : await begin(ctx, what, secret);
      const url = `tg://login?token=${Buffer.from(token.token).toString('base64url')}`;
      return { telegram, qr: { url, svg: await qrCode(url, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }), expires_at: new Date(token.expires * 1000).toISOString() } };
    } catch (error) {
      if (errorName(error) !== 'SESSION_PASSWORD_NEEDED' || !pending) throw error;
      return { telegram: await askPassword(ctx, client, pending, secretOf(ctx, pending)), qr: null };
    }
  });
}

/** Gives a login up that is not finished. */
export async function cancelLogin(ctx: Ctx): Promise<Telegram> {
  const row = await store.selectConnection(ctx, ...home(ctx));
  if (row?.state === 'connected') throw conflict('telegram_connected', 'Your Telegram account is connected. Disconnect it instead.');
  if (row) {
    await ctx.tx((tx) => store.deleteConnection(tx, row.id));
    const { session, phone, code_hash } = secretOf(ctx, row);
    // the code is made worthless at Telegram too, if it listens; it expires by itself
    if (phone && code_hash) await using(ctx, session, (client) => client.call({ _: 'auth.cancelCode', phoneNumber: phone, phoneCodeHash: code_hash }, within(FORGET_MS))).catch(() => undefined);
  }
  return telegramStatus(ctx);
}

/** Signs out at Telegram and forgets the connection. @throws 503 when Telegram does not answer, unless `forget` */
export async function disconnect(ctx: Ctx, forget: boolean): Promise<void> {
  const row = await store.selectConnection(ctx, ...home(ctx));
  if (!row) return;
  if (row.state === 'connected') {
    await using(ctx, secretOf(ctx, row).session, (client) =>
      client.call({ _: 'auth.logOut' }, within(FORGET_MS)).catch((error: unknown) => {
        if (!isSignedOut(error)) throw error;
      }),
    ).catch((error: unknown) => {
      if (!forget) throw error;
    });
  }
  await ctx.tx((tx) => store.deleteConnection(tx, row.id));
}
