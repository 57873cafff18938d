import { createFileRoute } from '@tanstack/react-router';
import { jobsQuery } from '../../features/jobs/api/jobs.ts';
import { Jobs } from '../../features/jobs/components/Jobs.tsx';

export const Route = createFileRoute('/_app/jobs')({
  loader: ({ context }) => void context.queries.prefetchInfiniteQuery(jobsQuery),
  component: Jobs,
});
