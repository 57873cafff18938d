import { useSavePreferences } from '../features/accounts/api/profile.ts';
import { chooseTheme, type ThemeChoice } from '../lib/theme.ts';

/** Changes the theme here at once and keeps it with the account, for the next device. */
export function useSetTheme(): (choice: ThemeChoice) => void {
  const save = useSavePreferences();
  return (choice) => {
    chooseTheme(choice);
    save.mutate({ theme: choice });
  };
}
