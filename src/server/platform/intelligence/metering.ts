import sql from 'sql-template-tag';
import type { Ctx } from '../context.ts';
import type { Database } from '../database/database.ts';
import type { Meter, Spending } from './types.ts';

/** Books each provider call on the space and user that caused it. A failure to book is logged, never the caller's problem. */
export const meterFor = (ctx: Ctx): Meter => async (usage) => {
  try {
    await ctx.tx((tx) =>
      tx.query(sql`insert into ai_calls (space_id, user_id, provider, model, capability, purpose, input_tokens, output_tokens, cost_usd, duration_ms, outcome)
        values (${ctx.space.id}, ${ctx.identity.user.id}, ${usage.provider}, ${usage.model}, ${usage.capability}, ${usage.purpose}, ${usage.input_tokens}, ${usage.output_tokens}, ${usage.cost_usd}, ${Math.round(usage.duration_ms)}, ${usage.outcome})`),
    );
  } catch (error) {
    ctx.log.warn({ err: error }, 'an AI call could not be metered');
  }
};

/** What providers have cost the installation so far, in USD. */
export const spending = async (database: Database): Promise<Spending> => (await database.anonymous<Spending>(sql`select * from kith.ai_spending()`))[0]!;
