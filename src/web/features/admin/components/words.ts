import { formatNumber } from '../../../lib/format.ts';
import type { AdminUser } from '../../../lib/types.ts';

/** 1536 → "1.5 KB". */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${formatNumber(value < 10 && unit > 0 ? Math.round(value * 10) / 10 : Math.round(value))} ${units[unit]}`;
}

/** 0.0042 → "$0.0042", 12.3 → "$12.30". */
export const formatCost = (usd: number): string => (usd > 0 && usd < 0.01 ? `$${usd.toPrecision(2)}` : `$${usd.toFixed(2)}`);

export const states: Record<AdminUser['state'], { label: string; color?: string }> = {
  active: { label: 'Active', color: 'var(--success)' },
  waiting: { label: 'No password yet', color: 'var(--warning)' },
  disabled: { label: 'Disabled', color: 'var(--danger)' },
};
