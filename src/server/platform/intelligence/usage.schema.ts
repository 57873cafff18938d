import { z } from 'zod';
import { PageQuery, page } from '../http/shapes.ts';

/** What one model was used for on one day (UTC). Calls of models without a known price count as 0 USD. */
export const AiUsage = z
  .object({
    day: z.iso.date(),
    provider: z.string(),
    model: z.string(),
    calls: z.int(),
    failed: z.int().describe('Calls without a usable answer'),
    input_tokens: z.int(),
    output_tokens: z.int(),
    cost_usd: z.number(),
    duration_ms: z.int(),
  })
  .meta({ id: 'AiUsage' });
export type AiUsage = z.infer<typeof AiUsage>;

/** The budget of the whole installation, in USD; null where there is none. */
const AiBudget = z.object({ day: z.number().nullable(), month: z.number().nullable(), spent_day: z.number(), spent_month: z.number(), hard_stop: z.boolean() }).meta({ id: 'AiBudget' });
export type AiBudget = z.infer<typeof AiBudget>;

export const AiUsageQuery = PageQuery.extend({ all: z.stringbool().default(false).describe('Of every space together; for admins') });
export type AiUsageQuery = z.infer<typeof AiUsageQuery>;
export const AiUsagePage = page(AiUsage).extend({ budget: AiBudget.optional().describe('For admins only') });
