/** The mark of the product: three people, connected. Decorative. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className}>
      <rect width="32" height="32" rx="8" className="fill-button" />
      <path d="m11 12 11-2m-11 2 9 10m2-12-2 12" className="stroke-white" strokeWidth="1.6" strokeOpacity=".7" fill="none" />
      <circle cx="11" cy="12" r="4" className="fill-white" />
      <circle cx="22" cy="10" r="3" fill="var(--hue-1)" />
      <circle cx="20" cy="22" r="3.4" className="fill-white" />
    </svg>
  );
}
