import { useQuery } from '@tanstack/react-query';
import { ChevronRight, Plus, User, Users } from 'lucide-react';
import { Suspense, useState } from 'react';
import { plural } from '../../../lib/format.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import type { ListedSpace } from '../../../lib/types.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { FormDialog } from '../../../ui/Dialog.tsx';
import { Input } from '../../../ui/Field.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { spacesQuery, useCreateSpace } from '../api/spaces.ts';

const Members = lazyPart(async () => (await import('./Members.tsx')).Members);

/** The spaces this person belongs to, and who else is in them. */
export function SpaceSettings({ userId }: { userId: string }) {
  const query = useQuery(spacesQuery);
  const [creating, setCreating] = useState(false);
  const [open, setOpen] = useState<ListedSpace | null>(null);
  return (
    <Card
      title="Spaces"
      actions={
        <Button size="sm" icon={<Plus aria-hidden className="size-4" />} onClick={() => setCreating(true)}>
          New space
        </Button>
      }
    >
      <p className="px-4 pt-1 pb-2 text-sm text-muted">Your personal space is yours alone. A shared one is for a family or a team; everybody in it sees the same people and notes.</p>
      <DataView query={query} compact loading={<SkeletonRows rows={2} />}>
        {(spaces) => (
          <ul className="divide-y divide-line border-t border-line">
            {spaces.map((space) => {
              const shared = space.kind === 'shared';
              const body = (
                <>
                  {shared ? <Users aria-hidden className="size-5 text-faint" /> : <User aria-hidden className="size-5 text-faint" />}
                  <span className="min-w-0 grow">
                    <span className="block truncate font-medium">{space.name}</span>
                    <span className="block text-sm text-faint">{shared ? plural(space.member_count ?? 1, 'member') : 'Only you'}</span>
                  </span>
                  <Badge>{space.role}</Badge>
                </>
              );
              return (
                <li key={space.id}>
                  {shared ? (
                    <button type="button" onClick={() => setOpen(space)} className="flex min-h-16 w-full items-center gap-3 px-4 text-left hover:bg-hover focus-visible:-outline-offset-2">
                      {body}
                      <ChevronRight aria-hidden className="size-4 text-faint" />
                    </button>
                  ) : (
                    <div className="flex min-h-16 items-center gap-3 px-4">{body}</div>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </DataView>
      {creating && <CreateSpace onClose={() => setCreating(false)} onCreated={setOpen} />}
      <Suspense>{open && <Members space={open} userId={userId} onClose={() => setOpen(null)} />}</Suspense>
    </Card>
  );
}

function CreateSpace({ onClose, onCreated }: { onClose: () => void; onCreated: (space: ListedSpace) => void }) {
  const [name, setName] = useState('');
  const create = useCreateSpace();
  const submit = () => {
    create.mutate(name.trim(), {
      onSuccess: (space) => {
        notify(`Space “${space.name}” made`);
        onClose();
        onCreated(space);
      },
    });
  };
  return (
    <FormDialog onClose={onClose} title="New shared space" submit="Make space" busy={create.isPending} error={create.error} onSubmit={submit}>
      <Input label="Name" placeholder="Family" value={name} onChange={(event) => setName(event.target.value)} maxLength={100} autoFocus required />
    </FormDialog>
  );
}
