import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Group } from '../../../lib/types.ts';
import { nextColor } from '../../../ui/colors.ts';
import { LabelChoices } from '../../../ui/LabelChoices.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { groupsQuery, useSaveGroup } from '../api/groups.ts';
import { GroupMark } from './GroupMark.tsx';

/** The list of groups behind its button, open from the start. */
export function GroupChoices({ trigger, chosen, onToggle }: { trigger: ReactNode; chosen: ReadonlySet<string>; onToggle: (group: Group, on: boolean) => void }) {
  const { data: groups = [] } = useQuery(groupsQuery);
  const save = useSaveGroup();
  return (
    <LabelChoices
      trigger={trigger}
      noun="group"
      labels={groups}
      chosen={chosen}
      busy={save.isPending}
      renderMark={(group) => <GroupMark color={group.color} size="sm" />}
      onToggle={onToggle}
      onCreate={(name, done) =>
        save.mutate(
          { name, color: nextColor(groups.length) },
          { onSuccess: ({ group }) => (done(), onToggle(group, true)), onError: (error) => notifyError(error, 'Could not create the group') },
        )
      }
    />
  );
}
