import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { CalendarPlus, CircleHelp, Keyboard, Moon, NotebookPen, Redo2, Search, Sun, SunMoon, Undo2, UserPlus } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { photoUrl } from '../lib/api.ts';
import { useCanWrite } from '../lib/access.ts';
import { redo, undo } from '../lib/undo.ts';
import { findPeopleQuery } from '../lib/people.ts';
import { useBackCloses } from '../lib/useBackCloses.ts';
import { useReturnFocus } from '../lib/useReturnFocus.ts';
import { useDebounced } from '../lib/useDebounced.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { usePages } from './navigation.ts';
import type { Overlay } from './overlays.ts';
import { useSetTheme } from './useTheme.ts';

/** Go anywhere, find anybody, do anything, from the keyboard. */
export function Palette({ show, onClose }: { show: (overlay: Overlay) => void; onClose: () => void }) {
  useBackCloses(true, onClose);
  const returning = useReturnFocus(true);
  const [text, setText] = useState('');
  const [selected, setSelected] = useState('');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const setTheme = useSetTheme();
  const q = useDebounced(text.trim(), 120);
  const people = useQuery({ ...findPeopleQuery(q), enabled: q.length > 0 });
  const run = (action: () => void) => () => {
    onClose();
    action();
  };
  const matches = (words: string) => words.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase());
  const canWrite = useCanWrite();
  const pages = usePages();
  const writes = [
    { words: 'Add a person create new contact', label: 'Add a person', icon: <UserPlus />, hint: 'c', run: () => show({ name: 'person' }) },
    { words: 'Write a note add log', label: 'Write a note', icon: <NotebookPen />, hint: 'w', run: () => show({ name: 'note' }) },
    { words: 'Plan an event add create new calendar appointment', label: 'Plan an event', icon: <CalendarPlus />, run: () => show({ name: 'event' }) },
    { words: 'Undo take back', label: 'Undo', icon: <Undo2 />, run: run(() => void undo(queries)) },
    { words: 'Redo', label: 'Redo', icon: <Redo2 />, run: run(() => void redo(queries)) },
  ];
  const actions = [
    ...(canWrite ? writes : []),
    { words: 'Theme dark', label: 'Dark theme', icon: <Moon />, run: run(() => setTheme('dark')) },
    { words: 'Theme light', label: 'Light theme', icon: <Sun />, run: run(() => setTheme('light')) },
    { words: 'Theme system', label: 'Theme of the system', icon: <SunMoon />, run: run(() => setTheme('system')) },
    { words: 'Keyboard shortcuts help', label: 'Keyboard shortcuts', icon: <Keyboard />, hint: '?', run: () => show({ name: 'help' }) },
  ].filter((action) => matches(action.words));
  // Until the answer to this text is here, only those of the last answer who fit it: Enter never opens somebody of an earlier text.
  const settled = q === text.trim() && !people.isPlaceholderData;
  const found = text.trim() ? (people.data ?? []).filter((person) => settled || matches(person.full_name)) : [];
  // Somebody found is what Enter should open, also when they are found after the first key; nobody found any more, it searches.
  const best = found[0]?.id;
  const [shown, setShown] = useState(best);
  if (best !== shown) {
    setShown(best);
    setSelected(best ?? 'search-all');
  }
  const places = pages.filter((page) => matches(`go to ${page.label}`));

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="page-overlay fixed inset-0 z-40 bg-overlay animate-[fade-in_100ms_ease-out]" />
        <Dialog.Content
          {...returning}
          aria-describedby={undefined}
          className="fixed inset-x-3 top-3 z-50 mx-auto flex max-h-[80dvh] max-w-xl flex-col overflow-hidden rounded-2xl border border-line bg-raised shadow-float animate-[rise-in_120ms_ease-out] sm:top-[12vh]"
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <Command label="Commands" shouldFilter={false} loop value={selected} onValueChange={setSelected} className="flex min-h-0 flex-col">
            <div className="flex items-center gap-3 border-b border-line px-4">
              <Search aria-hidden className="size-5 shrink-0 text-faint" />
              <Command.Input value={text} onValueChange={setText} placeholder="Search or do anything …" className="min-h-13 w-full bg-transparent text-base outline-none" />
            </div>
            <Command.List className="min-h-40 overflow-y-auto p-2">
              <Command.Empty className="px-3 py-8 text-center text-sm text-muted">Nothing of that name.</Command.Empty>
              {found.length > 0 && (
                <Group heading="People">
                  {found.map((person) => (
                    <Item key={person.id} value={person.id} icon={<Avatar name={person.full_name} seed={person.id} size="sm" photo={photoUrl(person)} />} onSelect={run(() => void navigate({ to: '/people/$contactId', params: { contactId: person.id } }))}>
                      {person.full_name}
                      {person.company && <span className="text-faint"> · {person.company}</span>}
                    </Item>
                  ))}
                </Group>
              )}
              {found[0] && (
                <Group heading="Ask">
                  <Item value="ask-about" icon={<CircleHelp />} onSelect={run(() => void navigate({ to: '/people/$contactId', params: { contactId: best! }, search: { tab: 'ask' } }))}>
                    Ask about {found[0].full_name}
                  </Item>
                </Group>
              )}
              {text.trim() && (
                <Group heading="Search">
                  <Item value="search-all" icon={<Search />} onSelect={run(() => void navigate({ to: '/search', search: { q: text.trim() } }))}>
                    Search everything for “{text.trim()}”
                  </Item>
                  {text.trim().length > 1 && (
                    <Item value="ask-all" icon={<CircleHelp />} onSelect={run(() => void navigate({ to: '/ask', search: { q: text.trim() } }))}>
                      Ask “{text.trim()}”
                    </Item>
                  )}
                  {canWrite && text.trim().length > 1 && (
                    <Item value="add-named" icon={<UserPlus />} onSelect={() => show({ name: 'person', text: text.trim() })}>
                      Add “{text.trim()}” as a person
                    </Item>
                  )}
                </Group>
              )}
              {actions.length > 0 && (
                <Group heading="Do">
                  {actions.map((action) => (
                    <Item key={action.label} value={action.label} icon={action.icon} hint={action.hint} onSelect={action.run}>
                      {action.label}
                    </Item>
                  ))}
                </Group>
              )}
              {places.length > 0 && (
                <Group heading="Go to">
                  {places.map(({ to, label, icon: Icon, key }) => (
                    <Item key={to} value={to} icon={<Icon />} hint={`g ${key}`} onSelect={run(() => void navigate({ to }))}>
                      {label}
                    </Item>
                  ))}
                </Group>
              )}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group heading={heading} className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint">
      {children}
    </Command.Group>
  );
}

function Item({ value, icon, hint, children, onSelect }: { value: string; icon: ReactNode; hint?: string | undefined; children: ReactNode; onSelect: () => void }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 data-[selected=true]:bg-active [&>svg]:size-4.5 [&>svg]:shrink-0 [&>svg]:text-muted"
    >
      {icon}
      <span className="min-w-0 grow truncate">{children}</span>
      {hint && <kbd className="font-sans text-xs text-faint">{hint}</kbd>}
    </Command.Item>
  );
}
