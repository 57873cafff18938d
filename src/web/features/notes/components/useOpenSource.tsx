import { useNavigate } from '@tanstack/react-router';
import { Suspense, useState, type ReactNode } from 'react';
import { lazyPart } from '../../../lib/lazyPart.ts';

const NoteDialog = lazyPart(async () => (await import('./NoteDialog.tsx')).NoteDialog);

type Source = { source: { note_id: string; start: number; end: number } | null; url: string; text: string };

/** Shows where something is written: the sentence in its note, else the place in the page. */
export function useOpenSource(): { open: (source: Source) => void; dialog: ReactNode } {
  const navigate = useNavigate();
  const [shown, setShown] = useState<{ note_id: string; start: number; end: number; text: string }>();
  return {
    open: ({ source, url, text }) => (source ? setShown({ ...source, text }) : void navigate({ href: url, resetScroll: false })),
    dialog: <Suspense>{shown && <NoteDialog noteId={shown.note_id} spans={[shown]} onClose={() => setShown(undefined)} />}</Suspense>,
  };
}
