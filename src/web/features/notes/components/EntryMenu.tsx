import { Pencil, Trash2, UserRoundPen } from 'lucide-react';
import { categories, type Category } from '../../../lib/types.ts';
import { MenuItem, MenuLabel, MenuSeparator } from '../../../ui/Menu.tsx';
import { categoryLook } from './category.tsx';

type Props = { category: Category; onEdit: () => void; onMove: (category: Category) => void; onGive?: (() => void) | undefined; onDelete: () => void };

/** What can be done with an entry: the inside of a menu. */
export function EntryMenu({ category, onEdit, onMove, onGive, onDelete }: Props) {
  return (
    <>
      <MenuItem icon={<Pencil aria-hidden />} onSelect={onEdit}>
        Edit
      </MenuItem>
      {onGive && (
        <MenuItem icon={<UserRoundPen aria-hidden />} onSelect={onGive}>
          About somebody else …
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuLabel>Move to</MenuLabel>
      {categories
        .filter((other) => other !== category)
        .map((other) => {
          const Icon = categoryLook[other].icon;
          return (
            <MenuItem key={other} icon={<Icon aria-hidden />} onSelect={() => onMove(other)}>
              {other}
            </MenuItem>
          );
        })}
      <MenuSeparator />
      <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={onDelete}>
        Delete
      </MenuItem>
    </>
  );
}
