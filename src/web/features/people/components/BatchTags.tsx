import { Minus, Plus } from 'lucide-react';
import { useState } from 'react';
import { plural } from '../../../lib/format.ts';
import type { Tag } from '../../../lib/types.ts';
import { Dot } from '../../../ui/Badge.tsx';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Input } from '../../../ui/Field.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { useNewTag, type BatchChange } from '../api/batch.ts';

export type BatchTagsProps = { count: number; tags: Tag[]; onApply: (change: BatchChange) => Promise<unknown>; onClose: () => void };

/** Which tags the chosen people get and which they lose. */
export function BatchTags({ count, tags, onApply, onClose }: BatchTagsProps) {
  const [wanted, setWanted] = useState<ReadonlyMap<string, 'add' | 'remove'>>(new Map());
  const [text, setText] = useState('');
  const create = useNewTag();
  const name = text.trim();
  const found = tags.filter((tag) => tag.name.toLocaleLowerCase().includes(name.toLocaleLowerCase()));
  const exact = tags.some((tag) => tag.name.toLocaleLowerCase() === name.toLocaleLowerCase());
  const choose = (id: string, what: 'add' | 'remove') => {
    const next = new Map(wanted);
    if (next.get(id) === what) next.delete(id);
    else next.set(id, what);
    setWanted(next);
  };
  const ids = (what: 'add' | 'remove') => [...wanted].filter(([, chosen]) => chosen === what).map(([id]) => id);
  const onCreate = () => create.mutate(name, { onSuccess: (tag) => (choose(tag.id, 'add'), setText('')), onError: (error) => notifyError(error, 'Could not create the tag') });
  const [add, remove] = [ids('add'), ids('remove')];
  const apply = () => {
    onClose();
    void onApply({ ...(add.length ? { add_tag_ids: add } : {}), ...(remove.length ? { remove_tag_ids: remove } : {}) });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Tags of ${plural(count, 'person', 'people')}`}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={wanted.size === 0} onClick={apply}>
            Apply
          </Button>
        </>
      }
    >
      <Input
        label="Find or create a tag"
        labelHidden
        placeholder="Find or create …"
        maxLength={64}
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !name) return;
          event.preventDefault();
          if (found[0]) choose(found[0].id, 'add');
          else onCreate();
        }}
      />
      <ul className="mt-2 max-h-[45vh] overflow-y-auto">
        {found.map((tag) => (
          <li key={tag.id} className="flex min-h-11 items-center gap-2">
            <Dot color={tag.color} />
            <span className="min-w-0 grow truncate">{tag.name}</span>
            <IconButton label={`Put ${tag.name} on`} active={wanted.get(tag.id) === 'add'} className="aria-pressed:bg-success-fill aria-pressed:text-white!" onClick={() => choose(tag.id, 'add')}>
              <Plus aria-hidden />
            </IconButton>
            <IconButton label={`Take ${tag.name} off`} active={wanted.get(tag.id) === 'remove'} className="aria-pressed:bg-danger-fill aria-pressed:text-white!" onClick={() => choose(tag.id, 'remove')}>
              <Minus aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {name && !exact && (
        <Button variant="ghost" busy={create.isPending} icon={<Plus aria-hidden className="size-4" />} onClick={onCreate}>
          Create “{name}”
        </Button>
      )}
      {!name && tags.length === 0 && <p className="py-3 text-sm text-muted">No tags yet. Type a name for the first one.</p>}
    </Dialog>
  );
}
