import { Archive, ArchiveRestore, Combine, ContactRound, MessageSquarePlus, Pencil, Send, Trash2 } from 'lucide-react';
import { spaceSearch } from '../../../lib/api.ts';
import type { Contact } from '../../../lib/types.ts';
import { MenuItem, MenuRadio, MenuSeparator } from '../../../ui/Menu.tsx';

export type PersonMenuProps = {
  contact: Contact;
  onChange: (fields: { tier?: 1 | 2; archived?: boolean }, done?: string) => void;
  onEdit: () => void;
  onMerge: () => void;
  onPasteChat: () => void;
  onTelegram: () => void;
  onDelete: () => void;
};

/** What else can be done with a person: the inside of a menu. */
export function PersonMenu({ contact, onChange, onEdit, onMerge, onPasteChat, onTelegram, onDelete }: PersonMenuProps) {
  return (
    <>
      <MenuItem icon={<Pencil aria-hidden />} onSelect={onEdit}>
        Edit
      </MenuItem>
      <MenuItem icon={contact.archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />} onSelect={() => onChange({ archived: !contact.archived }, contact.archived ? 'Back from the archive' : 'Archived')}>
        {contact.archived ? 'Take out of archive' : 'Archive'}
      </MenuItem>
      <MenuItem icon={<Combine aria-hidden />} onSelect={onMerge}>
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
        onChange={(tier) => onChange({ tier: Number(tier) as 1 | 2 })}
        options={[
          { value: '1', label: 'Inner circle' },
          { value: '2', label: 'Outer circle' },
        ]}
      />
      <MenuSeparator />
      <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={onDelete}>
        Delete
      </MenuItem>
    </>
  );
}
