import type { ContactSummary } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';

/** People under a field in which somebody types a name. Nothing without any. */
export function FoundPeople({ label, people, onChoose }: { label: string; people: ContactSummary[]; onChoose: (person: ContactSummary) => void }) {
  if (people.length === 0) return null;
  return (
    <ul aria-label={label} className="overflow-hidden rounded-lg border border-line">
      {people.map((person) => (
        <li key={person.id}>
          <button type="button" onClick={() => onChoose(person)} className="flex min-h-10 w-full items-center gap-2 px-3 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2 coarse:min-h-11">
            <Avatar name={person.full_name} seed={person.id} size="sm" />
            <span className="truncate">{person.full_name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
