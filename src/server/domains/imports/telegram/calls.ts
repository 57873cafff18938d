import { setTimeout as sleep } from 'node:timers/promises';
import { conflict } from '../../../platform/errors.ts';
import { floodWait } from './answers.ts';
import type { Client } from './mtproto.ts';

/** Calls methods of Telegram. */
export type Caller = Pick<Client, 'call'>;

const CALL_MS = 30_000;
/** Telegram may ask a job to wait so long; beyond, the job ends and says so. */
const LONGEST_WAIT_SECONDS = 900;

/** A caller whose calls end after 30 s, or with the signal. */
export const hasty = (client: Client, signal?: AbortSignal): Caller => ({
  call: (message, params) => client.call(message, { ...params, abortSignal: AbortSignal.any([AbortSignal.timeout(CALL_MS), ...(signal ? [signal] : [])]) }),
});

/** One that also waits when Telegram asks for it. @throws 409 when that is too long: trying again at once would only make it longer */
export function patient(client: Client, signal: AbortSignal, onWait: (seconds: number) => void): Caller {
  const { call } = hasty(client, signal);
  return {
    async call(message, params) {
      for (;;) {
        try {
          return await call(message, params);
        } catch (error) {
          const seconds = floodWait(error);
          if (seconds === undefined) throw error;
          if (seconds > LONGEST_WAIT_SECONDS) throw conflict('telegram_wait', `Telegram asks to wait ${Math.ceil(seconds / 60)} minutes. What was read so far is kept; start the import again then.`);
          onWait(seconds);
          await sleep(seconds * 1000, undefined, { signal });
        }
      }
    },
  };
}
