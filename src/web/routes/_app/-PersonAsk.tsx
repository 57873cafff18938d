import { AskBox } from '../../features/assistant/components/AskBox.tsx';
import { useOpenSource } from '../../features/notes/components/useOpenSource.tsx';

/** Questions about one person; a number in an answer opens the note it stands for. `initial` is asked at once. */
export function PersonAsk({ contactId, name, initial }: { contactId: string; name: string; initial?: string | undefined }) {
  const cited = useOpenSource();
  return (
    <>
      <AskBox key={`${contactId}${initial}`} contactId={contactId} initial={initial} focused name={name} onCitation={cited.open} />
      {cited.dialog}
    </>
  );
}
