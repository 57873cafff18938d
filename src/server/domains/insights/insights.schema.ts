import { z } from 'zod';
import { Id, Timestamp } from '../../platform/http/shapes.ts';
import { CATEGORIES } from '../../platform/intelligence/categories.ts';

const Score = z.number().min(0).max(100);
const BandName = z.enum(['strong', 'good', 'fair', 'weak', 'none']).describe('strong from 80, good from 60, fair from 40, weak below; none without data');
const Distribution = z.partialRecord(z.enum(CATEGORIES), z.int().min(1)).describe('Entries by category; categories without any are left out');

const ScorePart = z
  .object({ name: z.string(), weight: z.number(), value: Score, formula: z.string(), inputs: z.record(z.string(), z.number().nullable()), explanation: z.string() })
  .meta({ id: 'ScorePart' });

export const ContactHealth = z
  .object({
    contact_id: Id,
    health_score: Score,
    band: BandName,
    total_interactions: z.int().min(0).describe('Notes, logged contact and entries, each counted once'),
    last_interaction: Timestamp.nullable().describe('When the newest of them was'),
    days_since_last: z.int().min(0).nullable().describe('Whole days of 24 hours'),
    category_distribution: Distribution,
    confidence_avg: z.number().nullable().describe('Mean over the entries, one decimal; one without confidence counts 5. Null without entries'),
    insights: z.array(z.string()),
    components: z.array(ScorePart),
    formula: z.string(),
    interaction: z.string().describe('What counts as an interaction'),
    closeness: z.object({ score: Score, formula: z.string(), why: z.string(), components: z.array(ScorePart) }).describe('A second score beside health'),
  })
  .meta({ id: 'ContactHealth' });

export const TrendsQuery = z.object({ days: z.coerce.number().int().min(7).max(365).default(90) });
export const ContactTrends = z
  .object({
    contact_id: Id,
    days: z.int(),
    time_zone: z.string(),
    trend: z.enum(['increasing', 'decreasing', 'stable', 'insufficient_data']),
    comparison: z.object({ recent_average: z.number().nullable().describe('Of the last four weeks with entries'), earlier_average: z.number().nullable().describe('Of those before; null below five weeks'), weeks: z.int(), explanation: z.string() }),
    weeks: z.array(z.object({ week: z.string().describe('ISO week: 2026-W03'), week_start: z.iso.date().describe('Its Monday'), count: z.int().min(1), categories: Distribution, confidence_avg: z.number() })),
  })
  .meta({ id: 'ContactTrends' });

const Action = z.object({
  kind: z.enum(['note', 'entries', 'details', 'event', 'ask']).describe('Start a note (with a first line), show the entries of a category, open the form of the person, plan an event, or ask a question about them'),
  label: z.string(),
  payload: z.object({
    contact_id: Id,
    text: z.string().optional().describe('The first line of the note, or the question'),
    category: z.enum(CATEGORIES).optional(),
    title: z.string().optional().describe('Of the event'),
    date: z.iso.date().optional().describe('The day of the event'),
  }),
});
const Recommendation = z
  .object({
    type: z.enum(['follow_up', 'occasion', 'cadence', 'reconnect', 'actionable', 'goals', 'personal', 'breadth', 'birthday_unknown']),
    priority: z.enum(['high', 'medium', 'low']),
    title: z.string(),
    description: z.string(),
    reason: z.string(),
    evidence: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
    action: Action,
    also: z.array(Action).max(2).describe('Other ways to do it'),
  })
  .meta({ id: 'Recommendation' });
export type Recommendation = z.infer<typeof Recommendation>;
export const Recommendations = z.object({ contact_id: Id, recommendations: z.array(Recommendation).max(5) });

const Tie = z
  .object({ contact_id: Id, full_name: z.string(), tier: z.literal([1, 2]), health_score: Score, closeness: Score, last_interaction: Timestamp.nullable(), days_since_last: z.int().nullable(), reason: z.string() })
  .meta({ id: 'Tie' });
const HealthDistribution = z.array(z.object({ band: BandName, from: z.int().nullable(), count: z.int() }));
export const Network = z
  .object({
    time_zone: z.string(),
    totals: z.object({ people: z.int(), with_data: z.int(), notes: z.int(), logged: z.int(), entries: z.int(), interactions: z.int(), health_average: Score.nullable(), closeness_average: Score.nullable(), drifting: z.int(), due: z.int() }),
    health_distribution: HealthDistribution,
    tiers: z.array(z.object({ tier: z.literal([1, 2]), people: z.int(), health_average: Score.nullable(), health_distribution: HealthDistribution })),
    activity: z.array(z.object({ week: z.string(), week_start: z.iso.date(), notes: z.int(), logged: z.int(), entries: z.int(), people: z.int() })).describe('The last 26 ISO weeks, oldest first'),
    strongest_ties: z.array(Tie),
    weakest_ties: z.array(Tie),
    drifting: z.array(Tie).describe('At most 20; totals has how many there are'),
    due: z.array(Tie).describe('At most 20; totals has how many there are'),
    explanations: z.object({ health: z.string(), activity: z.string(), tiers: z.string(), ties: z.string(), drifting: z.string(), due: z.string() }),
  })
  .meta({ id: 'Network' });
