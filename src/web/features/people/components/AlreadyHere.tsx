import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { photoUrl } from '../../../lib/api.ts';
import { findPeopleQuery } from '../../../lib/people.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';
import { Avatar } from '../../../ui/Avatar.tsx';

/** People of the name that is being typed, so that nobody is added twice. */
export function AlreadyHere({ name, onOpen }: { name: string; onOpen: () => void }) {
  const text = name.trim().replaceAll(/\s+/g, ' ');
  const settled = useDebounced(text);
  const asked = settled.length > 2;
  const { data = [] } = useQuery({ ...findPeopleQuery(settled), enabled: asked });
  const people = asked && text.length > 2 ? data.slice(0, 3) : [];
  return (
    <div role="status" className="-mt-2 empty:hidden">
      {people.length > 0 && (
        <>
          <p className="text-sm text-muted">Here already:</p>
          <ul className="-mx-2 mt-1">
            {people.map((person) => (
              <li key={person.id}>
                <Link to="/people/$contactId" params={{ contactId: person.id }} onClick={onOpen} className="flex min-h-11 items-center gap-3 rounded-lg px-2 hover:bg-hover focus-visible:-outline-offset-2">
                  <Avatar name={person.full_name} seed={person.id} size="sm" photo={photoUrl(person)} />
                  <span className="min-w-0 truncate">
                    {person.full_name}
                    {person.company && <span className="text-muted"> · {person.company}</span>}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
