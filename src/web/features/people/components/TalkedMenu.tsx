import { useQueryClient } from '@tanstack/react-query';
import { MessagesSquare, NotebookPen, Phone, Send, Users } from 'lucide-react';
import { Suspense, useState, type ReactElement, type ComponentProps } from 'react';
import { attempt } from '../../../lib/attempt.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/Menu.tsx';
import { useTalked, type Talk } from '../api/touch.ts';
import { talkKinds } from './cadence.ts';

const TalkForm = lazyPart(async () => (await import('./TalkForm.tsx')).TalkForm);
const icons = { call: Phone, meeting: Users, message: Send, other: MessagesSquare };

/** "I just talked to them": one tap, or with the day and a line to remember. */
export function TalkedMenu({ person, trigger }: { person: { id: string; full_name: string }; trigger: ReactElement<ComponentProps<'button'>> }) {
  const talked = useTalked();
  const queries = useQueryClient();
  const [more, setMore] = useState(false);
  const onTalk = (talk: Talk) =>
    attempt(talked.mutateAsync({ id: person.id, talk }), { done: `In touch with ${person.full_name}`, failed: 'Could not remember that', queries, actionId: (id) => id });
  return (
    <>
      <Menu trigger={trigger}>
        {talkKinds.map(([kind, label]) => {
          const Icon = icons[kind];
          return (
            <MenuItem key={kind} icon={<Icon aria-hidden />} onSelect={() => void onTalk({ kind })}>
              {label}
            </MenuItem>
          );
        })}
        <MenuSeparator />
        <MenuItem icon={<NotebookPen aria-hidden />} onSelect={() => setMore(true)}>
          Another day, or with a line …
        </MenuItem>
      </Menu>
      <Suspense>{more && <TalkForm name={person.full_name} busy={talked.isPending} onTalk={async (talk) => (await onTalk(talk)) && setMore(false)} onClose={() => setMore(false)} />}</Suspense>
    </>
  );
}
