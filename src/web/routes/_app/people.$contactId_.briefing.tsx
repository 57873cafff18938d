import { createFileRoute } from '@tanstack/react-router';
import { briefingQuery } from '../../features/assistant/api/assistant.ts';
import { BriefingPage } from '../../features/assistant/components/BriefingPage.tsx';
import { useOpenSource } from '../../features/notes/components/useOpenSource.tsx';

export const Route = createFileRoute('/_app/people/$contactId_/briefing')({
  loader: ({ context, params }) => void context.queries.prefetchQuery(briefingQuery(params.contactId)),
  component: Briefing,
});

function Briefing() {
  const { contactId } = Route.useParams();
  const { open, dialog } = useOpenSource();
  return (
    <>
      <BriefingPage contactId={contactId} onSource={open} />
      {dialog}
    </>
  );
}
