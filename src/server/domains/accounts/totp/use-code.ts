import type { Platform } from '../../../platform/context.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { insertSecurityEvent } from '../accounts.store.ts';
import type { Client } from '../attempts.ts';
import { hashRecoveryCode, secretContext, totpStep } from './codes.ts';
import * as store from './totp.store.ts';

/**
 * Uses a code of the authenticator app, or a recovery code, once: a second use fails, also when both arrive at the same moment.
 * @returns false when the code is wrong or was used
 */
export function useCode(platform: Platform, userId: string, code: string, client: Client): Promise<boolean> {
  return platform.database.tx({ user_id: userId, read_spaces: [], write_spaces: [], channel: 'system', action_id: uuidv7() }, async (tx) => {
    const sealed = await store.lockSecret(tx, userId);
    if (!sealed) return false;
    const step = totpStep(platform.vault.open(sealed, secretContext(userId)), code);
    if (step !== null) return store.useStep(tx, userId, step);
    const recovered = await store.useRecoveryCode(tx, userId, hashRecoveryCode(userId, code));
    if (recovered) await insertSecurityEvent(tx, { user_id: userId, kind: 'recovery_code_used', ip: client.ip, user_agent: client.user_agent });
    return recovered;
  });
}
