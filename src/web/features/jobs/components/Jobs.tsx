import { useInfiniteQuery } from '@tanstack/react-query';
import { Hourglass } from 'lucide-react';
import { useMemo } from 'react';
import { PageHead } from '../../../ui/Card.tsx';
import { More } from '../../../ui/More.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { jobsQuery } from '../api/jobs.ts';
import { JobItem } from './JobItem.tsx';

/** Background work, newest first. */
export function Jobs() {
  const query = useInfiniteQuery(jobsQuery);
  const jobs = useMemo(() => query.data?.pages.flatMap((page) => page.data), [query.data]);
  return (
    <>
      <PageHead title="Jobs" description="Work that goes on in the background. It survives a restart of Kith." />
      <div className="-mx-4 overflow-hidden border-y border-line bg-card sm:mx-0 sm:rounded-xl sm:border">
        <DataView
          query={{ data: jobs, error: query.error, refetch: query.refetch }}
          loading={<SkeletonRows rows={4} />}
          isEmpty={(data) => data.length === 0}
          empty={
            <EmptyState icon={<Hourglass aria-hidden />} title="No jobs">
              Long notes and imports run in the background. Here you see how far they are.
            </EmptyState>
          }
        >
          {(data) => (
            <ul className="divide-y divide-line">
              {data.map((job) => (
                <li key={job.id}>
                  <JobItem job={job} />
                </li>
              ))}
            </ul>
          )}
        </DataView>
      </div>
      <More query={query}>Older</More>
    </>
  );
}
