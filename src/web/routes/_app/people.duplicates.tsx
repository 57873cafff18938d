import { createFileRoute, Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { duplicatesQuery } from '../../features/people/api/merge.ts';
import { DuplicatesPage } from '../../features/people/components/DuplicatesPage.tsx';
import { PageHead } from '../../ui/Card.tsx';

export const Route = createFileRoute('/_app/people/duplicates')({
  loader: ({ context }) => void context.queries.prefetchInfiniteQuery(duplicatesQuery),
  component: Page,
});

function Page() {
  return (
    <>
      <Link to="/people" className="mb-3 inline-flex min-h-9 items-center gap-1 text-sm text-muted hover:text-text coarse:min-h-11">
        <ChevronLeft aria-hidden className="size-4" /> People
      </Link>
      <PageHead title="Duplicates" description="People who may be one and the same." />
      <DuplicatesPage />
    </>
  );
}
