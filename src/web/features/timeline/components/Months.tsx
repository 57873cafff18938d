import { formatMonth, plural } from '../../../lib/format.ts';

export type MonthCount = { month: string; count: number };
const SHOWN = 36;

/** The months between two, both included, oldest first. */
function between(first: string, last: string): string[] {
  const months: string[] = [];
  let [year, month] = first.split('-').map(Number) as [number, number];
  for (; months.length < 1200; month === 12 ? ((month = 1), year++) : month++) {
    const name = `${year}-${String(month).padStart(2, '0')}`;
    months.push(name);
    if (name === last) break;
  }
  return months;
}

/** One bar a month, as high as much happened; a click jumps there. The last three years. */
export function Months({ counts, onJump }: { counts: MonthCount[]; onJump: (day: string) => void }) {
  if (counts.length < 2) return null;
  const months = between(counts.at(-1)!.month, counts[0]!.month).slice(-SHOWN);
  const most = Math.max(...counts.map((one) => one.count));
  return (
    <div role="group" aria-label="How much happened, by month. Each bar jumps there.">
      <div className="flex h-12 items-end gap-px overflow-hidden">
        {months.map((month) => {
          const count = counts.find((one) => one.month === month)?.count ?? 0;
          const label = `${formatMonth(month)}: ${plural(count, 'thing')}`;
          return (
            <button key={month} type="button" disabled={count === 0} aria-label={label} data-tip={label} onClick={() => onJump(lastDay(month))} className="group flex h-full min-w-0 grow items-end rounded-sm hover:bg-hover disabled:hover:bg-transparent">
              <span style={{ height: `${count === 0 ? 4 : 12 + (88 * count) / most}%` }} className={`block w-full rounded-sm ${count === 0 ? 'bg-line' : 'bg-primary group-hover:bg-secondary'}`} />
            </button>
          );
        })}
      </div>
      <p aria-hidden className="mt-1 flex justify-between gap-3 text-xs text-faint">
        <span>{formatMonth(months[0]!)}</span>
        <span className="text-center">How much happened</span>
        <span className="text-right">{formatMonth(months.at(-1)!)}</span>
      </p>
    </div>
  );
}

function lastDay(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}
