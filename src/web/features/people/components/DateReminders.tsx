import { useQueryClient } from '@tanstack/react-query';
import { useCanWrite } from '../../../lib/access.ts';
import { attempt } from '../../../lib/attempt.ts';
import { Menu, MenuRadio } from '../../../ui/Menu.tsx';
import { type LoadedContact, useUpdateContact } from '../api/contacts.ts';
import { reminderChoices, remindersText } from './date-reminders.ts';

/** When one is reminded of the birthday and the other dates of a person, and the choice of another time or of none. */
export function DateReminders({ contact: { id, birthday_days_before: days } }: { contact: LoadedContact }) {
  const canWrite = useCanWrite();
  const queries = useQueryClient();
  const update = useUpdateContact(id);
  const value = JSON.stringify(days);
  const choices = [...new Set([...reminderChoices.map((choice) => JSON.stringify(choice)), value])];
  const set = (chosen: string) => {
    const birthday_days_before = JSON.parse(chosen) as number[] | null;
    void attempt(update.mutateAsync({ birthday_days_before }), { done: `Reminders: ${remindersText(birthday_days_before).toLowerCase()}`, failed: 'Could not save', queries, actionId: (result) => result.action_id });
  };
  if (!canWrite) return remindersText(days);
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" aria-label={`Reminders of dates: ${remindersText(days)}`} className="link min-h-6 rounded text-left coarse:min-h-11">
          {remindersText(days)}
        </button>
      }
    >
      <MenuRadio label="Remind of these dates" value={value} onChange={set} options={choices.map((choice) => ({ value: choice, label: remindersText(JSON.parse(choice) as number[] | null) }))} />
    </Menu>
  );
}
