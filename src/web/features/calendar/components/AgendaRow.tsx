import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { MapPin, Repeat } from 'lucide-react';
import type { Occurrence } from '../../../lib/types.ts';
import { colorOf, KindIcon, type OnOpen, titleOf, whenOf } from './words.tsx';

/** One line of an agenda, quieter when it is `over`; the people in it lead to their pages. */
export function AgendaRow({ one, over = false, onOpen }: { one: Occurrence; over?: boolean; onOpen: OnOpen }) {
  return (
    <div className="flex items-stretch gap-3 px-4 hover:bg-hover">
      <span aria-hidden style={{ background: colorOf(one) }} className={clsx('my-2.5 w-1 shrink-0 rounded-full', over && 'opacity-50')} />
      <div className="min-w-0 grow py-1.5">
        <button type="button" onClick={() => onOpen(one)} className="flex min-h-8 w-full items-center gap-2 text-left coarse:min-h-11">
          <KindIcon one={one} className="size-4 text-muted" />
          <span className={clsx('min-w-0 grow truncate', over ? 'text-muted' : 'font-medium')}>{titleOf(one)}</span>
          {one.repeats && one.kind === 'event' && <Repeat aria-label="Repeats" className="size-3.5 shrink-0 text-faint" />}
          <span className="shrink-0 text-sm text-muted tabular-nums">{whenOf(one)}</span>
        </button>
        {(one.place || one.contacts.length > 0) && (
          <p className="flex flex-wrap items-center gap-x-3 pb-1 text-sm text-muted">
            {one.place && (
              <span className="inline-flex min-w-0 items-center gap-1">
                <MapPin aria-hidden className="size-3.5 shrink-0" />
                <span className="truncate">{one.place}</span>
              </span>
            )}
            {one.contacts.map((contact) => (
              <Link key={contact.id} to="/people/$contactId" params={{ contactId: contact.id }} className="link inline-flex min-h-6 items-center coarse:min-h-11">
                {contact.full_name}
              </Link>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}
