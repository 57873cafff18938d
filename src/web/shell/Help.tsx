import { useCanWrite } from '../lib/access.ts';
import { isMac } from '../lib/hotkeys.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { type Page, usePages } from './navigation.ts';

const mod = isMac ? '⌘' : 'Ctrl';

const groups = (pages: readonly Page[]): { title: string; keys: [string[], string, 'writes'?][] }[] => [
  {
    title: 'Anywhere',
    keys: [
      [[mod, 'K'], 'Command palette'],
      [['/'], 'Search'],
      [['c'], 'Add a person', 'writes'],
      [['w'], 'Write a note', 'writes'],
      [[mod, 'Z'], 'Undo', 'writes'],
      [[mod, 'Shift', 'Z'], 'Redo', 'writes'],
      [['?'], 'This sheet'],
    ],
  },
  { title: 'Go to', keys: pages.map((page) => [['g', page.key], page.label]) },
  {
    title: 'In the list of people',
    keys: [
      [['j'], 'Next'],
      [['k'], 'Previous'],
      [['Enter'], 'Open'],
      [['x'], 'Select', 'writes'],
      [['s'], 'Star', 'writes'],
      [['e'], 'Archive', 'writes'],
      [['t'], 'Tags of the selected', 'writes'],
      [['.'], 'To the actions for the selected', 'writes'],
      [['Delete'], 'Delete the selected', 'writes'],
      [['Esc'], 'Select nobody', 'writes'],
    ],
  },
  {
    title: 'On the graph',
    keys: [
      [['←', '→', '↑', '↓'], 'Walk to those somebody knows'],
      [['Enter'], 'Open'],
      [['Space'], 'Select'],
      [['Shift', 'F10'], 'Actions'],
      [['+'], 'Zoom in'],
      [['-'], 'Zoom out'],
      [['f'], 'Show everybody'],
      [['0'], 'Back to the middle'],
      [['Esc'], 'Select nobody'],
    ],
  },
  {
    title: 'In the calendar',
    keys: [
      [['t'], 'Today'],
      [['d'], 'Day'],
      [['w'], 'Week'],
      [['m'], 'Month'],
      [['y'], 'Year'],
      [['a'], 'Agenda'],
      [['n'], 'New event', 'writes'],
      [['←', '→'], 'Day before, day after'],
      [['↑', '↓'], 'Week before, week after'],
      [['Shift', '← → ↑ ↓'], 'Move the event', 'writes'],
      [['Alt', '↑ ↓'], 'Change when it ends', 'writes'],
    ],
  },
  {
    title: 'On a person',
    keys: [
      [['n'], 'Write a note here', 'writes'],
      [[mod, 'Enter'], 'Analyse the note', 'writes'],
    ],
  },
];

/** The sheet of keyboard shortcuts. */
export function Help({ onClose }: { onClose: () => void }) {
  const canWrite = useCanWrite();
  const shown = groups(usePages()).map((group) => ({ ...group, keys: group.keys.filter(([, , writes]) => canWrite || !writes) })).filter((group) => group.keys.length > 0);
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts" size="lg" textOnly>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {shown.map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h3 className="mb-1 text-sm font-semibold text-muted">{group.title}</h3>
            <dl>
              {group.keys.map(([keys, what]) => (
                <div key={what} className="flex min-h-8 items-center gap-3 text-sm">
                  <dt className="grow">{what}</dt>
                  <dd className="flex gap-1">
                    {keys.map((key) => (
                      <kbd key={key} className="min-w-6 rounded-md border border-line bg-card px-1.5 py-0.5 text-center font-sans text-xs text-muted">
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
