import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { attempt } from '../../../lib/attempt.ts';
import { plural } from '../../../lib/format.ts';
import type { Tag } from '../../../lib/types.ts';
import { Dot } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Checkbox } from '../../../ui/Field.tsx';
import { useMergeTags } from '../api/tags.ts';

/** As many as one request takes. */
const most = 50;

/** Which tags become part of this one. */
export function TagMerge({ tag, others, onClose }: { tag: Tag; others: Tag[]; onClose: () => void }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const merge = useMergeTags();
  const queries = useQueryClient();
  const toggle = (id: string) => setChosen(new Set(chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id]));
  const apply = async () => {
    const done = `${plural(chosen.size, 'tag')} merged into “${tag.name}”`;
    if (await attempt(merge.mutateAsync({ id: tag.id, other_ids: [...chosen] }), { done, failed: 'Could not merge the tags', queries, actionId: (id) => id })) onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Merge into “${tag.name}”`}
      description="People, notes and views with one of these tags get this one; the others are gone. You can undo it."
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={merge.isPending} disabled={chosen.size === 0 || chosen.size > most} onClick={() => void apply()}>
            Merge
          </Button>
        </>
      }
    >
      <ul className="max-h-[50vh] overflow-y-auto">
        {others.map((other) => (
          <li key={other.id}>
            <Checkbox
              checked={chosen.has(other.id)}
              onChange={() => toggle(other.id)}
              label={
                <span className="flex items-center gap-2">
                  <Dot color={other.color} />
                  <span className="min-w-0 grow wrap-anywhere">{other.name}</span>
                  <span className="shrink-0 text-sm text-faint">{plural(other.contact_count, 'person', 'people')}</span>
                </span>
              }
            />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
