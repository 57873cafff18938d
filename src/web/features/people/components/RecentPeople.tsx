import { Link } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { photoUrl } from '../../../lib/api.ts';
import { useCanWrite } from '../../../lib/access.ts';
import { formatRelative } from '../../../lib/format.ts';
import type { Today } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Card } from '../../../ui/Card.tsx';
import { EmptyState } from '../../../ui/states.tsx';

/** The people touched last. */
export function RecentPeople({ people, add }: { people: Today['people']; add: ReactNode }) {
  const canWrite = useCanWrite();
  return (
    <Card
      title="Recent people"
      actions={
        <Link to="/people" className="link inline-flex min-h-9 items-center text-sm coarse:min-h-11">
          All people
        </Link>
      }
      className="overflow-hidden"
    >
      {people.length === 0 ? (
        <EmptyState compact icon={<Users aria-hidden />} title={canWrite ? 'Who comes to mind?' : 'Nobody here yet'} action={add}>
          {canWrite ? 'Add the person you talked to last.' : 'The people of this space will appear here.'}
        </EmptyState>
      ) : (
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
    </Card>
  );
}
