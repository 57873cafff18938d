import { useQuery } from '@tanstack/react-query';
import { Check, Plus } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import type { Group } from '../../../lib/types.ts';
import { inputClass } from '../../../ui/Field.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { groupsQuery, useSaveGroup } from '../api/groups.ts';
import { nextColor } from '../../../ui/colors.ts';
import { GroupMark } from './GroupMark.tsx';

type ChoicesProps = { chosen: ReadonlySet<string>; onToggle: (group: Group, into: boolean) => void };

/** The list of groups behind its button, open from the start. */
export function GroupChoices({ trigger, ...props }: ChoicesProps & { trigger: ReactNode }) {
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content aria-label="Groups" align="start" sideOffset={6} collisionPadding={8} className="z-50 w-64 rounded-xl border border-line bg-raised p-1.5 shadow-float animate-[rise-in_120ms_ease-out]">
          <Choices {...props} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Choices({ chosen, onToggle }: ChoicesProps) {
  const { data: groups = [] } = useQuery(groupsQuery);
  const [text, setText] = useState('');
  const save = useSaveGroup();
  const name = text.trim();
  const found = groups.filter((group) => group.name.toLocaleLowerCase().includes(name.toLocaleLowerCase()));
  const exact = found.find((group) => group.name.toLocaleLowerCase() === name.toLocaleLowerCase());
  const create = () =>
    save.mutate(
      { name, color: nextColor(groups.length) },
      { onSuccess: ({ group }) => (setText(''), onToggle(group, true)), onError: (error) => notifyError(error, 'Could not make the group') },
    );
  const row = 'flex w-full min-h-9 items-center gap-2.5 rounded-md px-2.5 text-left text-sm hover:bg-active focus-visible:-outline-offset-2 coarse:min-h-11';
  return (
    <>
      <input
        aria-label="Find or make a group"
        placeholder="Find or make …"
        value={text}
        maxLength={64}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          const first = exact ?? (name === '' ? found[0] : undefined);
          if (first) onToggle(first, !chosen.has(first.id));
          else if (name) create();
        }}
        className={inputClass}
      />
      <div className="mt-1.5 max-h-60 overflow-y-auto">
        {found.map((group) => (
          <button key={group.id} type="button" aria-pressed={chosen.has(group.id)} className={row} onClick={() => onToggle(group, !chosen.has(group.id))}>
            <GroupMark color={group.color} size="sm" />
            <span className="grow truncate">{group.name}</span>
            {chosen.has(group.id) && <Check aria-hidden className="size-4 text-muted" />}
          </button>
        ))}
        {name && !exact && (
          <button type="button" className={row} onClick={create} disabled={save.isPending}>
            <Plus aria-hidden className="size-4 text-muted" />
            <span className="truncate">Make “{name}”</span>
          </button>
        )}
        {!name && groups.length === 0 && <p className="px-2.5 py-3 text-sm text-faint">No groups yet. Type a name.</p>}
      </div>
    </>
  );
}
