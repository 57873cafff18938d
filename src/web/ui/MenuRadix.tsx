import clsx from 'clsx';
import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

const item =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm outline-none select-none data-highlighted:bg-active data-disabled:opacity-50 coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted';

type OpenMenuProps = { trigger: ReactNode; children?: ReactNode; align: 'start' | 'center' | 'end'; onClose?: () => void };

/** The menu itself, open from the start: ui/Menu.tsx draws it on the first click. */
export function Menu({ trigger, children, align, onClose }: OpenMenuProps) {
  return (
    <Radix.Root modal={false} defaultOpen {...(onClose ? { onOpenChange: (open) => !open && onClose() } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-60 max-h-[clamp(12rem,var(--radix-dropdown-menu-content-available-height),40rem)] min-w-48 overflow-y-auto rounded-xl border border-line bg-raised p-1.5 shadow-float animate-[rise-in_120ms_ease-out]"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export type MenuItemProps = {
  icon?: ReactNode;
  children: ReactNode;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
  shortcut?: string;
};

export function MenuItem({ icon, children, onSelect, danger, disabled, shortcut }: MenuItemProps) {
  return (
    <Radix.Item className={clsx(item, danger && 'text-danger [&_svg]:text-danger')} onSelect={onSelect} {...(disabled ? { disabled } : {})}>
      {icon}
      <span className="grow">{children}</span>
      {shortcut && <kbd className="font-sans text-xs text-faint">{shortcut}</kbd>}
    </Radix.Item>
  );
}

export type MenuRadioProps<T extends string> = {
  label: string;
  value: T;
  options: { value: T; label: ReactNode; icon?: ReactNode }[];
  onChange: (value: T) => void;
};

export function MenuRadio<T extends string>(props: MenuRadioProps<T>) {
  return (
    <>
      <MenuLabel>{props.label}</MenuLabel>
      <Radix.RadioGroup value={props.value} onValueChange={(value) => props.onChange(value as T)}>
        {props.options.map((option) => (
          <Radix.RadioItem key={option.value} value={option.value} className={item}>
            {option.icon}
            <span className="grow">{option.label}</span>
            <Radix.ItemIndicator>
              <Check aria-hidden />
            </Radix.ItemIndicator>
          </Radix.RadioItem>
        ))}
      </Radix.RadioGroup>
    </>
  );
}

export function MenuLabel({ children }: { children?: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-2 pb-1 text-xs font-medium text-faint">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1.5 h-px bg-line" />;
}
