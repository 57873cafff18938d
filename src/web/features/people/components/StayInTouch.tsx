import { useQueryClient } from '@tanstack/react-query';
import { HeartHandshake } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { formatRelative } from '../../../lib/format.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { refreshToday } from '../../../lib/today.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { useUpdateContact, type LoadedContact } from '../api/contacts.ts';
import { useSnooze } from '../api/touch.ts';
import { cadenceName, dueText, isDue } from './cadence.ts';

const CadenceForm = lazyPart(async () => (await import('./CadenceForm.tsx')).CadenceForm);
const CadenceMenu = lazyPart(async () => (await import('./CadenceMenu.tsx')).CadenceMenu);

/** In a line: how often to be in touch with a person, when the next time is, and when the last was. */
export function StayInTouch({ contact }: { contact: LoadedContact }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const update = useUpdateContact(contact.id);
  const snooze = useSnooze();
  const [choosing, setChoosing] = useState(false);
  const weeks = contact.cadence_weeks;
  const set = (cadence_weeks: number | null) =>
    attempt(update.mutateAsync({ cadence_weeks }), { done: cadence_weeks ? `In touch ${cadenceName(cadence_weeks).toLowerCase()}` : 'No reminder to be in touch', failed: 'Could not save', queries, actionId: (result) => result.action_id }).then((saved) => {
      if (saved) void refreshToday(queries);
      return saved;
    });
  const putOff = (days: number | null) => void attempt(snooze.mutateAsync({ id: contact.id, days }), { done: days ? 'Put off' : 'Due as before', failed: 'Could not put it off', queries, actionId: (id) => id });

  return (
    <section aria-label="Stay in touch" className="inline-flex items-start gap-x-2">
      <HeartHandshake aria-hidden className="mt-1 size-4" />
      {/* One running text: a dot that parts two things never begins a line. */}
      <div className="min-w-0">
        {weeks && (
          <>
            {cadenceName(weeks)}
            {isDue(contact) ? ' ' : ' · '}
            {isDue(contact) ? <Badge color="var(--warning)">{dueText(contact)}</Badge> : dueText(contact)}
            {' · '}
          </>
        )}
        {contact.last_interaction_at ? `${weeks ? 'last' : 'Last'} contact ${formatRelative(contact.last_interaction_at)}` : `${weeks ? 'no' : 'No'} contact remembered yet`}{' '}
        {canWrite && (
          <Menu
            trigger={
              <button type="button" className="link min-h-6 rounded coarse:-my-2.5 coarse:min-h-11">
                {weeks ? 'Change' : 'Remind me'}
              </button>
            }
          >
            <Suspense>
              <CadenceMenu contact={contact} onSet={(value) => void set(value)} onChoose={() => setChoosing(true)} onPutOff={putOff} />
            </Suspense>
          </Menu>
        )}
      </div>
      <Suspense>{choosing && <CadenceForm weeks={weeks} busy={update.isPending} onSave={async (value) => (await set(value)) && setChoosing(false)} onClose={() => setChoosing(false)} />}</Suspense>
    </section>
  );
}
