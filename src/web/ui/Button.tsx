import clsx from 'clsx';
import { LoaderCircle } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';

type Variant = 'primary' | 'secondary' | 'ghost' | 'danger' | 'success';
type Size = 'sm' | 'md';

const variants: Record<Variant, string> = {
  primary: 'bg-button text-white hover:bg-button-hover',
  secondary: 'border border-line bg-card text-text hover:bg-hover',
  ghost: 'text-muted hover:bg-hover hover:text-text',
  danger: 'bg-danger-fill text-white hover:bg-danger-fill-hover',
  success: 'bg-success-fill text-white hover:brightness-110',
};

const sizes: Record<Size, string> = {
  sm: 'min-h-8 px-2.5 text-sm coarse:min-h-11',
  md: 'min-h-10 px-4 text-sm coarse:min-h-11',
};

/** The classes of a button, for links that look like one. */
export function buttonClass(variant: Variant = 'secondary', size: Size = 'md', extra?: string): string {
  return clsx(
    'inline-flex select-none items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55',
    variants[variant],
    sizes[size],
    extra,
  );
}

export type ButtonProps = ComponentProps<'button'> & {
  variant?: Variant;
  size?: Size;
  /** Shows a spinner in place of the icon and refuses clicks; the width does not change. */
  busy?: boolean;
  icon?: ReactNode;
};

export function Button({ variant, size, busy = false, icon, children, className, type = 'button', disabled, ...rest }: ButtonProps) {
  return (
    <button type={type} className={buttonClass(variant, size, className)} disabled={disabled || busy} aria-busy={busy || undefined} {...rest}>
      {busy ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : icon}
      {children}
    </button>
  );
}

export type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label' | 'children'> & {
  /** What the button does, for screen readers and in its tooltip. */
  label: string;
  children: ReactNode;
  active?: boolean;
};

/** A square button with only an icon; its name is always given. */
export function IconButton({ label, children, className, active, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      data-tip={label}
      aria-pressed={active}
      className={clsx(
        'inline-flex size-9 shrink-0 items-center justify-center rounded-lg text-muted transition-colors hover:bg-hover hover:text-text aria-pressed:text-text',
        'disabled:cursor-not-allowed disabled:opacity-50 coarse:size-11 [&_svg]:size-[1.15rem]',
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  );
}
