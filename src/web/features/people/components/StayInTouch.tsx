import { useQueryClient } from '@tanstack/react-query';
import { AlarmClockOff, BellOff, HeartHandshake, MessageCircleHeart, Pencil, TimerReset } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { formatRelative } from '../../../lib/format.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Menu, MenuItem, MenuLabel, MenuRadio, MenuSeparator } from '../../../ui/Menu.tsx';
import { useUpdateContact, type LoadedContact } from '../api/contacts.ts';
import { useSnooze } from '../api/touch.ts';
import { cadenceName, cadences, dueText, isDue, snoozes } from './cadence.ts';
import { TalkedMenu } from './TalkedMenu.tsx';

const CadenceForm = lazyPart(async () => (await import('./CadenceForm.tsx')).CadenceForm);

/** How often to be in touch with a person, when the next time is, and "we just talked". */
export function StayInTouch({ contact }: { contact: LoadedContact }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const update = useUpdateContact(contact.id);
  const snooze = useSnooze();
  const [choosing, setChoosing] = useState(false);
  const weeks = contact.cadence_weeks;
  const set = (cadence_weeks: number | null) =>
    attempt(update.mutateAsync({ cadence_weeks }), { done: cadence_weeks ? `In touch ${cadenceName(cadence_weeks).toLowerCase()}` : 'No reminder to be in touch', failed: 'Could not save', queries, actionId: (result) => result.action_id }).then((saved) => {
      if (saved) void queries.invalidateQueries({ queryKey: ['today'] });
      return saved;
    });
  const putOff = (days: number | null) => void attempt(snooze.mutateAsync({ id: contact.id, days }), { done: days ? 'Put off' : 'Due as before', failed: 'Could not put it off', queries, actionId: (id) => id });

  return (
    <section aria-label="Stay in touch" className="mb-5 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-line bg-card px-4 py-2.5 text-sm">
      <HeartHandshake aria-hidden className="size-5 shrink-0 text-muted" />
      <p className="min-w-40 grow">
        <span className="font-medium">{weeks ? cadenceName(weeks) : 'No reminder to be in touch'}</span>
        {weeks && (isDue(contact) ? <Badge color="var(--warning)" className="ml-2">{dueText(contact)}</Badge> : <span className="text-muted"> · {dueText(contact)}</span>)}
        <span className="block text-muted">{contact.last_interaction_at ? `Last contact ${formatRelative(contact.last_interaction_at)}` : 'No contact remembered yet'}</span>
      </p>
      {canWrite && (
        <div className="flex flex-wrap gap-2">
          <Menu
            trigger={
              <Button size="sm" icon={<TimerReset aria-hidden className="size-4" />}>
                {weeks ? 'Change' : 'Remind me'}
              </Button>
            }
          >
            <MenuRadio
              label="Be in touch"
              value={String(weeks ?? '')}
              onChange={(value) => void set(Number(value))}
              options={[...new Set([...cadences, ...(weeks ? [weeks] : [])])].toSorted((a, b) => a - b).map((value) => ({ value: String(value), label: cadenceName(value) }))}
            />
            <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setChoosing(true)}>
              Every … weeks
            </MenuItem>
            {weeks && (
              <>
                <MenuItem icon={<BellOff aria-hidden />} onSelect={() => void set(null)}>
                  No reminder
                </MenuItem>
                <MenuSeparator />
                <MenuLabel>Put off</MenuLabel>
                {snoozes.map(([days, label]) => (
                  <MenuItem key={days} onSelect={() => putOff(days)}>
                    {label}
                  </MenuItem>
                ))}
                {contact.snoozed_until && (
                  <MenuItem icon={<AlarmClockOff aria-hidden />} onSelect={() => putOff(null)}>
                    No longer
                  </MenuItem>
                )}
              </>
            )}
          </Menu>
          <TalkedMenu
            person={contact}
            trigger={
              <Button size="sm" icon={<MessageCircleHeart aria-hidden className="size-4" />}>
                Talked today
              </Button>
            }
          />
        </div>
      )}
      <Suspense>{choosing && <CadenceForm weeks={weeks} busy={update.isPending} onSave={async (value) => (await set(value)) && setChoosing(false)} onClose={() => setChoosing(false)} />}</Suspense>
    </section>
  );
}
