import { Check, Plus } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { inputClass } from './Field.tsx';

type Label = { id: string; name: string };

export type LabelChoicesProps<T extends Label> = {
  trigger: ReactNode;
  /** "tag", "group" */
  noun: string;
  labels: T[];
  /** The ids of those that are chosen. */
  chosen: ReadonlySet<string>;
  busy: boolean;
  renderMark: (label: T) => ReactNode;
  onToggle: (label: T, on: boolean) => void;
  /** Makes one and chooses it. `done` clears what was typed. */
  onCreate: (name: string, done: () => void) => void;
};

/** The labels of one kind behind a button, open from the start: find one, choose several, make one that is missing. */
export function LabelChoices<T extends Label>({ trigger, ...props }: LabelChoicesProps<T>) {
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={`${props.noun.replace(/^./, (letter) => letter.toUpperCase())}s`}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-60 flex max-h-[max(var(--radix-popover-content-available-height),12rem)] w-64 flex-col rounded-xl border border-line bg-raised p-1.5 shadow-float animate-[rise-in_120ms_ease-out]"
        >
          <Choices {...props} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Choices<T extends Label>({ noun, labels, chosen, busy, renderMark, onToggle, onCreate }: Omit<LabelChoicesProps<T>, 'trigger'>) {
  const [text, setText] = useState('');
  const name = text.trim();
  const same = (label: T) => label.name.toLocaleLowerCase() === name.toLocaleLowerCase();
  const found = labels.filter((label) => label.name.toLocaleLowerCase().includes(name.toLocaleLowerCase()));
  const exact = found.find(same);
  const create = () => onCreate(name, () => setText(''));
  const row = 'flex w-full min-h-9 items-center gap-2.5 rounded-md px-2.5 text-left text-sm hover:bg-active focus-visible:-outline-offset-2 coarse:min-h-11';
  return (
    <>
      <input
        aria-label={`Find or create a ${noun}`}
        placeholder="Find or create …"
        value={text}
        maxLength={64}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          const meant = exact ?? (name === '' ? found[0] : undefined);
          if (meant) onToggle(meant, !chosen.has(meant.id));
          else if (name && !busy) create();
        }}
        className={`${inputClass} shrink-0`}
      />
      <div className="mt-1.5 max-h-60 min-h-0 overflow-y-auto">
        {found.map((label) => (
          <button key={label.id} type="button" aria-pressed={chosen.has(label.id)} className={row} onClick={() => onToggle(label, !chosen.has(label.id))}>
            {renderMark(label)}
            <span className="grow truncate">{label.name}</span>
            {chosen.has(label.id) && <Check aria-hidden className="size-4 text-muted" />}
          </button>
        ))}
        {name && !exact && (
          <button type="button" className={row} onClick={create} disabled={busy}>
            <Plus aria-hidden className="size-4 text-muted" />
            <span className="truncate">Create “{name}”</span>
          </button>
        )}
        {!name && labels.length === 0 && <p className="px-2.5 py-3 text-sm text-faint">No {noun}s yet. Type a name.</p>}
      </div>
    </>
  );
}
