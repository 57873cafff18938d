import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pencil, Plus, Trash2, Waypoints } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { firstName } from '../../../lib/format.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { ContactRelationship, PersonRef } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { useDeleteRelationship } from '../api/relationship-changes.ts';
import { relationshipsQuery } from '../api/relationships.ts';
import { formatSpan } from './words.ts';

const RelationshipForm = lazyPart(async () => (await import('./RelationshipForm.tsx')).RelationshipForm);
const PathDialog = lazyPart(async () => (await import('./PathDialog.tsx')).PathDialog);

/** What others are to a person. */
export function Relationships({ person }: { person: PersonRef }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const query = useQuery(relationshipsQuery(person.id));
  const remove = useDeleteRelationship(person.id);
  const [open, setOpen] = useState<ContactRelationship | 'new' | 'path' | null>(null);
  const close = () => setOpen(null);
  const onDelete = (relationship: ContactRelationship) =>
    void attempt(remove.mutateAsync(relationship.id), { done: 'Relationship deleted', failed: 'Could not delete the relationship', queries, actionId: (id) => id });
  const first = firstName(person.full_name);
  const add = canWrite && (
    <Button variant="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setOpen('new')}>
      Add a relationship
    </Button>
  );
  return (
    <>
      <div className="mb-3 flex flex-wrap gap-2">
        {query.data?.length !== 0 && add}
        <Button icon={<Waypoints aria-hidden className="size-4" />} onClick={() => setOpen('path')}>
          How do I know {first}?
        </Button>
      </div>
      <div className="-mx-4 overflow-hidden border-y border-line bg-card sm:mx-0 sm:rounded-xl sm:border">
        <DataView
          query={query}
          loading={<SkeletonRows rows={3} avatar />}
          isEmpty={(list) => list.length === 0}
          empty={
            <EmptyState icon={<Waypoints aria-hidden />} title="No relationships yet" action={add} compact>
              {canWrite ? `Who is ${first}’s partner, colleague, sister? It shows in the graph, and tells you how you know people.` : `Who is what to ${first} will appear here.`}
            </EmptyState>
          }
        >
          {(list) => (
            <ul aria-label="Relationships">
              {list.map((one) => (
                <li key={one.id} className="flex min-h-16 items-center gap-1 border-b border-line pr-2 last:border-0 hover:bg-hover">
                  <Link to="/people/$contactId" params={{ contactId: one.contact.id }} search={{ tab: 'relationships' }} className="flex min-h-16 min-w-0 grow items-center gap-3 px-4 py-2 focus-visible:-outline-offset-2">
                    <Avatar name={one.contact.full_name} seed={one.contact.id} />
                    <span className="min-w-0 grow">
                      <span className="flex flex-wrap items-center gap-x-2">
                        <span className="font-medium">{one.contact.full_name}</span>
                        <Badge>{one.role}</Badge>
                        {one.contact.archived && <Badge color="var(--warning)">Archived</Badge>}
                      </span>
                      <span className="block text-sm text-muted">{[one.sentence, formatSpan(one.since, one.until)].filter(Boolean).join(', ')}</span>
                      {one.note && <span className="line-clamp-2 text-sm text-faint">{one.note}</span>}
                    </span>
                  </Link>
                  {canWrite && (
                    <>
                      <IconButton label={`Edit the relationship with ${one.contact.full_name}`} onClick={() => setOpen(one)}>
                        <Pencil aria-hidden />
                      </IconButton>
                      <IconButton label={`Delete the relationship with ${one.contact.full_name}`} onClick={() => onDelete(one)}>
                        <Trash2 aria-hidden />
                      </IconButton>
                    </>
                  )}
                </li>
              ))}
            </ul>
          )}
        </DataView>
      </div>
      <Suspense>
        {open === 'path' && <PathDialog person={person} onClose={close} />}
        {open && open !== 'path' && <RelationshipForm person={person} relationship={open === 'new' ? undefined : open} onClose={close} />}
      </Suspense>
    </>
  );
}
