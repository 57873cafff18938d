import { formatNumber } from '../../../lib/format.ts';

const radius = 42;
const round = 2 * Math.PI * radius;

/** A score of 0 to 100 as a ring with the number in it. */
export function Ring({ score, label, color }: { score: number; label: string; color: string }) {
  return (
    <span role="img" aria-label={`${label}: ${formatNumber(score)} of 100`} className="relative inline-flex size-28 shrink-0 items-center justify-center">
      <svg aria-hidden viewBox="0 0 100 100" className="absolute inset-0 -rotate-90">
        <circle cx="50" cy="50" r={radius} fill="none" stroke="var(--active)" strokeWidth="9" />
        {score > 0 && <circle cx="50" cy="50" r={radius} fill="none" stroke={color} strokeWidth="9" strokeLinecap="round" strokeDasharray={`${(round * score) / 100} ${round}`} />}
      </svg>
      <span aria-hidden className="text-2xl font-semibold tabular-nums">
        {formatNumber(score)}
      </span>
    </span>
  );
}
