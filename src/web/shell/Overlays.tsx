import { useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import { lazyPart } from '../lib/lazyPart.ts';
import type { Overlay } from './overlays.ts';

const Palette = lazyPart(async () => (await import('./Palette.tsx')).Palette);
const Help = lazyPart(async () => (await import('./Help.tsx')).Help);
const QuickNote = lazyPart(async () => (await import('./QuickNote.tsx')).QuickNote);
const NewEvent = lazyPart(async () => (await import('./NewEvent.tsx')).NewEvent);
const PersonCreate = lazyPart(async () => (await import('../features/people/components/PersonCreate.tsx')).PersonCreate);

/** Draws the open overlay; each is loaded when it is first opened. */
export function Overlays({ overlay, show, close }: { overlay: Overlay | null; show: (overlay: Overlay) => void; close: () => void }) {
  const navigate = useNavigate();
  return (
    <Suspense>
      {overlay?.name === 'palette' && <Palette show={show} onClose={close} />}
      {overlay?.name === 'help' && <Help onClose={close} />}
      {overlay?.name === 'note' && <QuickNote contact={overlay.contact} onClose={close} />}
      {overlay?.name === 'event' && <NewEvent draft={overlay.draft} onClose={close} />}
      {overlay?.name === 'person' && (
        <PersonCreate
          name={overlay.text ?? ''}
          onClose={close}
          onCreated={(contact) => {
            close();
            void navigate({ to: '/people/$contactId', params: { contactId: contact.id } });
          }}
        />
      )}
    </Suspense>
  );
}
