import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { auditLogQuery } from '../api/changes.ts';
import { fromChanges } from './describe.ts';
import { Log } from './Log.tsx';

/** The history of one person, with every value that changed. */
export function PersonHistory({ contactId }: { contactId: string }) {
  const query = useInfiniteQuery(auditLogQuery(contactId));
  const deeds = useMemo(() => query.data && fromChanges(query.data.pages.flatMap((page) => page.data)), [query.data]);
  return <Log query={query} deeds={deeds} />;
}
