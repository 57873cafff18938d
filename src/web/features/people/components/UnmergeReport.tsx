import { plural } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';

type Item = { row_id: string; table_name: string; field: string | null; word: string; message: string };

/** What could not be put back when a merge was undone, and why. */
export function UnmergeReport({ name, count, items, onClose }: { name: string; count: number; items: Item[]; onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} size="sm" textOnly title={`${name} is back`} description={`${plural(count, 'thing')} could not be put back:`} footer={<Button onClick={onClose}>Close</Button>}>
      <ul className="flex flex-col gap-2 text-sm">
        {items.map((item) => (
          <li key={item.table_name + item.row_id + String(item.field)}>
            <span className="font-medium">{item.word}</span>
            <span className="text-muted"> — {item.message}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
