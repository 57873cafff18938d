import type { IntelligenceConfig } from './config.ts';
import type { IntelligenceDeps } from './types.ts';

/** A day counts as unusual when it cost this many times the usual, and more than a little. */
const UNUSUAL_FACTOR = 5;
const UNUSUAL_FLOOR_USD = 1;

type Period = { name: 'today' | 'this month'; key: string; spent: number; budget: number };

/** Watches what providers cost: tells at 80 and 100 % and on an unusual day, and stops them when the owner wants that. */
export function createBudget(
  config: Pick<IntelligenceConfig, 'daily_budget_usd' | 'monthly_budget_usd' | 'hard_stop'>,
  { spend, notify, log }: Pick<IntelligenceDeps, 'spend' | 'notify' | 'log'>,
) {
  const limited = config.daily_budget_usd !== null || config.monthly_budget_usd !== null;
  const told = new Set<string>();

  function periods(spent: { day_usd: number; month_usd: number }): Period[] {
    const day = new Date().toISOString().slice(0, 10);
    const all = [
      { name: 'today' as const, key: day, spent: spent.day_usd, budget: config.daily_budget_usd },
      { name: 'this month' as const, key: day.slice(0, 7), spent: spent.month_usd, budget: config.monthly_budget_usd },
    ];
    return all.filter((period): period is Period => period.budget !== null);
  }

  async function tell(key: string, level: 'warning' | 'critical', message: string): Promise<void> {
    if (told.has(key)) return;
    told.add(key);
    try {
      await notify({ key, level, message });
    } catch (error) {
      told.delete(key); // nobody was told: the next call tries again
      throw error;
    }
  }

  return {
    /** Why no provider may be asked now, as the start of a sentence; null when it may. */
    async blocked(): Promise<string | null> {
      if (!config.hard_stop || !limited) return null;
      try {
        const over = periods(await spend()).find((period) => period.spent >= period.budget);
        return over ? `The AI budget for ${over.name} is used up` : null;
      } catch (error) {
        log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'ai spending could not be read');
        return 'The AI budget could not be checked';
      }
    },

    /** To be called after a call was metered: tells the owner what there is to tell. Never rejects. */
    async check(): Promise<void> {
      try {
        const spent = await spend();
        for (const { name, key, spent: amount, budget } of periods(spent)) {
          const sum = `${amount.toFixed(2)} of ${budget.toFixed(2)} USD`;
          if (amount >= budget) {
            const then = config.hard_stop ? 'The built-in engine takes over.' : 'Providers are still used.';
            await tell(`ai-budget:${key}:100`, 'critical', `The AI budget for ${name} is used up (${sum}). ${then}`);
          } else if (amount >= budget * 0.8) {
            await tell(`ai-budget:${key}:80`, 'warning', `80 % of the AI budget for ${name} is used (${sum}).`);
          }
        }
        const usual = spent.usual_day_usd ?? null;
        if (usual !== null && spent.day_usd > UNUSUAL_FLOOR_USD && spent.day_usd > usual * UNUSUAL_FACTOR) {
          const day = new Date().toISOString().slice(0, 10);
          const message = `AI providers cost ${spent.day_usd.toFixed(2)} USD today; a usual day costs ${usual.toFixed(2)}.`;
          await tell(`ai-unusual:${day}`, 'warning', message);
        }
      } catch (error) {
        log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'ai spending could not be checked');
      }
    },
  };
}
