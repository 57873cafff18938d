import { Link, useLocation, type LinkProps } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { PageHead } from '../ui/Card.tsx';

export type SubPagesProps = { title: string; pages: readonly { to: NonNullable<LinkProps['to']>; label: string; icon: LucideIcon }[]; children: ReactNode };

/** Pages that belong together, such as the settings: a list beside them, or above them on a phone, where the open one is scrolled into sight. */
export function SubPages({ title, pages, children }: SubPagesProps) {
  const path = useLocation({ select: (location) => location.pathname });
  // the longest address that fits: the first page may be the beginning of the others
  const open = pages.filter(({ to }) => `${path}/`.startsWith(`${to}/`)).at(-1);
  const here = open?.to;
  const row = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const [list, link] = [row.current, row.current?.querySelector<HTMLElement>(`[href="${here}"]`)];
    if (list && link) list.scrollLeft = link.offsetLeft - list.offsetLeft - (list.clientWidth - link.offsetWidth) / 2;
  }, [here]);
  return (
    <>
      <PageHead title={title} tab={open ? `${open.label} · ${title}` : title} />
      <div className="grid items-start gap-5 md:grid-cols-[12rem_minmax(0,1fr)]">
        <nav ref={row} aria-label={title} className="-mx-4 flex gap-1 overflow-x-auto px-4 pb-1 md:mx-0 md:flex-col md:px-0">
          {pages.map(({ to, label, icon: Icon }) => (
            <Link
              key={to}
              to={to}
              activeOptions={{ exact: pages.some((other) => other.to.startsWith(`${to}/`)) }}
              className="flex min-h-10 shrink-0 items-center gap-2.5 rounded-lg px-3 text-sm text-muted hover:bg-hover hover:text-text focus-visible:-outline-offset-2 data-[status=active]:bg-active data-[status=active]:text-text coarse:min-h-11"
            >
              <Icon aria-hidden className="size-4 max-md:hidden" /> {label}
            </Link>
          ))}
        </nav>
        <div className="min-w-0">{children}</div>
      </div>
    </>
  );
}
