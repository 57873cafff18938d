import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, TriangleAlert, Unplug } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { ApiError } from '../../../lib/api.ts';
import { formatRelative } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Confirm } from '../../../ui/Dialog.tsx';
import { Input } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { DataView, Skeleton, SkeletonRows } from '../../../ui/states.tsx';
import { notify, notifyError } from '../../../ui/toast.tsx';
import { qrQuery, telegramQuery, useCancelLogin, useDisconnect, useSendCode, useVerifyCode, useVerifyPassword, type Telegram } from '../api/telegram.ts';

/** Connecting a Telegram account step by step, and what is connected. */
export function TelegramSettings() {
  const query = useQuery(telegramQuery);
  return (
    <Card title="Telegram">
      <p className="px-4 pt-1 pb-3 text-sm text-muted">Chats are brought in as one note a day when you ask for it, on the page of a person. Kith only reads; nothing is sent. What opens your account is kept encrypted.</p>
      <div className="border-t border-line p-4">
        <DataView query={query} compact loading={<SkeletonRows rows={2} />}>
          {(telegram) => <Current key={telegram.state} telegram={telegram} />}
        </DataView>
      </div>
    </Card>
  );
}

function Current({ telegram }: { telegram: Telegram }) {
  if (telegram.state === 'connected') return <Connected telegram={telegram} />;
  if (!telegram.configured) return <Missing names={telegram.missing} />;
  if (telegram.state === 'code') return <Code telegram={telegram} />;
  if (telegram.state === 'password') return <Password telegram={telegram} />;
  return <Begin telegram={telegram} />;
}

/** What stands in the way, and who can change it. */
export function Missing({ names }: { names: string[] }) {
  return (
    <div className="flex items-start gap-3">
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-warning" />
      <div className="text-muted">
        <p className="text-text">This installation is not set up for Telegram.</p>
        <p className="mt-1 text-sm">
          Whoever runs it makes an application at{' '}
          <a className="link" href="https://my.telegram.org/apps" target="_blank" rel="noreferrer">
            my.telegram.org
          </a>{' '}
          and sets {names.map((name, i) => <span key={name}>{i > 0 && ' and '}<code className="font-mono wrap-anywhere">{name}</code></span>)}. Everything else works without.
        </p>
      </div>
    </div>
  );
}

const STEPS = ['Phone', 'Code', 'Password'] as const;

/** Where in the login somebody is. */
function Steps({ at }: { at: number }) {
  return (
    <ol aria-label="Steps" className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {STEPS.map((step, i) => (
        <li key={step} aria-current={i === at ? 'step' : undefined} className={i === at ? 'font-medium text-text' : 'text-muted'}>
          {i + 1}. {step}
          {i === 2 && ' (if you set one)'}
        </li>
      ))}
    </ol>
  );
}

const errorOf = (error: unknown, field: string) => (error instanceof ApiError && error.field === field ? error.message : null);

type StepFormProps = { at: number; field: string; error: unknown; busy: boolean; submit: string; onSubmit: () => void; children: ReactNode; others: ReactNode };

function StepForm({ at, field, error, busy, submit, onSubmit, children, others }: StepFormProps) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={send} className="flex max-w-md flex-col gap-4">
      <Steps at={at} />
      {errorOf(error, field) === null && <FormError error={error} />}
      {children}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={busy}>
          {submit}
        </Button>
        {others}
      </div>
    </form>
  );
}

function Begin({ telegram }: { telegram: Telegram }) {
  const [byQr, setByQr] = useState(telegram.state === 'qr');
  const [phone, setPhone] = useState('');
  const send = useSendCode();
  if (byQr) return <QrCode onBack={() => setByQr(false)} />;
  return (
    <>
      {telegram.state === 'lost' && <p className="mb-4 text-warning">Telegram has ended the connection of {telegram.name ?? 'your account'}. Connect it again.</p>}
      <StepForm at={0} field="phone" error={send.error} busy={send.isPending} submit="Send code" onSubmit={() => send.mutate(phone)} others={<Button onClick={() => setByQr(true)}>Use a QR code</Button>}>
        <Input label="Phone number of your Telegram account" type="tel" autoComplete="tel" placeholder="+49 151 23456789" value={phone} onChange={(event) => setPhone(event.target.value)} error={errorOf(send.error, 'phone')} hint="With country code. Telegram sends you a code." minLength={5} maxLength={32} required />
      </StepForm>
    </>
  );
}

