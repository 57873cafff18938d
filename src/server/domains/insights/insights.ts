import { type Ctx, within } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { countContacts, listDue } from '../people/index.ts';
import { closeness, WHY } from './closeness.ts';
import { distributionOf, health, healthScore } from './health.ts';
import { daysOf, LISTED, networkOf } from './network.ts';
import { recommend } from './recommend.ts';
import * as store from './insights.store.ts';
import { trendOf } from './trend.ts';

const zoneOf = async (ctx: Ctx): Promise<string> => (await store.selectTimeZone(ctx, ctx.identity.user.id)) ?? 'UTC';

async function requirePerson(ctx: Ctx, contactId: string): Promise<store.Person> {
  const person = await store.selectPerson(ctx, ctx.space.id, contactId, await zoneOf(ctx));
  if (!person) throw notFound('contact');
  return person;
}

export const INTERACTION = 'An interaction is a note about the person, logged contact (a call, a meeting) or an entry; each counts once, also an entry drawn from a note. The last one is the newest of all.';

/** Health of one person (P-50) with how it came about, and closeness beside it. @throws 404 */
export async function contactHealth(ctx: Ctx, contactId: string) {
  const person = await requirePerson(ctx, contactId);
  const close = closeness(person, daysOf(person), person.today);
  return {
    contact_id: person.contact_id,
    ...health(person),
    last_interaction: person.last_interaction,
    formula: '0.3 × recency + 0.3 × engagement + 0.2 × quality + 0.2 × diversity, rounded to one decimal; 0 without data',
    interaction: INTERACTION,
    closeness: { score: close.score, formula: '0.4 × freshness + 0.3 × presence + 0.15 × range + 0.15 × trend', why: WHY, components: close.parts() },
  };
}

/** Entries of one person by week (P-51). `days`: how far back, 7 to 365. @throws 404 */
export async function contactTrends(ctx: Ctx, contactId: string, days: number) {
  const time_zone = await zoneOf(ctx);
  const weeks = await store.selectWeeks(ctx, ctx.space.id, contactId, time_zone, days);
  if (!weeks) throw notFound('contact');
  return { contact_id: contactId, days, time_zone, ...trendOf(weeks.map((week) => week.count)), weeks: weeks.map((week) => ({ ...week, categories: distributionOf(week.categories) })) };
}

/** What to do about one person (P-52), at most five; for a viewer nothing that takes writing. @throws 404 */
export async function contactRecommendations(ctx: Ctx, contactId: string) {
  return { contact_id: contactId, recommendations: recommend(await requirePerson(ctx, contactId), ctx.space.role !== 'viewer') };
}

/** The whole network of the working space (P-53), of one moment: four queries, whatever its size. Who is due, the people domain says. */
export async function network(ctx: Ctx) {
  const zone = await zoneOf(ctx);
  return ctx.reads(async (db) => {
    const own = within(ctx, db);
    const [people, due, total] = await Promise.all([
      store.selectActivity(db, ctx.space.id, zone),
      listDue(own, { within_days: 0, limit: LISTED }),
      countContacts(own, { cadence_due: true }),
    ]);
    return networkOf(people, { data: due.data, total }, zone);
  });
}

/** Health of the contacts of the working space, archived ones too, by id; who has no interactions is left out. One query. */
export async function healthOf(ctx: Ctx): Promise<Map<string, number>> {
  return new Map((await store.selectFacts(ctx, ctx.space.id)).map((facts) => [facts.contact_id, healthScore(facts)]));
}
