import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Star, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import type { Calendar } from '../../../lib/types.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { seen } from '../../../ui/colors.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { LabelForm } from '../../../ui/LabelForm.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { type CalendarInput, calendarsQuery, useDeleteCalendar, useSaveCalendar } from '../api/calendar.ts';

/** The calendars: which are shown, and for who may write also what they are called and which is the default. */
export function CalendarsDialog({ onClose }: { onClose: () => void }) {
  const canWrite = useCanWrite();
  const query = useQuery(calendarsQuery);
  const queries = useQueryClient();
  const save = useSaveCalendar();
  const remove = useDeleteCalendar();
  const [editing, setEditing] = useState<{ calendar?: Calendar } | null>(null);
  const change = (calendar: Calendar, body: CalendarInput, done?: string) => void attempt(save.mutateAsync({ id: calendar.id, body }), { ...(done ? { done } : {}), failed: 'Could not change the calendar', queries, actionId: (id) => id });

  // Undo stands behind the dialog, so it closes.
  const drop = async ({ id, name }: Calendar) => {
    const done = await attempt(remove.mutateAsync(id), { done: `${name} and its events deleted`, failed: 'Could not delete the calendar', queries, actionId: (action) => action });
    if (done) onClose();
  };

  if (editing) {
    const { calendar } = editing;
    return (
      <LabelForm
        title={calendar ? 'Change calendar' : 'New calendar'}
        label={calendar && { ...calendar, description: null }}
        described={false}
        count={query.data?.length ?? 0}
        busy={save.isPending}
        error={save.error}
        onSave={async ({ name, color }) => {
          const done = await attempt(save.mutateAsync({ id: calendar?.id, body: { name, color } }), { done: calendar ? `${name} changed` : `${name} added`, failed: 'Could not save the calendar', queries, actionId: (id) => id });
          if (done) setEditing(null);
        }}
        onClose={() => (save.reset(), setEditing(null))}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Calendars"
      size="sm"
      {...(canWrite
        ? {
            footer: (
              <Button className="mr-auto" icon={<Plus aria-hidden className="size-4" />} onClick={() => setEditing({})}>
                New calendar
              </Button>
            ),
          }
        : { description: 'What you hide here only you do not see.' })}
    >
      <DataView query={query} compact loading={<SkeletonRows rows={2} />}>
        {(calendars) => (
          <ul className="-mx-2 flex flex-col">
            {calendars.map((calendar) => (
              <li key={calendar.id} className="flex min-h-11 items-center gap-1 rounded-lg pr-1 pl-2 hover:bg-hover">
                <label className="flex min-h-11 min-w-0 grow items-center gap-3">
                  <input type="checkbox" aria-label={`Show ${calendar.name}`} checked={!calendar.hidden} onChange={(event) => change(calendar, { hidden: !event.target.checked })} className="size-4 shrink-0 accent-(--primary)" />
                  <span aria-hidden style={{ background: seen(calendar.color) }} className="size-3 shrink-0 rounded-full" />
                  <span className="truncate">{calendar.name}</span>
                  {calendar.is_default && <Badge>Default</Badge>}
                </label>
                {canWrite && (
                  <>
                    {!calendar.is_default && (
                      <IconButton label={`Make ${calendar.name} the default`} onClick={() => change(calendar, { is_default: true }, `New events go to ${calendar.name}`)}>
                        <Star aria-hidden />
                      </IconButton>
                    )}
                    <IconButton label={`Change ${calendar.name}`} onClick={() => setEditing({ calendar })}>
                      <Pencil aria-hidden />
                    </IconButton>
                    {!calendar.is_default && (
                      <IconButton label={`Delete ${calendar.name} and its events`} onClick={() => void drop(calendar)}>
                        <Trash2 aria-hidden />
                      </IconButton>
                    )}
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </DataView>
    </Dialog>
  );
}
