import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import type { Scope } from '../api/calendar.ts';

const choices: [Scope, string][] = [['this', 'Only this one'], ['following', 'This and all that follow'], ['all', 'All of them']];

type Props = { title: string; event: string; busy: boolean; without?: Scope | undefined; onChoose: (scope: Scope) => void; onClose: () => void };

/** Which occurrences of an event that repeats are meant. */
export function ScopeDialog({ title, event, busy, without, onChoose, onClose }: Props) {
  return (
    <Dialog open onClose={onClose} size="sm" title={title} description={`“${event}” repeats.`}>
      <div className="flex flex-col gap-2 pb-2">
        {choices
          .filter(([scope]) => scope !== without)
          .map(([scope, label]) => (
            <Button key={scope} busy={busy} onClick={() => onChoose(scope)} className="justify-start!">
              {label}
            </Button>
          ))}
      </div>
    </Dialog>
  );
}
