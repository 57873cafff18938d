import { CircleUser, Link2, Route, Trash2, Users } from 'lucide-react';
import { Menu, MenuItem, MenuLabel, MenuRadio, MenuSeparator } from '../../../ui/MenuRadix.tsx';
import type { GraphContact } from '../api/graph.ts';
import type { GraphActions } from './GraphMap.tsx';

export type NodeMenuProps = { contact: GraphContact; at: { x: number; y: number }; selected: string[]; actions: GraphActions; canWrite: boolean; onClose: () => void };

/** What can be done with a person, where they were pointed at. */
export function NodeMenu({ contact, at, selected, actions, canWrite, onClose }: NodeMenuProps) {
  const { id } = contact;
  const others = selected.filter((one) => one !== id);
  const other = others.length === 1 ? others[0] : undefined;
  return (
    <Menu align="start" onClose={onClose} trigger={<button type="button" aria-hidden tabIndex={-1} className="fixed size-px" style={{ left: at.x, top: at.y }} />}>
      <MenuLabel>{contact.full_name}</MenuLabel>
      <MenuItem icon={<CircleUser aria-hidden />} onSelect={() => actions.open(id)}>
        View profile
      </MenuItem>
      {other && (
        <MenuItem icon={<Route aria-hidden />} onSelect={() => actions.path(other, id)}>
          Path from the selected
        </MenuItem>
      )}
      {canWrite && (
        <>
          <MenuItem icon={<Link2 aria-hidden />} onSelect={() => actions.connect(id, other)}>
            {other ? 'Connect with the selected …' : 'Connect …'}
          </MenuItem>
          <MenuItem icon={<Users aria-hidden />} onSelect={() => actions.groups([id])}>
            Groups …
          </MenuItem>
          <MenuSeparator />
          <MenuRadio
            label="Tier"
            value={String(contact.tier)}
            options={[
              { value: '1', label: 'Inner circle' },
              { value: '2', label: 'Outer circle' },
            ]}
            onChange={(value) => actions.tier(id, Number(value) as 1 | 2)}
          />
          <MenuSeparator />
          <MenuItem icon={<Trash2 aria-hidden />} danger onSelect={() => actions.remove([id])}>
            Delete
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
