import { createFileRoute } from '@tanstack/react-router';
import { NotebookPen } from 'lucide-react';
import { networkQuery } from '../../features/insights/api/insights.ts';
import { InsightsPage } from '../../features/insights/components/InsightsPage.tsx';
import { useCanWrite } from '../../lib/access.ts';
import { useOverlays } from '../../shell/overlays.ts';
import { Button } from '../../ui/Button.tsx';

export const Route = createFileRoute('/_app/insights')({
  loader: ({ context }) => void context.queries.prefetchQuery(networkQuery),
  component: Insights,
});

function Insights() {
  const { show } = useOverlays();
  const canWrite = useCanWrite();
  return (
    <InsightsPage
      add={
        canWrite && (
          <Button variant="primary" icon={<NotebookPen aria-hidden className="size-4" />} onClick={() => show({ name: 'note' })}>
            Write a note
          </Button>
        )
      }
    />
  );
}
