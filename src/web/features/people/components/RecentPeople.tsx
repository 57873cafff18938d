import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { photoUrl } from '../../../lib/api.ts';
import { useCanWrite } from '../../../lib/access.ts';
import { formatRelative } from '../../../lib/format.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Card } from '../../../ui/Card.tsx';
import { DataView, EmptyState, SkeletonRows } from '../../../ui/states.tsx';
import { recentContactsQuery } from '../api/contacts.ts';

/** The people touched last. */
export function RecentPeople({ action, add }: { action: ReactNode; add: ReactNode }) {
  const canWrite = useCanWrite();
  const query = useQuery(recentContactsQuery(6));
  return (
    <Card title="Recent people" actions={action} className="overflow-hidden">
      <DataView
        query={query}
        compact
        loading={<SkeletonRows rows={4} avatar />}
        isEmpty={(people) => people.length === 0}
        empty={
          <EmptyState compact icon={<Users aria-hidden />} title={canWrite ? 'Who comes to mind?' : 'Nobody here yet'} action={add}>
            {canWrite ? 'Add the person you talked to last.' : 'The people of this space will appear here.'}
          </EmptyState>
        }
      >
        {(people) => (
          <ul className="pt-1 pb-1.5">
            {people.map((person) => (
              <li key={person.id}>
                <Link to="/people/$contactId" params={{ contactId: person.id }} className="flex min-h-14 items-center gap-3 px-4 hover:bg-hover focus-visible:-outline-offset-2">
                  <Avatar name={person.full_name} seed={person.id} size="sm" photo={photoUrl(person)} />
                  <span className="min-w-0 grow">
                    <span className="block truncate font-medium">{person.full_name}</span>
                    {(person.title || person.company) && <span className="block truncate text-sm text-muted">{[person.title, person.company].filter(Boolean).join(', ')}</span>}
                  </span>
                  <span className="shrink-0 text-sm text-faint">{formatRelative(person.updated_at)}</span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </DataView>
    </Card>
  );
}
