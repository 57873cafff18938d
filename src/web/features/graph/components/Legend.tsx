import { Check, ChevronDown } from 'lucide-react';
import clsx from 'clsx';
import { useState } from 'react';
import { Dot } from '../../../ui/Badge.tsx';
import { useMedia } from '../../../lib/useMedia.ts';
import type { GraphFilter } from './filter.ts';
import type { LegendItem } from './model.ts';

const FEW = 9;
const titles = { tier: 'Tier', tag: 'Tags', group: 'Groups', community: 'Communities', health: 'Health' };

/** What the colours mean. Who presses one sees only those people; pressed again, everybody. */
export function Legend({ filter, items, onFilter }: { filter: GraphFilter; items: LegendItem[]; onFilter: (filter: GraphFilter) => void }) {
  const small = useMedia('(max-width: 639px)');
  const [folded, setFolded] = useState<boolean | null>(null);
  const [more, setMore] = useState(false);
  const closed = folded ?? small;
  const only = new Set(filter.only?.split(',') ?? []);
  const toggle = (key: string) => {
    const next = new Set(only);
    if (!next.delete(key)) next.add(key);
    const { only: _, ...rest } = filter;
    onFilter(next.size === 0 || next.size === items.length ? rest : { ...rest, only: [...next].join(',') });
  };
  return (
    <section data-over-map aria-label="Legend" className="absolute bottom-3 left-3 max-w-64 rounded-xl border border-line bg-raised/95 p-1.5 text-sm shadow-float">
      <button type="button" aria-expanded={!closed} className="flex min-h-8 w-full items-center gap-2 rounded-md px-2 font-medium text-muted hover:text-text coarse:min-h-11" onClick={() => setFolded(!closed)}>
        <span className="grow text-left">{titles[filter.color ?? 'tier']}</span>
        <ChevronDown aria-hidden className={clsx('size-4 transition-transform', closed && 'rotate-180')} />
      </button>
      {!closed && (
        // A long legend scrolls, and its buttons can be reached.
        <div className="max-h-[40vh] overflow-y-auto">
          {(more ? items : items.slice(0, FEW)).map(({ key, label, color, count }) => (
            <button
              key={key}
              type="button"
              aria-pressed={only.has(key)}
              onClick={() => toggle(key)}
              className={clsx('flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover focus-visible:-outline-offset-2 coarse:min-h-11', only.size > 0 && !only.has(key) && 'text-faint')}
            >
              <Dot color={color} className="size-2.5!" />
              <span className="grow truncate">{label}</span>
              {only.has(key) && <Check aria-hidden className="size-3.5 text-muted" />}
              <span className="text-xs text-faint tabular-nums">{count}</span>
            </button>
          ))}
          {!more && items.length > FEW && (
            <button type="button" className="min-h-8 w-full rounded-md px-2 text-left text-muted hover:bg-hover coarse:min-h-11" onClick={() => setMore(true)}>
              and {items.length - FEW} more
            </button>
          )}
        </div>
      )}
    </section>
  );
}
