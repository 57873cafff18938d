import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'dark' | 'light' | 'system';

const key = 'kith-theme';
const listeners = new Set<() => void>();
const prefersLight = matchMedia('(prefers-color-scheme: light)');

/** What the person chose; dark when nothing was chosen. */
function themeChoice(): ThemeChoice {
  const stored = localStorage.getItem(key);
  return stored === 'light' || stored === 'system' ? stored : 'dark';
}

function apply(): void {
  const choice = themeChoice();
  const theme = choice === 'system' ? (prefersLight.matches ? 'light' : 'dark') : choice;
  document.documentElement.dataset.theme = theme;
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', theme === 'light' ? '#f4f6fc' : '#0b1020');
  for (const listener of listeners) listener();
}

/** Remembers and applies a theme. public/theme.js does the same before the first paint. */
export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(key, choice);
  apply();
}

/** The theme kept with the account, on a device where nothing was chosen yet. */
export function adoptTheme(choice: ThemeChoice): void {
  if (localStorage.getItem(key) === null) chooseTheme(choice);
}

prefersLight.addEventListener('change', apply);
// Another tab may change it.
addEventListener('storage', (event) => event.key === key && apply());

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, themeChoice);
}
