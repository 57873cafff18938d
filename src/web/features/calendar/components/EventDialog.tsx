import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { isStale } from '../../../lib/api.ts';
import { undo } from '../../../lib/undo.ts';
import type { CalendarEvent } from '../../../lib/types.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { notify, notifyError } from '../../../ui/toast.tsx';
import { calendarsQuery, eventQuery, type Scope, useDeleteEvent, useSaveEvent } from '../api/calendar.ts';
import { changes, fromRrule, newValues, toInput, toValues, type Values } from '../event-form.ts';
import { EventFields } from './EventFields.tsx';
import { ScopeDialog } from './ScopeDialog.tsx';

/** A new event as it is known so far. `end`: a wall time, or of whole days the last one. */
export type Draft = { start: string; end?: string | undefined; title?: string; people?: { id: string; full_name: string }[]; rrule?: string | null };
export type EventDialogProps = {
  /** The event to change (an occurrence of it), or when a new one starts. */
  open: { id: string; occurrence?: string | undefined } | Draft;
  zone: string;
  onClose: () => void;
};

/** An event: a new one, or one that is looked at and changed. */
export function EventDialog({ open, zone, onClose }: EventDialogProps) {
  const id = 'id' in open ? open.id : undefined;
  const event = useQuery({ ...eventQuery(id ?? ''), enabled: id !== undefined });
  const calendars = useQuery(calendarsQuery);
  const standard = calendars.data?.find((calendar) => calendar.is_default)?.id ?? calendars.data?.[0]?.id;
  if ('start' in open) {
    if (!standard) return null;
    return <EventForm values={{ ...newValues(open.start, zone, standard, open.end), title: open.title ?? '', people: open.people ?? [], repeat: fromRrule(open.rrule ?? null, open.start.slice(0, 10)) }} onClose={onClose} />;
  }
  if (!event.data) {
    return (
      <Dialog open inAddress onClose={onClose} title="Event">
        <DataView query={event} compact loading={<SkeletonRows rows={3} />}>
          {() => null}
        </DataView>
      </Dialog>
    );
  }
  return <EventForm event={event.data} occurrence={open.occurrence} values={toValues(event.data, open.occurrence, zone)} onClose={onClose} />;
}

type FormProps = { event?: CalendarEvent; occurrence?: string | undefined; values: Values; onClose: () => void };
type Asking = { what: 'save'; only: boolean } | { what: 'delete' };

function EventForm({ event, occurrence, values: given, onClose }: FormProps) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const [before] = useState(given);
  // What the changes go on top of. Once somebody was told that it changed, they may do so.
  const [seen, setSeen] = useState(event);
  const [values, setValues] = useState(given);
  const [asking, setAsking] = useState<Asking | null>(null);
  const save = useSaveEvent();
  const remove = useDeleteEvent();
  const error = save.error ?? remove.error;
  const repeats = event?.rrule != null && occurrence !== undefined;

  const done = (words: string, action_id: string | undefined) => {
    notify(words, action_id ? () => void undo(queries, action_id) : undefined);
    onClose();
  };
  const store = (scope?: Scope) => {
    const body = event ? changes(before, values) : toInput(values);
    if (event && Object.keys(body).length === 0) return onClose();
    if (scope === 'this') delete body.rrule;
    const call = event ? { which: { id: event.id, scope, occurrence: scope && occurrence }, seen, body } : { body };
    save.mutate(call, { onSuccess: ({ event: saved, action_id }) => done(event ? `${saved.title} changed` : `${saved.title} added`, action_id), onError: (failure) => void refused(failure) });
  };
  const refused = async (error: unknown) => {
    setAsking(null);
    if (!event || !isStale(error)) return;
    try {
      setSeen(await queries.fetchQuery({ ...eventQuery(event.id), staleTime: 0 }));
    } catch (reason) {
      notifyError(reason, 'Could not load what was changed elsewhere');
    }
  };
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    const body = event && changes(before, values);
    if (repeats && body && Object.keys(body).length > 0) setAsking({ what: 'save', only: 'rrule' in body });
    else store();
  };
  const drop = (scope?: Scope) => remove.mutate({ id: event!.id, scope, occurrence: scope && occurrence }, { onSuccess: (action_id) => done(`${event!.title} deleted`, action_id), onError: () => setAsking(null) });

  if (asking) {
    const choose = asking.what === 'save' ? store : drop;
    return (
      <ScopeDialog
        title={asking.what === 'save' ? 'Change which?' : 'Delete which?'}
        event={event!.title}
        busy={save.isPending || remove.isPending}
        without={asking.what === 'save' && asking.only ? 'this' : undefined}
        onChoose={choose}
        onClose={() => setAsking(null)}
      />
    );
  }
  return (
    <Dialog
      inAddress={event !== undefined}
      open
      onClose={onClose}
      title={event ? (canWrite ? 'Change event' : event.title) : 'New event'}
      footer={
        canWrite && (
          <>
            {event && (
              <Button variant="ghost" className="mr-auto" busy={remove.isPending} onClick={() => (repeats ? setAsking({ what: 'delete' }) : drop())}>
                Delete
              </Button>
            )}
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form="event" variant="primary" busy={save.isPending}>
              {event ? 'Save' : 'Add'}
            </Button>
          </>
        )
      }
    >
      <form id="event" onSubmit={submit}>
        <FormError error={isStale(error) ? new Error('This event was changed elsewhere meanwhile. Save again to put your changes on top, or close it to see what it is now.') : error} />
        {event && event.contacts.length > 0 && (
          <p className="mb-2 flex flex-wrap gap-x-4">
            {event.contacts.map((person) => (
              <Link key={person.id} to="/people/$contactId/briefing" params={{ contactId: person.id }} className="link inline-flex min-h-8 items-center gap-1.5 text-sm coarse:min-h-11">
                <ScrollText aria-hidden className="size-4" /> Briefing on {person.full_name}
              </Link>
            ))}
          </p>
        )}
        <fieldset disabled={!canWrite} className="flex min-w-0 flex-col gap-4">
          <EventFields values={values} onChange={setValues} isOne={event?.series_id != null} />
        </fieldset>
      </form>
    </Dialog>
  );
}
