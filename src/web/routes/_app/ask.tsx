import { createFileRoute } from '@tanstack/react-router';
import { AskBox } from '../../features/assistant/components/AskBox.tsx';
import { useOpenSource } from '../../features/notes/components/useOpenSource.tsx';
import { PageHead } from '../../ui/Card.tsx';

export const Route = createFileRoute('/_app/ask')({
  validateSearch: (search: Record<string, unknown>): { q?: string } => (typeof search.q === 'string' && search.q.trim().length > 1 ? { q: search.q.slice(0, 500) } : {}),
  component: Ask,
});

function Ask() {
  const { q } = Route.useSearch();
  const { open, dialog } = useOpenSource();
  return (
    <div className="max-w-3xl">
      <PageHead title="Ask" description="Answers come from your own notes and what you know of people, each with its source. What is not known is not made up." />
      <AskBox key={q} initial={q} focused={!q} onCitation={open} />
      {dialog}
    </div>
  );
}
