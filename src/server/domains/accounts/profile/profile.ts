import type { Ctx } from '../../../platform/context.ts';
import { unacceptable } from '../../../platform/errors.ts';
import { changeAccess } from '../access.ts';
import { nameTaken, requireTimeZone } from '../accounts.ts';
import type { Preferences, User } from '../accounts.schema.ts';
import { insertSecurityEvent } from '../accounts.store.ts';
import { clientOf } from '../attempts.ts';
import type { PreferencesPatch, ProfilePatch } from './profile.schema.ts';
import * as store from './profile.store.ts';

/** Who the user is. */
export const getProfile = (ctx: Ctx): Promise<User> => store.selectUser(ctx, ctx.identity.user.id);

/** Changes what is sent; a new name or address to sign in with is a security event. @throws 409 when the name or email is taken */
export async function updateProfile(ctx: Ctx, patch: ProfilePatch): Promise<User> {
  const { id } = ctx.identity.user;
  try {
    return await changeAccess(ctx, async (tx) => {
      const before = await store.selectUser(tx, id);
      await store.updateUser(tx, id, patch);
      const after = await store.selectUser(tx, id);
      if (after.username !== before.username) await insertSecurityEvent(tx, { user_id: id, kind: 'username_changed', detail: before.username, ...clientOf(ctx) });
      if (after.email !== before.email) await insertSecurityEvent(tx, { user_id: id, kind: 'email_changed', ...(before.email ? { detail: before.email } : {}), ...clientOf(ctx) });
      return after;
    });
  } catch (error) {
    throw nameTaken(error);
  }
}

/** How the user wants things: language, zone, notifications. */
export const getPreferences = (ctx: Ctx): Promise<Preferences> => store.selectPreferences(ctx, ctx.identity.user.id);

/** Changes what is sent. @throws 422 for an unknown zone, language, locale or currency */
export async function updatePreferences(ctx: Ctx, patch: PreferencesPatch): Promise<Preferences> {
  if (patch.time_zone !== undefined) requireTimeZone(patch.time_zone);
  const canonical = {
    ...(patch.language === undefined ? {} : { language: canonicalTag('language', patch.language) }),
    ...(patch.locale === undefined ? {} : { locale: canonicalTag('locale', patch.locale) }),
    ...(patch.currency === undefined ? {} : { currency: knownCurrency(patch.currency) }),
  };
  return ctx.tx((tx) => store.updatePreferences(tx, ctx.identity.user.id, { ...patch, ...canonical }));
}

/** A BCP 47 tag in its usual form: pt-br becomes pt-BR. */
function canonicalTag(field: string, tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0]!;
  } catch {
    throw unacceptable(field, 'Use a language tag such as en-GB.');
  }
}

const currencies = new Set(Intl.supportedValuesOf('currency'));
function knownCurrency(code: string): string {
  if (!currencies.has(code.toUpperCase())) throw unacceptable('currency', 'Use an ISO 4217 currency code such as EUR.');
  return code.toUpperCase();
}
