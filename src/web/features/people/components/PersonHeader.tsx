import { Link } from '@tanstack/react-router';
import { Cake, CalendarPlus, Ellipsis, MessageCircleHeart, NotebookPen, Pencil, ScrollText, Star } from 'lucide-react';
import { Suspense, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { comingOf } from '../../../../server/domains/people/coming.schema.ts';
import { photoUrl } from '../../../lib/api.ts';
import { useCanWrite, useSupport } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { formatRelativeDay, tierName, today } from '../../../lib/format.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { useTitle } from '../../../lib/useTitle.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import { Button, buttonClass, IconButton } from '../../../ui/Button.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import { useDeleteContacts, useUpdateContact, type ContactInput, type LoadedContact } from '../api/contacts.ts';
import { StayInTouch } from './StayInTouch.tsx';
import { TalkedMenu } from './TalkedMenu.tsx';

const MergeWith = lazyPart(async () => (await import('./MergeWith.tsx')).MergeWith);
const PersonEdit = lazyPart(async () => (await import('./PersonEdit.tsx')).PersonEdit);
const PersonMenu = lazyPart(async () => (await import('./PersonMenu.tsx')).PersonMenu);

export type PersonHeaderProps = {
  contact: LoadedContact;
  tags: ReactNode;
  editing: boolean;
  onEditing: (editing: boolean) => void;
  onDeleted: () => void;
  onPasteChat: () => void;
  onTelegram: () => void;
  onNote: () => void;
  onFollowUp: () => void;
};

const icon = 'size-4';

/** Who this is at a glance, and what can be done with them as a whole. */
export function PersonHeader({ contact, tags, editing, onEditing: setEditing, onDeleted, onPasteChat, onTelegram, onNote, onFollowUp }: PersonHeaderProps) {
  useTitle(contact.full_name);
  const canWrite = useCanWrite();
  const support = useSupport();
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
  const about = [contact.title, contact.company].filter(Boolean).join(' at ');
  const birthday = contact.birthday && comingOf(contact.birthday, today());

  return (
    <header className="mb-4 rounded-xl border border-line bg-card p-4 shadow-card sm:p-5">
      <div className="flex items-start gap-3 sm:gap-4">
        <Avatar name={contact.full_name} seed={contact.id} size="lg" photo={photoUrl(contact)} />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-baseline gap-x-2.5">
            <h1 className="min-w-0 text-xl font-semibold tracking-tight wrap-anywhere sm:text-2xl">{contact.full_name}</h1>
            {contact.nickname && <span className="text-muted">“{contact.nickname}”</span>}
            {contact.pronouns && <span className="text-sm text-faint">{contact.pronouns}</span>}
          </div>
          {about && <p className="text-muted">{about}</p>}
        </div>
        {!canWrite && contact.starred && <Star aria-label="Starred" className="mt-2 size-5 shrink-0 fill-star text-star" />}
        {canWrite && (
          <div className="-mt-1 -mr-1 flex shrink-0 items-center sm:gap-1">
            <IconButton label={contact.starred ? 'Remove star' : 'Star'} active={contact.starred} onClick={() => change({ starred: !contact.starred })}>
              <Star aria-hidden className={contact.starred ? 'fill-star text-star' : ''} />
            </IconButton>
            <IconButton label="Edit" className="max-sm:hidden" onClick={() => setEditing(true)}>
              <Pencil aria-hidden />
            </IconButton>
            <Menu
              trigger={
                <IconButton label="More actions">
                  <Ellipsis aria-hidden />
                </IconButton>
              }
            >
              <Suspense>
                <PersonMenu contact={contact} onChange={change} onEdit={() => setEditing(true)} onMerge={() => setMerging(true)} onPasteChat={onPasteChat} onTelegram={onTelegram} onDelete={onDelete} />
              </Suspense>
            </Menu>
          </div>
        )}
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-1.5 coarse:gap-y-4">
        <Badge>{tierName(contact.tier)}</Badge>
        {contact.archived && <Badge color="var(--warning)">Archived</Badge>}
        {tags}
      </div>
      <div className="mt-2.5 flex flex-wrap items-center gap-x-5 gap-y-1 text-sm text-muted coarse:mt-4.5">
        {birthday && (
          <p className="inline-flex items-center gap-2">
            <Cake aria-hidden className={icon} />
            Birthday {formatRelativeDay(birthday.on)}
            {birthday.years !== null && `, turns ${birthday.years}`}
          </p>
        )}
        <StayInTouch contact={contact} />
      </div>
      <div className="mt-3 grid grid-cols-2 gap-2 border-t border-line pt-3 sm:flex sm:flex-wrap">
        {canWrite && (
          <>
            <Button size="sm" variant="primary" icon={<NotebookPen aria-hidden className={icon} />} onClick={onNote}>
              Add a note
            </Button>
            <TalkedMenu
              person={contact}
              trigger={
                <Button size="sm" icon={<MessageCircleHeart aria-hidden className={icon} />}>
                  Talked today
                </Button>
              }
            />
            <Button size="sm" icon={<CalendarPlus aria-hidden className={icon} />} onClick={onFollowUp}>
              Follow up
            </Button>
          </>
        )}
        {!support && (
          <Link to="/people/$contactId/briefing" params={{ contactId: contact.id }} className={buttonClass('secondary', 'sm')}>
            <ScrollText aria-hidden className={icon} /> Briefing
          </Link>
        )}
      </div>
      <Suspense>{merging && <MergeWith contact={contact} onClose={() => setMerging(false)} />}</Suspense>
      <Suspense>{editing && <PersonEdit contact={contact} onClose={() => setEditing(false)} />}</Suspense>
    </header>
  );
}
