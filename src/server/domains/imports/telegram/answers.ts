import { tl } from '@mtcute/core';
import { findEgressError } from '../../../platform/egress/index.ts';
import { conflict, Rejection, tooMany, unacceptable, unavailable } from '../../../platform/errors.ts';

/** What Telegram calls the end of a session. */
const SIGNED_OUT = new Set(['AUTH_KEY_UNREGISTERED', 'AUTH_KEY_INVALID', 'AUTH_KEY_PERM_EMPTY', 'AUTH_KEY_DUPLICATED', 'SESSION_REVOKED', 'SESSION_EXPIRED', 'USER_DEACTIVATED', 'USER_DEACTIVATED_BAN']);

/** The name of an error of Telegram, such as PHONE_CODE_INVALID; undefined for anything else. */
export const errorName = (error: unknown): string | undefined => (error instanceof tl.RpcError ? error.text : undefined);

/** Seconds Telegram asks to wait, or undefined. */
export const floodWait = (error: unknown): number | undefined => (errorName(error)?.startsWith('FLOOD_') ? ((error as { seconds?: number }).seconds ?? 60) : undefined);

/** Whether Telegram says with this error that the connection is over. */
export const isSignedOut = (error: unknown) => SIGNED_OUT.has(errorName(error) ?? '');

export const signedOut = () => conflict('telegram_signed_out', 'Telegram has ended this connection. Connect your account again in Settings.');
export const expired = () => conflict('telegram_start_again', 'This login is over: the code has expired. Start again with your phone number.');
export const unreachable = () => unavailable('Telegram does not answer right now. Try again in a moment.');

/** What a person is told about an error of Telegram. Never quotes what was sent. */
export function explain(error: unknown): unknown {
  if (error instanceof Rejection) return error;
  const wait = floodWait(error);
  if (wait !== undefined) return tooMany(wait, `Telegram asks to wait ${forHumans(wait)} before the next try.`, 'telegram_wait');
  if (isSignedOut(error)) return signedOut();
  const name = errorName(error);
  switch (name) {
    case undefined:
      return findEgressError(error) || isDisconnect(error) ? unreachable() : error;
    case 'PHONE_NUMBER_INVALID':
      return unacceptable('phone', 'Telegram does not know this phone number. Write it with its country code, as in +49 151 23456789.', 'phone_invalid');
    case 'PHONE_NUMBER_UNOCCUPIED':
      return unacceptable('phone', 'There is no Telegram account with this phone number.', 'phone_unknown');
    case 'PHONE_NUMBER_BANNED':
      return unacceptable('phone', 'Telegram has banned this phone number.', 'phone_banned');
    case 'PHONE_NUMBER_FLOOD':
    case 'PHONE_PASSWORD_FLOOD':
      return tooMany(86_400, 'Telegram has seen too many logins with this number. Try again tomorrow.', 'telegram_wait');
    case 'PHONE_CODE_INVALID':
    case 'PHONE_CODE_EMPTY':
      return unacceptable('code', 'This code is wrong. Look at the newest message of Telegram.', 'code_invalid');
    case 'PHONE_CODE_EXPIRED':
    case 'PHONE_CODE_HASH_EMPTY':
      return expired();
    case 'PASSWORD_HASH_INVALID':
    case 'SRP_PASSWORD_CHANGED':
      return unacceptable('password', 'This password is wrong. It is the one you set in Telegram for two-step verification.', 'password_invalid');
    case 'API_ID_INVALID':
    case 'API_ID_PUBLISHED_FLOOD':
      return conflict('telegram_api_id', 'Telegram does not accept TELEGRAM_API_ID and TELEGRAM_API_HASH of this installation. Whoever runs it finds the right ones at my.telegram.org.');
    case 'USERNAME_NOT_OCCUPIED':
    case 'USERNAME_INVALID':
    case 'PHONE_NOT_OCCUPIED':
    case 'PEER_ID_INVALID':
      return unacceptable('contact_id', 'Telegram knows nobody of this username, phone number or id. Correct it, or choose the chat from the list.', 'telegram_peer');
    default:
      return isTransient(error) ? unreachable() : conflict('telegram_refused', `Telegram refused this (${name.replace(/[^A-Z0-9_%]/g, '').slice(0, 60)}).`);
  }
}

const isTransient = (error: unknown) => error instanceof tl.RpcError && (error.code >= 500 || error.code < 0);
const isDisconnect = (error: unknown) => error instanceof Error && (['AbortError', 'TimeoutError'].includes(error.name) || error.constructor.name.startsWith('Mt'));

const forHumans = (seconds: number) => (seconds < 120 ? `${seconds} seconds` : seconds < 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`);
