import { AskBox } from '../../features/assistant/components/AskBox.tsx';
import { useOpenSource } from '../../features/notes/components/useOpenSource.tsx';

/** Questions about one person; a number in an answer opens the note it stands for. */
export function PersonAsk({ contactId, name }: { contactId: string; name: string }) {
  const cited = useOpenSource();
  return (
    <>
      <AskBox key={contactId} contactId={contactId} focused name={name} onCitation={cited.open} />
      {cited.dialog}
    </>
  );
}
