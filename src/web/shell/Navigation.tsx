import { Link, useNavigate } from '@tanstack/react-router';
import { CalendarPlus, Ellipsis, NotebookPen, Plus, UserPlus } from 'lucide-react';
import { Fragment } from 'react';
import { useCanWrite } from '../lib/access.ts';
import { Logo } from '../ui/Logo.tsx';
import { Menu, MenuItem, MenuSeparator } from '../ui/Menu.tsx';
import { ConnectionState } from './ConnectionState.tsx';
import { bySection, type Page, usePages } from './navigation.ts';
import { useOverlays } from './overlays.ts';

/** The pages beside the content, on wide screens. */
export function SideBar() {
  const pages = usePages();
  return (
    <nav aria-label="Pages" className="fixed inset-y-0 left-0 z-20 hidden w-58 flex-col border-r border-line bg-card lg:flex">
      <Link to="/" preload={false} className="flex h-14 items-center gap-2.5 px-5">
        <Logo className="size-7" />
        <span className="text-lg font-semibold tracking-tight">Kith</span>
      </Link>
      <div className="flex grow flex-col overflow-y-auto px-3 py-1">
        {bySection(pages).map((section) => (
          <div key={section[0]!.section} className="flex flex-col gap-0.5 border-line py-2 not-first:border-t">
            {section.map(({ to, label, icon: Icon, key }) => (
              <Link
                key={to}
                to={to}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                aria-keyshortcuts={`g ${key}`}
                className="group flex min-h-9 items-center gap-3 rounded-lg px-3 text-sm font-medium text-muted transition-colors hover:bg-hover hover:text-text focus-visible:-outline-offset-2 data-[status=active]:bg-active data-[status=active]:text-text coarse:min-h-11"
              >
                <Icon aria-hidden className="size-4.5" />
                <span className="grow">{label}</span>
                <kbd aria-hidden className="font-sans text-xs text-muted opacity-0 group-hover:opacity-100">
                  g {key}
                </kbd>
              </Link>
            ))}
          </div>
        ))}
      </div>
      <div className="border-t border-line px-5 py-3">
        <ConnectionState />
      </div>
    </nav>
  );
}

const tab =
  'flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-[0.6875rem] font-medium text-muted focus-visible:-outline-offset-2 data-[status=active]:text-text [&_svg]:size-5.5 data-[status=active]:[&_svg]:text-link';

const underThumb = ['/', '/people', '/calendar'];

/** The pages under the thumb, on a phone; the others are behind More. */
export function BottomBar() {
  const { show } = useOverlays();
  const canWrite = useCanWrite();
  const navigate = useNavigate();
  const pages = usePages();
  const usual = pages.filter(({ to }) => underThumb.includes(to));
  const shown = usual.length === 3 ? usual : pages.slice(0, 3);
  const [first, second, third] = shown;
  const link = (page: Page) => (
    <Link key={page.to} to={page.to} activeOptions={{ exact: page.to === '/', includeSearch: false }} className={tab}>
      <page.icon aria-hidden />
      {page.label}
    </Link>
  );
  return (
    <nav aria-label="Pages" className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-card pb-[env(safe-area-inset-bottom)] lg:hidden">
      {link(first!)}
      {link(second!)}
      {canWrite && (
        <Menu
          align="center"
          trigger={
            <button type="button" aria-label="Add" data-tip="Add" className={tab}>
              <span className="flex size-10 items-center justify-center rounded-full bg-button text-white">
                <Plus aria-hidden />
              </span>
            </button>
          }
        >
          <MenuItem icon={<NotebookPen aria-hidden />} onSelect={() => show({ name: 'note' })}>
            Write a note
          </MenuItem>
          <MenuItem icon={<UserPlus aria-hidden />} onSelect={() => show({ name: 'person' })}>
            Add a person
          </MenuItem>
          <MenuItem icon={<CalendarPlus aria-hidden />} onSelect={() => show({ name: 'event' })}>
            Plan an event
          </MenuItem>
        </Menu>
      )}
      {link(third!)}
      <Menu
        trigger={
          <button type="button" className={tab}>
            <Ellipsis aria-hidden />
            More
          </button>
        }
      >
        <div className="w-[min(21rem,calc(100vw-2rem))]">
          {bySection(pages.filter((page) => !shown.includes(page))).map((section, index) => (
            <Fragment key={section[0]!.section}>
              {index > 0 && <MenuSeparator />}
              <div className="grid grid-cols-2">
                {section.map(({ to, label, icon: Icon }) => (
                  <MenuItem key={to} icon={<Icon aria-hidden />} onSelect={() => void navigate({ to })}>
                    {label}
                  </MenuItem>
                ))}
              </div>
            </Fragment>
          ))}
        </div>
      </Menu>
    </nav>
  );
}
