import clsx from 'clsx';
import { Suspense, useId, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';

export type TabsProps<T extends string> = {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: { value: T; label: string; count?: number | undefined; className?: string; content: ReactNode }[];
  /** Stands in for a panel whose code is on its way. */
  loading?: ReactNode;
};

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Panels behind a row of tabs: one Tab stop, arrow keys choose. Only the chosen panel is drawn. */
export function Tabs<T extends string>({ label, value, onChange, tabs, loading }: TabsProps<T>) {
  const id = useId();
  const chosen = tabs.find((tab) => tab.value === value) ?? tabs[0]!;
  // On a phone the row is wider than the screen: the chosen tab is brought into it, without moving the page.
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [list, tab] = [row.current, document.getElementById(`${id}-${chosen.value}`)];
    if (list && tab) list.scrollLeft = tab.offsetLeft - list.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
  }, [id, chosen.value]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // A tab that this width hides is passed over.
    const shown = [...(event.currentTarget.parentElement!.children as HTMLCollectionOf<HTMLElement>)].filter((tab) => tab.offsetParent);
    const next = shown[step(shown.indexOf(document.activeElement as HTMLElement), shown.length)];
    next?.focus();
    next?.click();
  };
  return (
    <>
      <div ref={row} role="tablist" aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-${tab.value}`}
            aria-selected={tab === chosen}
            aria-controls={tab === chosen ? `${id}-panel` : undefined}
            tabIndex={tab === chosen ? 0 : -1}
            onClick={() => onChange(tab.value)}
            onKeyDown={onKeyDown}
            className={clsx(
              '-mb-px flex min-h-11 items-center gap-2 whitespace-nowrap border-b-2 border-transparent px-3 text-sm font-medium text-muted transition-colors',
              'hover:text-text focus-visible:-outline-offset-2 aria-selected:border-primary aria-selected:text-text',
              tab.className,
            )}
          >
            {tab.label}
            {tab.count !== undefined && <span className="rounded-full bg-hover px-1.5 text-xs text-muted tabular-nums">{tab.count}</span>}
          </button>
        ))}
      </div>
      {/* A panel may hold only text: Tab leads from the tab to what it shows. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div key={chosen.value} role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen.value}`} tabIndex={0} className="pt-4 focus-visible:outline-offset-4">
        <Suspense fallback={loading}>{chosen.content}</Suspense>
      </div>
    </>
  );
}
