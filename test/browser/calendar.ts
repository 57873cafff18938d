import type { Page } from 'playwright-core';
import { dayIn } from '../days.ts';
import { type Client, signUp, type TestKith } from '../harness.ts';

export const chips = (page: Page, title: string) => page.getByRole('grid').getByRole('button', { name: title });

export const events = async (client: Client, from: string, to: string) => (await client.get(`/calendar/events?from=${from}&to=${to}`)).body.data as { event_id: string; title: string; starts_at: string }[];

/** A day so many days from today in Berlin, where these people live. */
export const day = (offset: number) => dayIn('Europe/Berlin', offset);

export async function someone(kith: TestKith): Promise<Client> {
  const client = await signUp(kith);
  await client.patch('/auth/preferences', { time_zone: 'Europe/Berlin', locale: 'en-GB' });
  return client;
}
