import { useState } from 'react';
import { useOpenSource } from '../../features/notes/components/useOpenSource.tsx';
import type { TimelineFilter } from '../../features/timeline/api/timeline.ts';
import { Timeline } from '../../features/timeline/components/Timeline.tsx';

/** The timeline of one person, from a day on when one comes for it. */
export function PersonTimeline({ contactId, day }: { contactId: string; day: string | undefined }) {
  const [filter, setFilter] = useState<TimelineFilter>({ kinds: [], to: day });
  const { openNote, dialog } = useOpenSource();
  return (
    <>
      <Timeline contactId={contactId} filter={filter} onFilter={setFilter} onOpenNote={openNote} />
      {dialog}
    </>
  );
}
