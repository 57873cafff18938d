import { ChevronDown, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { formatDate, formatDateTime, formatRelative } from '../../../lib/format.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { details, summarise, type Action } from './describe.ts';

/** What was done, one line per action, by day; unfolds to what changed exactly. */
export function ActionList({ actions, onUndo }: { actions: Action[]; onUndo: (id: string) => Promise<void> }) {
  const days = new Map<string, Action[]>();
  for (const action of actions) {
    const day = formatDate(action.at);
    days.set(day, [...(days.get(day) ?? []), action]);
  }
  return (
    <div className="flex flex-col gap-5">
      {[...days].map(([day, list]) => (
        <section key={day} aria-label={day}>
          <h2 className="mb-2 text-sm font-medium text-muted">{day}</h2>
          <ul className="-mx-4 divide-y divide-line border-y border-line bg-card sm:mx-0 sm:overflow-hidden sm:rounded-xl sm:border">
            {list.map((action) => (
              <li key={action.id}>
                <ActionItem action={action} onUndo={() => onUndo(action.id)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function ActionItem({ action, onUndo }: { action: Action; onUndo: () => Promise<void> }) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const undo = async () => {
    setBusy(true);
    await onUndo();
    setBusy(false);
  };
  return (
    <div className="py-1.5 pr-2 pl-4">
      <div className="flex items-center gap-2">
        <div className="min-w-0 grow">
          <p>{summarise(action)}</p>
          <p className="text-sm text-faint">
            <time dateTime={action.at} title={formatDateTime(action.at)}>
              {formatRelative(action.at)}
            </time>
            {action.actor && ` · ${action.actor}`}
            {action.channel && ` · ${action.channel}`}
          </p>
        </div>
        <Button variant="ghost" size="sm" busy={busy} icon={<Undo2 aria-hidden className="size-4" />} onClick={() => void undo()}>
          Undo
        </Button>
        <IconButton label={open ? 'Hide details' : 'Show details'} aria-expanded={open} onClick={() => setOpen(!open)}>
          <ChevronDown aria-hidden className={`transition-transform ${open ? 'rotate-180' : ''}`} />
        </IconButton>
      </div>
      {open && (
        <dl className="mt-1 mb-2 flex flex-col gap-1.5 border-l-2 border-line pl-3 text-sm">
          {action.changes.flatMap((change) =>
            details(change).map((line) => (
              <div key={`${change.position}:${line.label}`} className="grid gap-x-3 sm:grid-cols-[9rem_1fr]">
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
