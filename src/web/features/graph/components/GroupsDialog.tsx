import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { attempt } from '../../../lib/attempt.ts';
import { plural } from '../../../lib/format.ts';
import { Dot } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Checkbox, Input } from '../../../ui/Field.tsx';
import { type GraphContact, type GraphData, useCreateGroup, useJoinGroup, useLeaveGroup } from '../api/graph.ts';

const colors = ['#4f6cff', '#17a2b8', '#28a745', '#d4a106', '#f08c3a', '#e8508c', '#9b5de5', '#0ca678'];

/** Puts people into groups and takes them out; a tick stands for all of them. */
export function GroupsDialog({ people, groups, onClose }: { people: GraphContact[]; groups: GraphData['groups']; onClose: () => void }) {
  const [name, setName] = useState('');
  const queries = useQueryClient();
  const [join, leave, create] = [useJoinGroup(), useLeaveGroup(), useCreateGroup()];
  const ids = people.map(({ id }) => id);
  const who = people.length === 1 ? people[0]!.full_name : plural(people.length, 'person', 'people');
  const toggle = (group: GraphData['groups'][number], on: boolean) =>
    void attempt((on ? join : leave).mutateAsync({ id: group.id, ids }), { done: `${who} ${on ? 'is now in' : 'left'} ${group.name}`, failed: 'Could not change the group', queries, actionId: (action) => action });
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    const done = await attempt(create.mutateAsync({ name: name.trim(), color: colors[groups.length % colors.length]!, ids }), { done: `Group ${name.trim()} made`, failed: 'Could not make the group', queries, actionId: (action) => action });
    if (done) setName('');
  };
  return (
    <Dialog open onClose={onClose} title={`Groups of ${who}`} size="sm">
      {groups.length === 0 && <p className="mb-3 text-sm text-muted">There is no group yet. A group holds people who belong together: a family, a club, a team.</p>}
      <div className="flex flex-col">
        {groups.map((group) => (
          <Checkbox
            key={group.id}
            label={
              <span className="flex items-center gap-2">
                <Dot color={group.color} />
                {group.name}
              </span>
            }
            checked={people.every((contact) => contact.groups.includes(group.id))}
            disabled={join.isPending || leave.isPending}
            onChange={(event) => toggle(group, event.target.checked)}
          />
        ))}
      </div>
      <form onSubmit={(event) => void add(event)} className="mt-3 flex items-end gap-2">
        <Input label="New group" className="grow" maxLength={64} value={name} onChange={(event) => setName(event.target.value)} />
        <Button type="submit" busy={create.isPending} disabled={!name.trim()}>
          Make
        </Button>
      </form>
    </Dialog>
  );
}
