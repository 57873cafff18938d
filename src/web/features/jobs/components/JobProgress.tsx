import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { SkeletonRows } from '../../../ui/states.tsx';
import { isOver, jobQuery } from '../api/jobs.ts';
import { JobItem } from './JobItem.tsx';

/** The progress of one job where it was started; says once when it is over. `spaceId`: where it is, if one works elsewhere. */
export function JobProgress({ jobId, spaceId, onDone }: { jobId: string; spaceId?: string; onDone?: () => void }) {
  const { data: job } = useQuery(jobQuery(jobId, spaceId));
  const told = useRef(false);
  useEffect(() => {
    if (!job || !isOver(job) || told.current) return;
    told.current = true;
    if (job.state !== 'failed') onDone?.();
  }, [job, onDone]);
  return <div className="-mx-2 mt-1 rounded-lg bg-hover">{job ? <JobItem job={job} spaceId={spaceId} /> : <SkeletonRows rows={1} />}</div>;
}
