import { MessagesSquare, NotebookPen, Phone, Send, Users } from 'lucide-react';
import { MenuItem, MenuSeparator } from '../../../ui/Menu.tsx';
import type { Talk } from '../api/touch.ts';
import { talkKinds } from './cadence.ts';

const icons = { call: Phone, meeting: Users, message: Send, other: MessagesSquare };

/** How somebody talked: the inside of a menu. */
export function TalkedKinds({ onTalk, onMore }: { onTalk: (kind: Talk['kind']) => void; onMore: () => void }) {
  return (
    <>
      {talkKinds.map(([kind, label]) => {
        const Icon = icons[kind];
        return (
          <MenuItem key={kind} icon={<Icon aria-hidden />} onSelect={() => onTalk(kind)}>
            {label}
          </MenuItem>
        );
      })}
      <MenuSeparator />
      <MenuItem icon={<NotebookPen aria-hidden />} onSelect={onMore}>
        Another day, or with a line …
      </MenuItem>
    </>
  );
}
