import clsx from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useId, type FormEvent, type ReactNode } from 'react';
import { useBackCloses } from '../lib/useBackCloses.ts';
import { useReturnFocus } from '../lib/useReturnFocus.ts';
import { Button, IconButton } from './Button.tsx';
import { FormError } from './FormError.tsx';

export type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons at the bottom; they stay in view when the content scrolls. */
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
  /** There is only text inside: the content itself takes the focus, so that keys can scroll it. */
  textOnly?: boolean;
  /** The address says that it is open, so Back leads to where one came from without help. */
  inAddress?: boolean;
};

const widths = { sm: 'sm:max-w-md', md: 'sm:max-w-xl', lg: 'sm:max-w-3xl' };
const overlay = 'page-overlay fixed inset-0 z-40 bg-overlay animate-[fade-in_120ms_ease-out]';

function Head({ title, description }: Pick<DialogProps, 'title' | 'description'>) {
  return (
    <div className="pt-4 pr-14 pb-3 pl-5">
      <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
      {description && <Radix.Description className="mt-1 text-sm text-muted">{description}</Radix.Description>}
    </div>
  );
}

/** Last in the order of focus: a dialog begins with what it is about. */
function Close() {
  return (
    <Radix.Close asChild>
      <IconButton label="Close" className="absolute! top-3 right-3">
        <X aria-hidden />
      </IconButton>
    </Radix.Close>
  );
}

const footerClass =
  'flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]';

/** A modal in the middle of the screen; on a phone it rises from the bottom and takes the width. */
export function Dialog({ open, onClose, title, description, children, footer, size = 'md', textOnly = false, inAddress = false }: DialogProps) {
  useBackCloses(open && !inAddress, onClose);
  const returning = useReturnFocus(open);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={overlay} />
        <Radix.Content
          {...returning}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={clsx(
            'fixed z-50 flex max-h-[92dvh] flex-col outline-none border-line bg-raised shadow-float animate-[rise-in_140ms_ease-out]',
            'inset-x-0 bottom-0 rounded-t-2xl border-t',
            'sm:inset-x-4 sm:top-[8vh] sm:bottom-auto sm:mx-auto sm:max-h-[84vh] sm:rounded-2xl sm:border',
            widths[size],
          )}
        >
          <Head title={title} description={description} />
          {/* Keys must be able to scroll text that holds nothing else to focus. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <div tabIndex={textOnly ? 0 : undefined} className="min-h-0 grow overflow-y-auto px-5 pt-1 pb-4 focus-visible:-outline-offset-2">{children}</div>
          {footer && <div className={footerClass}>{footer}</div>}
          <Close />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A panel from the side, for longer forms beside the page they belong to. */
export function Sheet({ open, onClose, title, description, children, footer }: DialogProps) {
  useBackCloses(open, onClose);
  const returning = useReturnFocus(open);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={overlay} />
        <Radix.Content
          {...returning}
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            // On a phone the first field would bring up the keyboard over a form somebody only wants to look at.
            if (!matchMedia('(pointer: coarse)').matches) return;
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          className="fixed inset-y-0 right-0 z-50 flex w-full flex-col outline-none border-l border-line bg-raised shadow-float animate-[slide-in_160ms_ease-out] sm:max-w-xl"
        >
          <Head title={title} description={description} />
          <div className="min-h-0 grow overflow-y-auto px-5 pt-1 pb-4">{children}</div>
          {footer && <div className={footerClass}>{footer}</div>}
          <Close />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export type FormDialogProps = Pick<DialogProps, 'onClose' | 'title' | 'description' | 'size' | 'children'> & {
  /** What the button says that sends the form. */
  submit: string;
  busy?: boolean;
  disabled?: boolean;
  danger?: boolean;
  /** What went wrong with the whole form; what is wrong with one field stands at the field. */
  error?: unknown;
  onSubmit: () => unknown;
};

/** A dialog that is one form: sent by its button or Enter, left by Cancel. */
export function FormDialog({ submit, busy = false, disabled = false, danger = false, error, onSubmit, size = 'sm', children, ...dialog }: FormDialogProps) {
  const form = useId();
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog
      open
      {...dialog}
      size={size}
      footer={
        <>
          <Button onClick={dialog.onClose}>Cancel</Button>
          <Button type="submit" form={form} variant={danger ? 'danger' : 'primary'} busy={busy} disabled={disabled}>
            {submit}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send} className="flex flex-col gap-4">
        <FormError error={error} />
        {children}
      </form>
    </Dialog>
  );
}

export type ConfirmProps = {
  open: boolean;
  title: string;
  children?: ReactNode;
  confirm: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before something that cannot be undone. What can be undone is done at once and offers Undo instead. */
export function Confirm({ open, title, children, confirm, busy = false, onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" busy={busy} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      <div className="text-muted">{children}</div>
    </Dialog>
  );
}
