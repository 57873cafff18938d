import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Combine } from 'lucide-react';
import { useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { photoUrl } from '../../../lib/api.ts';
import { attempt } from '../../../lib/attempt.ts';
import type { Contact, Duplicates } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { More } from '../../../ui/More.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { duplicatesQuery, useDismiss } from '../api/merge.ts';
import { MergeDialog } from './MergeDialog.tsx';

const keyOf = (cluster: Duplicates) => cluster.contacts.map((contact) => contact.id).join();

/** People who seem to be there twice, the likeliest first. "Later" puts a suggestion away until the page is opened again. */
export function DuplicatesPage() {
  const query = useInfiniteQuery(duplicatesQuery);
  const [later, setLater] = useState<ReadonlySet<string>>(new Set());
  const [merging, setMerging] = useState<Duplicates>();
  const all = query.data?.pages.flatMap((page) => page.data);
  const waiting = all?.filter((cluster) => !later.has(keyOf(cluster)));
  return (
    <>
      <DataView
        query={{ data: waiting, error: query.error, refetch: query.refetch }}
        loading={<SkeletonRows rows={6} avatar />}
        isEmpty={(data) => data.length === 0 && !query.hasNextPage}
        empty={
          <EmptyState icon={<Combine aria-hidden />} title={later.size > 0 ? 'Nothing else for now' : 'Nobody is there twice'} action={later.size > 0 && <Button onClick={() => setLater(new Set())}>Show what was put off</Button>}>
            {later.size > 0 ? 'What you put off is here again next time.' : 'Kith compares mail addresses, numbers, accounts and names, and shows here who may be one person.'}
          </EmptyState>
        }
      >
        {(data) => (
          <ul className="grid grid-cols-1 gap-3 lg:grid-cols-2">
            {data.map((cluster) => (
              <Cluster key={keyOf(cluster)} cluster={cluster} onMerge={() => setMerging(cluster)} onLater={() => setLater(new Set([...later, keyOf(cluster)]))} />
            ))}
          </ul>
        )}
      </DataView>
      <More query={query}>Show more</More>
      {merging && <MergeDialog people={merging.contacts} onMerged={() => setMerging(undefined)} onClose={() => setMerging(undefined)} />}
    </>
  );
}

const sureness = (score: number) => (score >= 0.9 ? 'Almost certain' : score >= 0.7 ? 'Likely' : 'Possible');

function Cluster({ cluster, onMerge, onLater }: { cluster: Duplicates; onMerge: () => void; onLater: () => void }) {
  const canWrite = useCanWrite();
  const dismiss = useDismiss();
  const queries = useQueryClient();
  const names = cluster.contacts.map((contact) => contact.full_name).join(' and ');
  const onDismiss = () =>
    void attempt(dismiss.mutateAsync(cluster.contacts.map((contact) => contact.id)), { done: `${names} stay apart`, failed: 'Could not save', queries, actionId: (id) => id });
  return (
    <li className="flex flex-col rounded-xl border border-line bg-card p-4 shadow-card">
      <div className="mb-3 flex items-center gap-2">
        <h2 className="sr-only">{names}</h2>
        <Badge>{sureness(cluster.score)}</Badge>
      </div>
      <ul className="flex flex-col gap-2">
        {cluster.contacts.map((contact) => (
          <li key={contact.id} className="flex min-w-0 items-center gap-3">
            <Avatar name={contact.full_name} seed={contact.id} photo={photoUrl(contact)} />
            <div className="min-w-0">
              <Link to="/people/$contactId" params={{ contactId: contact.id }} className="block truncate font-medium hover:underline coarse:inline-flex coarse:min-h-11 coarse:items-center">
                {contact.full_name}
              </Link>
              <p className="truncate text-sm text-muted">{about(contact) || 'Nothing else is known'}</p>
            </div>
          </li>
        ))}
      </ul>
      <ul aria-label="Why" className="mt-3 mb-4 flex grow flex-col gap-0.5 text-sm text-muted">
        {cluster.reasons.slice(0, 4).map((reason) => (
          <li key={reason.kind + reason.text} className="wrap-anywhere">
            <span className="text-faint">{WHY[reason.kind]}:</span> {reason.text}
          </li>
        ))}
      </ul>
      {canWrite && (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" variant="primary" onClick={onMerge} aria-label={`Merge ${names}`}>
            Merge …
          </Button>
          <Button size="sm" busy={dismiss.isPending} onClick={onDismiss} aria-label={`Not the same: ${names}`}>
            Not the same
          </Button>
          <Button size="sm" variant="ghost" onClick={onLater} aria-label={`Later: ${names}`}>
            Later
          </Button>
        </div>
      )}
    </li>
  );
}

const WHY: Record<Duplicates['reasons'][number]['kind'], string> = {
  email: 'Same mail', phone: 'Same number', telegram: 'Same account', handle: 'Same profile', same_name: 'Same name', similar_name: 'Similar name', company: 'Company', city: 'City', birthday: 'Birthday', domain: 'Mail domain',
};
const about = (contact: Contact) => [contact.company, contact.city, contact.emails[0]?.value, contact.phones[0]?.value].filter(Boolean).slice(0, 3).join(' · ');
