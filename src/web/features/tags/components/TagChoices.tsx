import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Tag } from '../../../lib/types.ts';
import { Dot } from '../../../ui/Badge.tsx';
import { nextColor } from '../../../ui/colors.ts';
import { LabelChoices } from '../../../ui/LabelChoices.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { tagsQuery, useSaveTag } from '../api/tags.ts';

/** The list of tags behind its button, open from the start. */
export function TagChoices({ trigger, chosen, onToggle }: { trigger: ReactNode; chosen: ReadonlySet<string>; onToggle: (tag: Tag, on: boolean) => void }) {
  const { data: tags = [] } = useQuery(tagsQuery);
  const save = useSaveTag();
  return (
    <LabelChoices
      trigger={trigger}
      noun="tag"
      labels={tags}
      chosen={chosen}
      busy={save.isPending}
      renderMark={(tag) => <Dot color={tag.color} />}
      onToggle={onToggle}
      onCreate={(name, done) =>
        save.mutate(
          { name, color: nextColor(tags.length) },
          { onSuccess: ({ tag }) => (done(), onToggle(tag, true)), onError: (error) => notifyError(error, 'Could not create the tag') },
        )
      }
    />
  );
}
