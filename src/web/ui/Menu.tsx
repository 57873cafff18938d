import { cloneElement, lazy, Suspense, useState, type ComponentProps, type JSX, type ReactElement, type ReactNode } from 'react';
import type * as Radix from './MenuRadix.tsx';

// Menus are a third of what the first page would load otherwise, and closed on every first page.
const load = () => import('./MenuRadix.tsx');
const Root = lazy(async () => ({ default: (await load()).Menu }));
const Item = lazy(async () => ({ default: (await load()).MenuItem }));
const Label = lazy(async () => ({ default: (await load()).MenuLabel }));
const Separator = lazy(async () => ({ default: (await load()).MenuSeparator }));
const Radio = lazy(async () => ({ default: (await load()).MenuRadio }));

export type MenuProps = { trigger: ReactElement<ComponentProps<'button'>>; children: ReactNode; align?: 'start' | 'end' };

/** A menu behind a button. Its code is fetched when a pointer or the focus comes near, and it opens with the first click. */
export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  const [wanted, setWanted] = useState(false);
  const closed = cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: () => setWanted(true),
  });
  if (!wanted) return closed;
  return (
    <Suspense fallback={closed}>
      <Root trigger={trigger} align={align}>
        {children}
      </Root>
    </Suspense>
  );
}

export function MenuItem(props: Radix.MenuItemProps) {
  return <Item {...props} />;
}

/** One choice out of several; the chosen one has a check mark. */
export function MenuRadio<T extends string>(props: Radix.MenuRadioProps<T>) {
  const Typed = Radio as unknown as (props: Radix.MenuRadioProps<T>) => JSX.Element;
  return <Typed {...props} />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Label>{children}</Label>;
}

export function MenuSeparator() {
  return <Separator />;
}
