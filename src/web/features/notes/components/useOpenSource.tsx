import { useNavigate } from '@tanstack/react-router';
import { Suspense, useState, type ReactNode } from 'react';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { SourceSpan } from '../../../lib/types.ts';

const NoteDialog = lazyPart(async () => (await import('./NoteDialog.tsx')).NoteDialog);

type Source = { source: { note_id: string; start: number; end: number } | null; url: string; text: string };

/** Shows where something is written: the sentence in its note, or the note, else the place in the page. */
export function useOpenSource(): { open: (source: Source) => void; openNote: (noteId: string) => void; dialog: ReactNode } {
  const navigate = useNavigate();
  const [shown, setShown] = useState<{ note_id: string; spans: SourceSpan[] }>();
  return {
    open: ({ source, url, text }) => (source ? setShown({ note_id: source.note_id, spans: [{ start: source.start, end: source.end, text }] }) : void navigate({ href: url, resetScroll: false })),
    openNote: (note_id) => setShown({ note_id, spans: [] }),
    dialog: <Suspense>{shown && <NoteDialog noteId={shown.note_id} spans={shown.spans} onClose={() => setShown(undefined)} />}</Suspense>,
  };
}
