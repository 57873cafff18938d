import { useQuery } from '@tanstack/react-query';
import { Check, Plus, Tags } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import type { Tag } from '../../../lib/types.ts';
import { Dot } from '../../../ui/Badge.tsx';
import { inputClass } from '../../../ui/Field.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { tagsQuery, useSaveTag } from '../api/tags.ts';
import { nextColor } from '../../../ui/colors.ts';

type ChoicesProps = { chosen: ReadonlySet<string>; onToggle: (tag: Tag, on: boolean) => void };

/** The list of tags behind its button, open from the start. */
export function TagChoices({ trigger, ...props }: ChoicesProps & { trigger: ReactNode }) {
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="Tags"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 w-64 rounded-xl border border-line bg-raised p-1.5 shadow-float animate-[rise-in_120ms_ease-out]"
        >
          <Choices {...props} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Choices({ chosen, onToggle }: ChoicesProps) {
  const { data: tags = [] } = useQuery(tagsQuery);
  const [text, setText] = useState('');
  const save = useSaveTag();
  const name = text.trim();
  const found = tags.filter((tag) => tag.name.toLocaleLowerCase().includes(name.toLocaleLowerCase()));
  const exact = tags.some((tag) => tag.name.toLocaleLowerCase() === name.toLocaleLowerCase());
  const create = () =>
    save.mutate(
      { name, color: nextColor(tags.length) },
      {
        onSuccess: ({ tag }) => (setText(''), onToggle(tag, true)),
        onError: (error) => notifyError(error, 'Could not create the tag'),
      },
    );
  const row = 'flex w-full min-h-9 items-center gap-2.5 rounded-md px-2.5 text-left text-sm hover:bg-active focus-visible:-outline-offset-2 coarse:min-h-11';
  return (
    <>
      <input
        aria-label="Find or create a tag"
        placeholder="Find or create …"
        value={text}
        maxLength={50}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          if (found[0] && (exact || name === '')) onToggle(found[0], !chosen.has(found[0].id));
          else if (name) create();
        }}
        className={inputClass}
      />
      <div className="mt-1.5 max-h-60 overflow-y-auto">
        {found.map((tag) => (
          <button key={tag.id} type="button" aria-pressed={chosen.has(tag.id)} className={row} onClick={() => onToggle(tag, !chosen.has(tag.id))}>
            <Dot color={tag.color} />
            <span className="grow truncate">{tag.name}</span>
            {chosen.has(tag.id) && <Check aria-hidden className="size-4 text-muted" />}
          </button>
        ))}
        {name && !exact && (
          <button type="button" className={row} onClick={create} disabled={save.isPending}>
            <Plus aria-hidden className="size-4 text-muted" />
            <span className="truncate">Create “{name}”</span>
          </button>
        )}
        {!name && tags.length === 0 && (
          <p className="flex items-center gap-2 px-2.5 py-3 text-sm text-faint">
            <Tags aria-hidden className="size-4" /> No tags yet. Type a name.
          </p>
        )}
      </div>
    </>
  );
}
