import { X } from 'lucide-react';
import { cloneElement, startTransition, Suspense, useState } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { TagRef } from '../../../lib/types.ts';
import { AddBadge, Badge, Dot } from '../../../ui/Badge.tsx';
import { notifyError } from '../../../ui/toast.tsx';
import { useToggleTag } from '../api/tags.ts';

const TagChoices = lazyPart(async () => (await import('./TagChoices.tsx')).TagChoices);

/** The tags of a person as chips, and a small list to choose, search and create them. */
export function TagPicker({ contactId, tags }: { contactId: string; tags: TagRef[] }) {
  const canWrite = useCanWrite();
  const [wanted, setWanted] = useState(false);
  const toggle = useToggleTag(contactId);
  const change = (tag: TagRef, on: boolean) => toggle.mutate({ tag, on }, { onError: (error) => notifyError(error, 'Could not change the tags') });
  // While the server answers, the page already shows the result.
  const shown = toggle.isPending ? applied(tags, toggle.variables) : tags;
  const add = (
    <AddBadge aria-haspopup="dialog">Tag</AddBadge>
  );
  return (
    <>
      {shown.map((tag) => (
        <Badge key={tag.id} className="group py-0.5">
          <Dot color={tag.color} />
          <span className="truncate">{tag.name}</span>
          {canWrite && (
            <button
              type="button"
              aria-label={`Remove tag ${tag.name}`}
              data-tip={`Remove tag ${tag.name}`}
              className="-mr-1 inline-flex size-5 items-center justify-center rounded hover:bg-active coarse:hidden"
              onClick={() => change(tag, false)}
            >
              <X aria-hidden className="size-3" />
            </button>
          )}
        </Badge>
      ))}
      {canWrite && <Suspense fallback={add}>{wanted ? <TagChoices trigger={add} chosen={new Set(shown.map((tag) => tag.id))} onToggle={change} /> : cloneElement(add, { onClick: () => startTransition(() => setWanted(true)) })}</Suspense>}
    </>
  );
}

function applied(tags: TagRef[], { tag, on }: { tag: TagRef; on: boolean }): TagRef[] {
  const rest = tags.filter((one) => one.id !== tag.id);
  return on ? [...rest, tag] : rest;
}
