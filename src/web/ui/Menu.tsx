import { cloneElement, createElement, useState, type ComponentProps, type ReactElement, type ReactNode } from 'react';
import { noticeFailure } from '../lib/availability.ts';
import type * as Radix from './MenuRadix.tsx';

// Menus are a third of what the first page would load otherwise, and closed on every first page. The parts below are only
// drawn inside an open menu, so the module is there when they are.
let radix: typeof Radix | undefined;
const load = async () => {
  radix ??= await import('./MenuRadix.tsx');
};

/** Fetches the code of menus ahead, so that they open without a connection too. */
export const warmMenus = (): Promise<void> => load();

export type MenuProps = { trigger: ReactElement<ComponentProps<'button'>>; children: ReactNode; align?: 'start' | 'center' | 'end' };

/** A menu behind a button. Its code is fetched when a pointer or the focus comes near, and it opens with the first click. */
export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  const [wanted, setWanted] = useState(false);
  if (wanted && radix) return createElement(radix.Menu, { trigger, align }, children);
  return cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void load().catch(() => undefined),
    onFocus: () => void load().catch(() => undefined),
    onClick: () => void load().then(() => setWanted(true), noticeFailure),
  });
}

export function MenuItem(props: Radix.MenuItemProps) {
  return createElement(radix!.MenuItem, props);
}

/** One choice out of several; the chosen one has a check mark. */
export function MenuRadio<T extends string>(props: Radix.MenuRadioProps<T>) {
  return createElement(radix!.MenuRadio<T>, props);
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return createElement(radix!.MenuLabel, null, children);
}

export function MenuSeparator() {
  return createElement(radix!.MenuSeparator);
}
