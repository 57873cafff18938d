import { Archive, ArchiveRestore, Combine, ContactRound, Ellipsis, MessageSquarePlus, Pencil, Send, Star, Trash2 } from 'lucide-react';
import { Suspense, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { photoUrl } from '../../../lib/api.ts';
import { useCanWrite } from '../../../lib/access.ts';
import { spaceSearch } from '../../../lib/api.ts';
import { attempt } from '../../../lib/attempt.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { useMedia } from '../../../lib/useMedia.ts';
import { useTitle } from '../../../lib/useTitle.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { Menu, MenuItem, MenuRadio, MenuSeparator } from '../../../ui/Menu.tsx';
import { useDeleteContacts, useUpdateContact, type ContactInput, type LoadedContact } from '../api/contacts.ts';

const MergeWith = lazyPart(async () => (await import('./MergeWith.tsx')).MergeWith);
const PersonEdit = lazyPart(async () => (await import('./PersonEdit.tsx')).PersonEdit);

export type PersonHeaderProps = { contact: LoadedContact; tags: ReactNode; editing: boolean; onEditing: (editing: boolean) => void; onDeleted: () => void; onPasteChat: () => void; onTelegram: () => void };

/** Who this is, and what can be done with them as a whole. */
export function PersonHeader({ contact, tags, editing, onEditing: setEditing, onDeleted, onPasteChat, onTelegram }: PersonHeaderProps) {
  useTitle(contact.full_name);
  const canWrite = useCanWrite();
  const update = useUpdateContact(contact.id);
  const remove = useDeleteContacts();
  const queries = useQueryClient();
  const [merging, setMerging] = useState(false);

  const change = (fields: ContactInput, done?: string) =>
    void attempt(update.mutateAsync(fields), { ...(done ? { done } : {}), failed: 'Could not save', queries, actionId: (result) => result.action_id });
  const onDelete = () => {
    onDeleted();
    void attempt(remove.mutateAsync([contact.id]), { done: `${contact.full_name} deleted`, failed: 'Could not delete', queries, actionId: (id) => id });
  };
  const wide = useMedia('(min-width: 40rem)');
  const badges = (
    <>
      <Badge>{contact.tier === 1 ? 'Inner circle' : 'Outer circle'}</Badge>
      {contact.archived && <Badge color="var(--warning)">Archived</Badge>}
      {tags}
    </>
  );
  const about = [contact.title, contact.company].filter(Boolean).join(' at ');

  return (
    <header className="mb-5 flex flex-wrap items-start gap-x-3 gap-y-2.5 sm:flex-nowrap sm:gap-x-4">
      <Avatar name={contact.full_name} seed={contact.id} size="lg" photo={photoUrl(contact)} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h1 className="text-2xl font-semibold tracking-tight">{contact.full_name}</h1>
          {contact.nickname && <span className="text-muted">“{contact.nickname}”</span>}
          {contact.pronouns && <span className="text-sm text-faint">{contact.pronouns}</span>}
        </div>
        {about && <p className="text-muted">{about}</p>}
        {wide && <div className="mt-2 flex flex-wrap items-center gap-1.5">{badges}</div>}
      </div>
      {!canWrite && contact.starred && <Star aria-label="Starred" className="mt-2 size-5 shrink-0 fill-star text-star" />}
      {canWrite && (
        <div className="flex shrink-0 items-center gap-1">
          <IconButton label={contact.starred ? 'Remove star' : 'Star'} active={contact.starred} onClick={() => change({ starred: !contact.starred })}>
            <Star aria-hidden className={contact.starred ? 'fill-star text-star' : ''} />
          </IconButton>
          <Button className="max-sm:hidden" icon={<Pencil aria-hidden className="size-4" />} onClick={() => setEditing(true)}>
            Edit
          </Button>
          <Menu
            trigger={
              <IconButton label="More actions">
                <Ellipsis aria-hidden />
              </IconButton>
            }
          >
            <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setEditing(true)}>
              Edit
            </MenuItem>
            <MenuItem
              icon={contact.archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
              onSelect={() => change({ archived: !contact.archived }, contact.archived ? 'Back from the archive' : 'Archived')}
            >
              {contact.archived ? 'Take out of archive' : 'Archive'}
            </MenuItem>
            <MenuItem icon={<Combine aria-hidden />} onSelect={() => setMerging(true)}>
              Merge with …
            </MenuItem>
            <MenuItem icon={<MessageSquarePlus aria-hidden />} onSelect={onPasteChat}>
              Paste a chat
            </MenuItem>
            <MenuItem icon={<Send aria-hidden />} onSelect={onTelegram}>
              Import from Telegram
            </MenuItem>
            <MenuItem icon={<ContactRound aria-hidden />} onSelect={() => window.location.assign(`/api/v1/contacts/${contact.id}/vcard${spaceSearch()}`)}>
              Save as vCard
            </MenuItem>
            <MenuSeparator />
            <MenuRadio
              label="Tier"
              value={String(contact.tier)}
              onChange={(tier) => change({ tier: Number(tier) as 1 | 2 })}
              options={[
                { value: '1', label: 'Inner circle' },
                { value: '2', label: 'Outer circle' },
              ]}
            />
            <MenuSeparator />
            <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={onDelete}>
              Delete
            </MenuItem>
          </Menu>
        </div>
      )}
      {!wide && <div className="flex basis-full flex-wrap items-center gap-1.5">{badges}</div>}
      <Suspense>{merging && <MergeWith contact={contact} onClose={() => setMerging(false)} />}</Suspense>
      <Suspense>{editing && <PersonEdit contact={contact} onClose={() => setEditing(false)} />}</Suspense>
    </header>
  );
}
