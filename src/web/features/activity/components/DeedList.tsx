import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { ChevronDown, Redo2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { formatDate, formatDateTime, formatRelative } from '../../../lib/format.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { details, type Deed } from './describe.ts';

/** What was done, one line each, by day; unfolds to what changed exactly where that is known. */
export function DeedList({ deeds, onUndo }: { deeds: Deed[]; onUndo: ((id: string) => Promise<void>) | undefined }) {
  const days = new Map<string, Deed[]>();
  for (const deed of deeds) {
    const day = formatDate(deed.at);
    days.set(day, [...(days.get(day) ?? []), deed]);
  }
  return (
    <div className="flex flex-col gap-5">
      {[...days].map(([day, list]) => (
        <section key={day} aria-label={day}>
          <h2 className="mb-2 text-sm font-medium text-muted">{day}</h2>
          <ul className="-mx-4 divide-y divide-line border-y border-line bg-card sm:mx-0 sm:overflow-hidden sm:rounded-xl sm:border">
            {list.map((deed) => (
              <li key={deed.id}>
                <DeedItem deed={deed} onUndo={onUndo && (() => onUndo(deed.id))} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function DeedItem({ deed, onUndo }: { deed: Deed; onUndo: (() => Promise<void>) | undefined }) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const undo = async () => {
    setBusy(true);
    await onUndo?.();
    setBusy(false);
  };
  return (
    <div className="py-2 pr-2 pl-4">
      <div className="flex min-h-11 items-center gap-2">
        {deed.contact_id && !deed.undone ? (
          <Link to="/people/$contactId" params={{ contactId: deed.contact_id }} className="block min-h-11 min-w-0 grow hover:[&>:first-child]:underline">
            <DeedText deed={deed} />
          </Link>
        ) : (
          <div className="min-w-0 grow">
            <DeedText deed={deed} />
          </div>
        )}
        {deed.undoable && onUndo && (
          <Button
            variant="ghost"
            size="sm"
            busy={busy}
            icon={deed.undoes ? <Redo2 aria-hidden className="size-4" /> : <Undo2 aria-hidden className="size-4" />}
            onClick={() => void undo()}
          >
            {deed.undoes ? 'Redo' : 'Undo'}
          </Button>
        )}
        {deed.changes.length > 0 && (
          <IconButton label={open ? 'Hide details' : 'Show details'} aria-expanded={open} onClick={() => setOpen(!open)}>
            <ChevronDown aria-hidden className={`transition-transform ${open ? 'rotate-180' : ''}`} />
          </IconButton>
        )}
      </div>
      {open && (
        <dl className="mt-1 mb-2 flex flex-col gap-1.5 border-l-2 border-line pl-3 text-sm">
          {deed.changes.flatMap((change) =>
            details(change).map((line) => (
              <div key={`${change.id}:${line.label}`} className="grid gap-x-3 sm:grid-cols-[9rem_1fr]">
                <dt className="text-faint capitalize">{line.label}</dt>
                <dd className="line-clamp-4">
                  {line.before !== undefined && <del className="text-muted decoration-danger/70">{line.before}</del>}
                  {line.before !== undefined && line.after !== undefined && <span aria-hidden> → </span>}
                  {line.after !== undefined && <ins className="no-underline">{line.after}</ins>}
                </dd>
              </div>
            )),
          )}
        </dl>
      )}
    </div>
  );
}

function DeedText({ deed }: { deed: Deed }) {
  return (
    <>
      <span className={clsx('block', deed.undone && 'text-faint line-through')}>{deed.summary}</span>
      <span className="flex flex-wrap items-center gap-x-1.5 text-sm text-faint">
        <time dateTime={deed.at} data-tip={formatDateTime(deed.at)}>
          {formatRelative(deed.at)}
        </time>
        {deed.actor && <span>· {deed.actor}</span>}
        {deed.channel && <span>· {deed.channel}</span>}
        {deed.undoes && <Badge>Undo</Badge>}
        {deed.undone && <Badge>Undone</Badge>}
      </span>
    </>
  );
}
