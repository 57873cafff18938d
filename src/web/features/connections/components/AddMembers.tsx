import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useAddPerson } from '../../../lib/people.ts';
import { attempt } from '../../../lib/attempt.ts';
import { plural } from '../../../lib/format.ts';
import type { Group, PersonRef } from '../../../lib/types.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PersonPicker } from '../../../ui/PersonPicker.tsx';
import { membersQuery, useChangeMembers } from '../api/groups.ts';

// As many as one request takes.
const most = 1000;

/** Several people for a group, added at once. */
export function AddMembers({ group, onClose }: { group: Group; onClose: () => void }) {
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<PersonRef[]>([]);
  const change = useChangeMembers();
  const choose = (person: PersonRef) => setChosen((before) => [...before, person].slice(0, most));
  const add = useAddPerson(choose);
  // of those in it already, the ones the page has loaded; adding another again changes nothing
  const members = useInfiniteQuery(membersQuery(group.id, '')).data?.pages.flatMap((page) => page.data) ?? [];
  const onAdd = async () => {
    const added = change.mutateAsync({ id: group.id, contactIds: chosen.map((person) => person.id), into: true });
    if (await attempt(added, { done: `${plural(chosen.length, 'person', 'people')} added to ${group.name}`, failed: 'Could not add them', queries, actionId: (id) => id })) onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Add people to ${group.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={change.isPending} disabled={chosen.length === 0} onClick={() => void onAdd()}>
            {chosen.length === 0 ? 'Add' : `Add ${plural(chosen.length, 'person', 'people')}`}
          </Button>
        </>
      }
    >
      {chosen.length > 0 && (
        <ul aria-label="Chosen" className="mb-3 flex max-h-40 flex-wrap gap-1.5 overflow-y-auto">
          {chosen.map((person) => (
            <li key={person.id} className="max-w-full">
              <Badge className="py-0.5">
                <span className="truncate">{person.full_name}</span>
                <button
                  type="button"
                  aria-label={`Leave ${person.full_name} out`}
                  className="-mr-1 inline-flex size-6 items-center justify-center rounded hover:bg-active coarse:size-11"
                  onClick={() => setChosen(chosen.filter((one) => one.id !== person.id))}
                >
                  <X aria-hidden className="size-3" />
                </button>
              </Badge>
            </li>
          ))}
        </ul>
      )}
      <PersonPicker label="Who?" without={new Set([...members, ...chosen].map((person) => person.id))} onChoose={choose} onAdd={add} />
    </Dialog>
  );
}
