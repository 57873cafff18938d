import sql from 'sql-template-tag';
import type { Ctx } from '../src/server/platform/context.ts';
import type { Db } from '../src/server/platform/database/database.ts';

/** A node of a plan, as far as tests look at it. */
export type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Actual Rows': number;
  'Rows Removed by Filter'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
};

/** How the database carries out the one query that `ask` asks. */
export async function planOf(ctx: Ctx, ask: (db: Db) => Promise<unknown>): Promise<Plan> {
  let plan: Plan | undefined;
  await ask({
    async query(asked) {
      const [row] = await ctx.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(sql`explain (analyze, timing off, buffers, format json) ${asked}`);
      plan = row!['QUERY PLAN'][0]!.Plan;
      return [];
    },
  });
  return plan!;
}

export const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
