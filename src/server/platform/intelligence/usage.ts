import sql from 'sql-template-tag';
import { z } from 'zod';
import type { Ctx } from '../context.ts';
import type { Database } from '../database/database.ts';
import { forbidden } from '../errors.ts';
import { decodeCursor, type Page, toPage } from '../http/shapes.ts';
import type { App } from '../http/server.ts';
import { spending } from './metering.ts';
import type { Alert } from './types.ts';
import { type AiBudget, type AiUsage, AiUsagePage, AiUsageQuery } from './usage.schema.ts';

const Cursor = z.tuple([z.iso.date().refine((day) => day > '1900'), z.string(), z.string()]);
type After = z.infer<typeof Cursor> | undefined;

/** Sums of one space by day, provider and model, newest day first. */
const selectUsage = (ctx: Ctx, after: After, limit: number) =>
  ctx.query<AiUsage>(sql`
    select * from (
      select (a.created_at at time zone 'UTC')::date as day, a.provider, a.model, count(*)::int as calls, (count(*) filter (where a.outcome <> 'ok'))::int as failed,
        coalesce(sum(a.input_tokens), 0)::bigint as input_tokens, coalesce(sum(a.output_tokens), 0)::bigint as output_tokens,
        coalesce(sum(a.cost_usd), 0)::float8 as cost_usd, sum(a.duration_ms)::bigint as duration_ms
      from ai_calls a where a.space_id = ${ctx.space.id} ${after ? sql`and a.created_at < (${after[0]}::date + 1)::timestamp at time zone 'UTC'` : sql``}
      group by 1, 2, 3
    ) d
    ${after ? sql`where d.day < ${after[0]}::date or (d.day = ${after[0]}::date and (d.provider, d.model) > (${after[1]}, ${after[2]}))` : sql``}
    order by d.day desc, d.provider, d.model limit ${limit + 1}`);

const selectAllUsage = (ctx: Ctx, after: After, limit: number) =>
  ctx.query<AiUsage>(sql`select * from kith.ai_usage(${after?.[0] ?? null}::date, ${after?.[1] ?? null}, ${after?.[2] ?? null}, ${limit + 1})`);

/** One page of what AI providers were used for, in the working space or (admins) everywhere; admins also see the budget. @throws 403 */
async function listUsage(ctx: Ctx, query: AiUsageQuery): Promise<Page<AiUsage> & { budget?: AiBudget }> {
  const { user, credential } = ctx.identity;
  const admin = user.role === 'admin' && credential.scopes.includes('account') && !credential.lapsed;
  if (query.all && !admin) throw forbidden('Only an admin who is signed in may see what everybody used.');
  const after = decodeCursor(query.cursor, Cursor);
  const rows = await (query.all ? selectAllUsage : selectUsage)(ctx, after, query.limit);
  const list = toPage(rows, query.limit, (row) => [row.day, row.provider, row.model]);
  return admin ? { ...list, budget: await budgetOf(ctx) } : list;
}

async function budgetOf({ platform }: Ctx): Promise<AiBudget> {
  const { daily_budget_usd, monthly_budget_usd, hard_stop } = platform.config.intelligence;
  const { day_usd, month_usd } = await spending(platform.database);
  return { day: daily_budget_usd, month: monthly_budget_usd, spent_day: day_usd, spent_month: month_usd, hard_stop };
}

/** Leaves an alert for every admin, among what happened to the safety of their accounts; the same news once. */
export const tellAdmins = (database: Database, { key, message }: Alert) => database.anonymous(sql`select kith.notify_admins(${key}, 'ai_budget', ${message})`);

export function usageRoutes(app: App) {
  app.get('/ai/usage', { schema: { tags: ['Intelligence'], summary: 'What AI providers were used for, by day and model, newest first', querystring: AiUsageQuery, response: { 200: AiUsagePage } } }, (request) => listUsage(request.ctx, request.query));
}
