import { useQuery } from '@tanstack/react-query';
import { Copy, Download, ShieldCheck, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { plural } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog, FormDialog } from '../../../ui/Dialog.tsx';
import { Input } from '../../../ui/Field.tsx';
import { DataView, Skeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { totpQuery, useConfirmTotp, useDisableTotp, useEnrolTotp, useNewRecoveryCodes, type Enrolment } from '../api/security.ts';
import { PasswordField } from './PasswordField.tsx';

type Step = 'enrol' | 'disable' | 'codes';

/** Turning the second factor on and off, and its recovery codes. */
export function TwoFactor() {
  const query = useQuery(totpQuery);
  const [step, setStep] = useState<Step | null>(null);
  return (
    <div className="p-4">
      <DataView query={query} compact loading={<Skeleton className="h-10 w-full" />}>
        {(totp) => (
          <div className="flex flex-wrap items-center gap-3">
            {totp.enabled ? <ShieldCheck aria-hidden className="size-6 shrink-0 text-success" /> : <ShieldOff aria-hidden className="size-6 shrink-0 text-faint" />}
            <p className="min-w-48 flex-1 text-muted">
              {totp.enabled
                ? `On. ${plural(totp.recovery_codes_left, 'recovery code')} left.`
                : 'Off. A code from your phone protects the account even when somebody learns the password.'}
            </p>
            {totp.enabled ? (
              <>
                <Button onClick={() => setStep('codes')}>New recovery codes</Button>
                <Button onClick={() => setStep('disable')}>Turn off</Button>
              </>
            ) : (
              <Button variant="primary" onClick={() => setStep('enrol')}>
                Turn on
              </Button>
            )}
          </div>
        )}
      </DataView>
      {step === 'enrol' && <Enrol onClose={() => setStep(null)} />}
      {step === 'disable' && <Disable onClose={() => setStep(null)} />}
      {step === 'codes' && <NewCodes onClose={() => setStep(null)} />}
    </div>
  );
}

type AskProps = { title: string; description: string; submit: string; busy: boolean; error: unknown; danger?: boolean; withCode?: boolean; onPassword: (password: string, code: string) => void; onClose: () => void };

function AskPassword({ title, description, submit, busy, error, danger = false, withCode = false, onPassword, onClose }: AskProps) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  return (
    <FormDialog onClose={onClose} title={title} description={description} submit={submit} busy={busy} danger={danger} error={error} onSubmit={() => onPassword(password, code.replaceAll(' ', ''))}>
      <PasswordField label="Your password" value={password} onValue={setPassword} autoComplete="current-password" autoFocus required />
      {withCode && <Input label="Code from your app" value={code} onChange={(event) => setCode(event.target.value)} hint="Or one of your recovery codes." autoComplete="one-time-code" required />}
    </FormDialog>
  );
}

function Enrol({ onClose }: { onClose: () => void }) {
  const enrol = useEnrolTotp();
  const confirm = useConfirmTotp();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [code, setCode] = useState('');
  if (confirm.data) return <Codes codes={confirm.data.recovery_codes} onClose={onClose} />;
  if (!enrolment) {
    return (
      <AskPassword
        title="Turn on two-factor sign-in"
        description="Have an authenticator app at hand. First, your password."
        submit="Continue"
        busy={enrol.isPending}
        error={enrol.error}
        onPassword={(password) => enrol.mutate(password, { onSuccess: setEnrolment })}
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog
      onClose={onClose}
      title="Scan this code"
      description="With your authenticator app; then enter the six digits it shows."
      submit="Turn on"
      busy={confirm.isPending}
      error={confirm.error}
      onSubmit={() => confirm.mutate(code.replaceAll(' ', ''))}
    >
      <img
        alt="QR code for the authenticator app"
        src={`data:image/svg+xml;utf8,${encodeURIComponent(enrolment.qr_svg)}`}
        className="mx-auto size-52 rounded-lg bg-white p-2"
      />
      <p className="text-center text-sm text-muted">
        Or type this key: <code className="font-mono text-text select-all">{enrolment.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <Input label="Code" value={code} onChange={(event) => setCode(event.target.value)} inputMode="numeric" autoComplete="one-time-code" required />
    </FormDialog>
  );
}

function Disable({ onClose }: { onClose: () => void }) {
  const disable = useDisableTotp();
  return (
    <AskPassword
      title="Turn off two-factor sign-in"
      description="From then on the password alone is enough."
      submit="Turn off"
      danger
      withCode
      busy={disable.isPending}
      error={disable.error}
      onPassword={(password, code) => disable.mutate({ password, code }, { onSuccess: () => (notify('Two-factor sign-in is off'), onClose()) })}
      onClose={onClose}
    />
  );
}

function NewCodes({ onClose }: { onClose: () => void }) {
  const renew = useNewRecoveryCodes();
  if (renew.data) return <Codes codes={renew.data.recovery_codes} onClose={onClose} />;
  return (
    <AskPassword
      title="New recovery codes"
      description="The old ones stop working."
      submit="Make new codes"
      busy={renew.isPending}
      error={renew.error}
      onPassword={(password) => renew.mutate(password)}
      onClose={onClose}
    />
  );
}

function Codes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const text = codes.join('\n');
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title="Keep these recovery codes"
      description="Each signs you in once when your phone is not there. They are not shown again."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept them
        </Button>
      }
    >
      <ul className="grid grid-cols-2 gap-2 rounded-lg border border-line bg-bg p-4 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="mt-3 flex gap-2">
        <Button size="sm" icon={<Copy aria-hidden className="size-4" />} onClick={() => void navigator.clipboard.writeText(text).then(() => notify('Copied'))}>
          Copy
        </Button>
        <a
          className="inline-flex min-h-8 items-center gap-2 rounded-lg border border-line bg-card px-2.5 text-sm font-medium hover:bg-hover coarse:min-h-11"
          download="kith-recovery-codes.txt"
          href={URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }))}
        >
          <Download aria-hidden className="size-4" /> Download
        </a>
      </div>
    </Dialog>
  );
}
