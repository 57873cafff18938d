import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useState, type ReactElement, type ComponentProps } from 'react';
import { attempt } from '../../../lib/attempt.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { Menu } from '../../../ui/Menu.tsx';
import { useTalked, type Talk } from '../api/touch.ts';

const TalkForm = lazyPart(async () => (await import('./TalkForm.tsx')).TalkForm);
const TalkedKinds = lazyPart(async () => (await import('./TalkedKinds.tsx')).TalkedKinds);

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
        <Suspense>
          <TalkedKinds onTalk={(kind) => void onTalk({ kind })} onMore={() => setMore(true)} />
        </Suspense>
      </Menu>
      <Suspense>{more && <TalkForm name={person.full_name} busy={talked.isPending} onTalk={async (talk) => (await onTalk(talk)) && setMore(false)} onClose={() => setMore(false)} />}</Suspense>
    </>
  );
}
