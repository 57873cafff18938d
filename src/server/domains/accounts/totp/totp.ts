import { Secret } from 'otpauth';
import { toString as qrCode } from 'qrcode';
import type { Ctx } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/database.ts';
import { conflict, unacceptable } from '../../../platform/errors.ts';
import { confirmPassword } from '../accounts.ts';
import { insertSecurityEvent } from '../accounts.store.ts';
import { clientOf } from '../attempts.ts';
import { hashRecoveryCode, newRecoveryCodes, secretContext, totpOf, totpStep } from './codes.ts';
import * as store from './totp.store.ts';
import { useCode } from './use-code.ts';

const isOff = () => conflict('totp_off', 'Two-factor sign-in is off.');
const isOn = () => conflict('totp_on', 'Two-factor sign-in is on already. Turn it off first to enrol another device.');
const tell = (tx: Db, ctx: Ctx, kind: string) => insertSecurityEvent(tx, { user_id: ctx.identity.user.id, kind, ...clientOf(ctx) });

/** Whether a second factor is asked, and how many recovery codes are unused. */
export async function totpState(ctx: Ctx) {
  const { enabled, recovery_codes_left } = await store.selectTotp(ctx, ctx.identity.user.id);
  return { enabled, recovery_codes_left };
}

/**
 * Makes a secret for the authenticator app. It counts only once `confirmTotp` has seen a code of it; a second call replaces it.
 * @throws 409 totp_on, 422 wrong_password, 429
 */
export async function startTotp(ctx: Ctx, password: string) {
  const { id, username } = ctx.identity.user;
  await confirmPassword(ctx, 'password', password);
  const secret = new Secret({ size: 20 }).base32;
  const sealed = ctx.platform.vault.seal(secret, secretContext(id));
  if (!(await ctx.tx((tx) => store.startTotp(tx, id, sealed)))) throw isOn();
  const uri = totpOf(secret, username).toString();
  return { secret, uri, qr_svg: await qrCode(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }) };
}

/**
 * Turns two-factor sign-in on with the first code of the app.
 * @returns the recovery codes, which are never shown again
 * @throws 409 totp_on or totp_not_started, 422 invalid_totp
 */
export function confirmTotp(ctx: Ctx, code: string): Promise<string[]> {
  const { id } = ctx.identity.user;
  const codes = newRecoveryCodes();
  return ctx.tx(async (tx) => {
    const sealed = await store.lockPendingSecret(tx, id);
    if (!sealed) throw (await store.selectTotp(tx, id)).enabled ? isOn() : conflict('totp_not_started', 'Ask for a secret first.');
    const step = totpStep(ctx.platform.vault.open(sealed, secretContext(id)), code);
    if (step === null) throw unacceptable('code', 'This code is wrong. Check the clock of your device and enter the newest code.', 'invalid_totp');
    await store.enableTotp(tx, id, step);
    await store.replaceRecoveryCodes(tx, id, hashesOf(id, codes));
    await tell(tx, ctx, 'totp_enabled');
    return codes;
  });
}

const hashesOf = (userId: string, codes: string[]) => codes.map((code) => hashRecoveryCode(userId, code));

/** @throws 409 totp_off, 422 wrong_password or invalid_totp, 429 */
export async function disableTotp(ctx: Ctx, password: string, code: string): Promise<void> {
  const { id } = ctx.identity.user;
  if (!(await totpState(ctx)).enabled) throw isOff();
  await confirmPassword(ctx, 'password', password, () => useCode(ctx.platform, id, code, clientOf(ctx)));
  await ctx.tx(async (tx) => {
    if (!(await store.disableTotp(tx, id))) throw isOff();
    await tell(tx, ctx, 'totp_disabled');
  });
}

/** New recovery codes; the old ones stop working. @throws 409 totp_off, 422 wrong_password, 429 */
export async function replaceRecoveryCodes(ctx: Ctx, password: string): Promise<string[]> {
  const { id } = ctx.identity.user;
  await confirmPassword(ctx, 'password', password);
  const codes = newRecoveryCodes();
  await ctx.tx(async (tx) => {
    if (!(await store.replaceRecoveryCodes(tx, id, hashesOf(id, codes)))) throw isOff();
    await tell(tx, ctx, 'recovery_codes_replaced');
  });
  return codes;
}
