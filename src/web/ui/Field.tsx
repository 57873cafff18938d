import clsx from 'clsx';
import { useId, type ComponentProps, type ReactNode } from 'react';

const control = clsx(
  'w-full rounded-lg border border-control bg-bg px-3 text-text transition-colors',
  'focus-visible:border-focus focus-visible:outline-offset-0',
  'aria-invalid:border-danger disabled:opacity-60',
);

export const inputClass = clsx(control, 'min-h-10 py-2 coarse:min-h-11 coarse:text-base');

type Wiring = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true };

export type FieldProps = {
  label: ReactNode;
  /** Shown under the control in red and announced; replaces the hint. */
  error?: string | null | undefined;
  hint?: ReactNode;
  /** The label is there for screen readers only. */
  labelHidden?: boolean;
  className?: string;
  children: (wiring: Wiring) => ReactNode;
};

/** Label, control, hint and error, wired together for assistive technology. */
export function Field({ label, error, hint, labelHidden, className, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  const wiring: Wiring = { id };
  if (note) wiring['aria-describedby'] = noteId;
  if (error) wiring['aria-invalid'] = true;
  return (
    <div className={clsx('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'text-sm font-medium text-muted'}>
        {label}
      </label>
      {children(wiring)}
      {note && (
        <p id={noteId} role={error ? 'alert' : undefined} className={clsx('text-sm', error ? 'text-danger' : 'text-faint')}>
          {note}
        </p>
      )}
    </div>
  );
}

type Common = Pick<FieldProps, 'label' | 'error' | 'hint' | 'labelHidden'>;

export function Input({ label, error, hint, labelHidden, className, ...rest }: Common & ComponentProps<'input'>) {
  return (
    <Field label={label} error={error} hint={hint} labelHidden={labelHidden ?? false} className={className ?? ''}>
      {(wiring) => <input {...rest} {...wiring} className={inputClass} />}
    </Field>
  );
}

/** Whoever changes a text goes on at its end. */
const toEnd = (field: HTMLTextAreaElement | null) => field?.setSelectionRange(field.value.length, field.value.length);

export function Textarea({ label, error, hint, labelHidden, className, ...rest }: Common & ComponentProps<'textarea'>) {
  return (
    <Field label={label} error={error} hint={hint} labelHidden={labelHidden ?? false} className={className ?? ''}>
      {(wiring) => <textarea rows={4} {...(rest.autoFocus ? { ref: toEnd } : {})} {...rest} {...wiring} className={clsx(control, 'py-2 coarse:text-base')} />}
    </Field>
  );
}

/** A native select: the phone's own picker is better than anything drawn here. */
export function Select({ label, error, hint, labelHidden, className, children, ...rest }: Common & ComponentProps<'select'>) {
  return (
    <Field label={label} error={error} hint={hint} labelHidden={labelHidden ?? false} className={className ?? ''}>
      {(wiring) => (
        <select {...rest} {...wiring} className={clsx(inputClass, 'pr-8')}>
          {children}
        </select>
      )}
    </Field>
  );
}

export function Checkbox({ label, hint, className, ...rest }: { label: ReactNode; hint?: ReactNode } & ComponentProps<'input'>) {
  return (
    <label className={clsx('flex min-h-9 cursor-pointer items-start gap-3 py-1.5 coarse:min-h-11 coarse:py-2.5', className)}>
      <input type="checkbox" {...rest} className="mt-0.5 size-[1.15rem] shrink-0" />
      <span>
        <span className="block">{label}</span>
        {hint && <span className="block text-sm text-faint">{hint}</span>}
      </span>
    </label>
  );
}
