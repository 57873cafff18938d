import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { useSession } from '../../features/accounts/api/session.ts';
import { formatsQuery, importQuery, importsQuery } from '../../features/imports/api/imports.ts';
import { ImportPage } from '../../features/imports/components/ImportPage.tsx';
import { JobProgress } from '../../features/jobs/components/JobProgress.tsx';

export const Route = createFileRoute('/_app/import')({
  validateSearch: (search: Record<string, unknown>): { id?: string } => (typeof search.id === 'string' ? { id: search.id } : {}),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => {
    void context.queries.prefetchQuery(formatsQuery);
    void context.queries.prefetchInfiniteQuery(importsQuery);
    if (deps.id) void context.queries.prefetchQuery(importQuery(deps.id));
  },
  component: Page,
});

function Page() {
  const { id } = Route.useSearch();
  const navigate = useNavigate();
  const { space } = useSession();
  return (
    <ImportPage
      importId={id}
      spaceId={space.id}
      onOpen={(next) => void navigate({ to: '/import', search: next ? { id: next } : {} })}
      renderJob={(jobId, onDone) => <JobProgress jobId={jobId} onDone={onDone} />}
    />
  );
}
