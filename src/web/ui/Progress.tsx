import clsx from 'clsx';

/** A bar from 0 to 100; without a value it moves to say that something is going on. */
export function ProgressBar({ value, label }: { value?: number; label: string }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value}
      className="h-1.5 w-full overflow-hidden rounded-full bg-active"
    >
      <div
        className={clsx('h-full rounded-full bg-primary transition-[width] duration-300', value === undefined && 'w-full animate-pulse')}
        style={value === undefined ? undefined : { width: `${Math.max(2, Math.min(100, value))}%` }}
      />
    </div>
  );
}

/** How sure an entry is, 1 to 10, as five small bars and as words for screen readers. */
export function Confidence({ value }: { value: number }) {
  const color = value >= 7 ? 'var(--success)' : value >= 4 ? 'var(--warning)' : 'var(--danger)';
  return (
    <span role="img" aria-label={`Confidence ${value} of 10`} data-tip={`Confidence ${value} of 10`} className="inline-flex shrink-0 items-end gap-0.5">
      {[2, 4, 6, 8, 10].map((step) => (
        <span
          key={step}
          aria-hidden
          className="w-1 rounded-sm"
          style={{ height: `${4 + step}px`, background: value >= step - 1 ? color : 'var(--active)' }}
        />
      ))}
    </span>
  );
}
