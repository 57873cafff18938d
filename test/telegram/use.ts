import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type Client, signUp, type TestKith, testKith } from '../harness.ts';
import { startTelegram } from './account.ts';

/** Noon of 3 March 2026, in seconds, as Telegram counts. */
export const NOON = Date.UTC(2026, 2, 3, 12) / 1000;

/**
 * A Kith that talks to a local MTProto server, for the tests of one file: keys are agreed on, messages are encrypted, passwords are
 * proved as with Telegram. Each test finds an account with nobody in it.
 */
export function useTelegram() {
  let telegram: Awaited<ReturnType<typeof startTelegram>>;
  let kith: TestKith;
  beforeAll(async () => {
    telegram = await startTelegram();
    kith = await testKith(telegram.env);
    await kith.live();
  });
  afterAll(async () => {
    await kith.close();
    await telegram.stop();
  });
  beforeEach(() => Object.assign(telegram.world, { password: null, scanned: false, errors: [], calls: [], people: [], chats: new Map(), before: () => undefined }));

  let users = 0;
  const newcomer = () => signUp(kith, `caller${++users}`);
  const start = (client: Client) => client.post('/telegram/auth/start', { phone: '+49 151 1234-5678' });
  return {
    get telegram() {
      return telegram;
    },
    get kith() {
      return kith;
    },
    newcomer,
    start,
    /** Somebody new who is connected. */
    async connected(): Promise<Client> {
      const client = await newcomer();
      await start(client);
      expect((await client.post('/telegram/auth/verify', { code: telegram.world.code })).body.telegram.state).toBe('connected');
      telegram.world.calls.length = 0;
      return client;
    },
  };
}

export const stateOf = async (client: Client) => (await client.get('/telegram/status')).body.telegram.state as string;
export const person = async (client: Client, fields: object) => (await client.post('/contacts', { full_name: 'Mika Sand', ...fields })).body.contact.id as string;