const VIA = { app: 'in the Telegram app', sms: 'by SMS', call: 'by a call', email: 'by email', other: 'in another way' } as const;

function GiveUp() {
  const cancel = useCancelLogin();
  return (
    <Button busy={cancel.isPending} onClick={() => cancel.mutate(undefined, { onError: (error) => notifyError(error, 'Could not cancel') })}>
      Cancel
    </Button>
  );
}

function Code({ telegram }: { telegram: Telegram }) {
  const [code, setCode] = useState('');
  const verify = useVerifyCode();
  return (
    <StepForm at={1} field="code" error={verify.error} busy={verify.isPending} submit="Go on" onSubmit={() => verify.mutate(code)} others={<GiveUp />}>
      <Input label={`Code Telegram sent ${VIA[telegram.code_via ?? 'other']} for ${telegram.phone ?? 'this number'}`} inputMode="numeric" autoComplete="one-time-code" value={code} onChange={(event) => setCode(event.target.value)} error={errorOf(verify.error, 'code')} maxLength={16} autoFocus required />
    </StepForm>
  );
}

function Password({ telegram }: { telegram: Telegram }) {
  const [password, setPassword] = useState('');
  const verify = useVerifyPassword();
  return (
    <StepForm at={2} field="password" error={verify.error} busy={verify.isPending} submit="Connect" onSubmit={() => verify.mutate(password)} others={<GiveUp />}>
      <Input label="Your Telegram password" type="password" autoComplete="off" value={password} onChange={(event) => setPassword(event.target.value)} error={errorOf(verify.error, 'password')} hint={telegram.password_hint ? `Your hint: ${telegram.password_hint}` : 'The one you set for two-step verification. It is not kept.'} maxLength={1024} autoFocus required />
    </StepForm>
  );
}

function QrCode({ onBack }: { onBack: () => void }) {
  const queries = useQueryClient();
  const query = useQuery(qrQuery((telegram) => queries.setQueryData(telegramQuery.queryKey, telegram)));
  const cancel = useCancelLogin();
  const leave = () => {
    cancel.mutate(undefined);
    onBack();
  };
  return (
    <div className="flex flex-wrap items-start gap-5">
      {query.data ? <img alt="QR code to scan with Telegram" className="size-52 rounded-lg bg-white" src={`data:image/svg+xml;utf8,${encodeURIComponent(query.data.svg)}`} /> : !query.error && <Skeleton className="size-52 rounded-lg!" />}
      <div className="min-w-48 max-w-md flex-1">
        <FormError error={query.error} />
        <p className="font-medium">Scan with the Telegram app</p>
        <p className="mt-1 text-sm text-muted">On your phone: Settings, Devices, Link Desktop Device. {query.data && <a className="link" href={query.data.url}>Open Telegram on this device</a>}</p>
        <div className="mt-4 flex flex-wrap gap-2">
          {query.error && (
            <Button variant="primary" onClick={() => void query.refetch()}>
              New code
            </Button>
          )}
          <Button onClick={leave}>Use the phone number</Button>
        </div>
      </div>
    </div>
  );
}

function Connected({ telegram }: { telegram: Telegram }) {
  const [asking, setAsking] = useState(false);
  const disconnect = useDisconnect();
  const unreachable = disconnect.error instanceof ApiError && disconnect.error.status !== 429;
  const go = () =>
    disconnect.mutate(unreachable, {
      onSuccess: () => notify('Telegram disconnected'),
      onError: (error) => notifyError(error, 'Could not disconnect'),
    });
  return (
    <div className="flex flex-wrap items-center gap-3">
      <CircleCheck aria-hidden className="size-6 shrink-0 text-success" />
      <div className="min-w-48 grow">
        <p className="font-medium">{telegram.name ?? 'Connected'}</p>
        <p className="text-sm text-muted">
          {[telegram.phone, telegram.connected_at && `connected ${formatRelative(telegram.connected_at)}`].filter(Boolean).join(' · ')}
        </p>
      </div>
      <Button icon={<Unplug aria-hidden className="size-4" />} onClick={() => setAsking(true)}>
        Disconnect
      </Button>
      <Confirm open={asking} title="Disconnect Telegram?" confirm={unreachable ? 'Forget it here' : 'Disconnect'} busy={disconnect.isPending} onClose={() => setAsking(false)} onConfirm={go}>
        {unreachable ? 'Telegram does not answer. Kith can forget the connection; end it in the Telegram app too, under Settings, Devices.' : 'Kith signs out at Telegram. What was imported stays.'}
      </Confirm>
    </div>
  );
}
