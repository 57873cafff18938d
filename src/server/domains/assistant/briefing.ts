import { firstDate } from '../../platform/dates/index.ts';
import type { Ctx } from '../../platform/context.ts';
import { getPreferences } from '../accounts/index.ts';
import { clockOf, knownOf } from './ask.ts';
import type { Briefing } from './assistant.schema.ts';
import { briefingOf, type ReadDate, SECTIONS, type SectionKey, toRead } from './engine/briefing.ts';
import { passagesOf } from './engine/passages.ts';
import { readWhose } from './whose.ts';

const TITLES: Record<SectionKey, string> = {
  who: 'Who they are',
  last: 'What was last said',
  now: 'What matters now',
  changed: 'What has changed',
  open: 'Open between you',
  dates: 'Coming dates',
  ask: 'What to ask',
  care: 'To remember',
};

/** One page on somebody before a meeting, each line with its source. Sections without lines are left out. @throws 404 */
export async function briefing(ctx: Ctx, contactId: string): Promise<Briefing> {
  const clock = await clockOf(ctx);
  const { locale } = await getPreferences(ctx);
  const known = await knownOf(ctx, contactId, clock);
  const readDate: ReadDate = (text, said_at) => firstDate(text, { now: said_at, timezone: clock.zone, locale })?.date ?? null;
  const all = passagesOf(known, clock.now, clock.today);
  const { passages } = await readWhose(ctx, all, toRead(all));
  const lines = briefingOf(known, passages, clock.now, clock.today, readDate);
  return {
    contact_id: contactId,
    full_name: known.contact.full_name,
    made_at: clock.now,
    sections: SECTIONS.filter((key) => lines[key].length > 0).map((key) => ({
      key,
      title: TITLES[key],
      lines: lines[key].map(({ text, passage: { kind, id, text: quote, at, source, url } }) => ({ text, from: { kind, id, text: quote, at, source, url } })),
    })),
  };
}
