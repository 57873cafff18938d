import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { formatRelative, plural } from '../../../lib/format.ts';
import { useDebounced } from '../../../lib/useDebounced.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Checkbox, Input, Select } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { ProgressBar } from '../../../ui/Progress.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { chatsQuery, importQuery, isOver, telegramQuery, useStartImport, type TelegramChat, type TelegramImport as Import } from '../api/telegram.ts';
import { Missing } from './TelegramSettings.tsx';

type Who = { id: string; full_name: string; telegram_id: number | null; telegram_username: string | null; telegram_handle: string | null; telegram_phone: string | null; phones: { value: string }[] };

/** The dialog that brings the chat with somebody in. */
export function TelegramImport({ person, onClose }: { person: Who; onClose: () => void }) {
  const [jobId, setJobId] = useState<string>();
  return (
    <Dialog open onClose={onClose} title="Import from Telegram" {...(jobId ? {} : { description: `The chat with ${person.full_name}: one note a day, each message once.` })}>
      {jobId ? <Progress jobId={jobId} onAgain={() => setJobId(undefined)} onClose={onClose} /> : <Ready person={person} onStarted={setJobId} />}
    </Dialog>
  );
}

function Ready(props: { person: Who; onStarted: (jobId: string) => void }) {
  const query = useQuery(telegramQuery);
  return (
    <DataView query={query} compact loading={<SkeletonRows rows={3} />}>
      {(telegram) =>
        telegram.state === 'connected' && telegram.configured ? (
          <Choices {...props} />
        ) : !telegram.configured ? (
          <Missing names={telegram.missing} />
        ) : (
          <p className="text-muted">
            {telegram.state === 'lost' ? 'Telegram has ended the connection of your account. ' : 'No Telegram account is connected yet. '}
            <Link className="link" to="/settings/connections">
              Connect it in Settings
            </Link>
          </p>
        )
      }
    </DataView>
  );
}

function Choices({ person, onStarted }: { person: Who; onStarted: (jobId: string) => void }) {
  const known = person.telegram_id ?? person.telegram_username ?? person.telegram_handle ?? person.telegram_phone ?? person.phones[0]?.value;
  const [choosing, setChoosing] = useState(known === undefined);
  const [chat, setChat] = useState<TelegramChat>();
  const [limit, setLimit] = useState('500');
  const [analyse, setAnalyse] = useState(false);
  const start = useStartImport();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate({ contact_id: person.id, limit: Number(limit), analyse, ...(choosing && chat ? { peer: chat.peer } : {}) }, { onSuccess: onStarted });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FormError error={start.error} />
      {choosing ? (
        <ChatPicker chosen={chat} onChoose={setChat} />
      ) : (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
          <span>
            Found in Telegram by <span className="text-text">{String(known)}</span>
          </span>
          <Button size="sm" onClick={() => setChoosing(true)}>
            Choose the chat instead
          </Button>
        </p>
      )}
      <Select label="How far back" value={limit} onChange={(event) => setLimit(event.target.value)} hint="What is new since the last import always comes.">
        <option value="100">The last 100 messages</option>
        <option value="500">The last 500 messages</option>
        <option value="2000">The last 2,000 messages</option>
        <option value="10000">The last 10,000 messages</option>
      </Select>
      <Checkbox label="Analyse the new notes afterwards" checked={analyse} onChange={(event) => setAnalyse(event.target.checked)} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={start.isPending} disabled={choosing && !chat}>
          Import
        </Button>
      </div>
    </form>
  );
}

function ChatPicker({ chosen, onChoose }: { chosen: TelegramChat | undefined; onChoose: (chat: TelegramChat) => void }) {
  const [text, setText] = useState('');
  const q = useDebounced(text.trim(), 400);
  const query = useQuery(chatsQuery(q));
  return (
    <div>
      <Input label="Which chat is it?" placeholder="Name or username" value={text} onChange={(event) => setText(event.target.value)} maxLength={100} />
      <div className="mt-2 max-h-56 overflow-y-auto rounded-lg border border-line">
        <DataView query={query} compact loading={<SkeletonRows rows={3} />} isEmpty={({ data }) => data.length === 0} empty={<p className="p-3 text-sm text-muted">No chat with a person {q ? `is called “${q}”` : 'here'}.</p>}>
          {({ data }) => (
            <ul aria-label="Chats">
              {data.map((chat) => (
                <li key={chat.peer}>
                  <button type="button" aria-pressed={chosen?.peer === chat.peer} onClick={() => onChoose(chat)} className="flex min-h-11 w-full flex-wrap items-center gap-x-2 px-3 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2 aria-pressed:bg-active">
                    <span className="font-medium">{chat.name}</span>
                    {chat.username && <span className="text-sm text-muted">@{chat.username}</span>}
                    <span className="ml-auto text-sm text-muted">{chat.contact_name ? `is ${chat.contact_name}` : chat.last_message_at && formatRelative(chat.last_message_at)}</span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </DataView>
      </div>
    </div>
  );
}

const STEP = { connecting: 'Connecting to Telegram', fetching: 'Reading the chat', processing: 'Putting it in notes' } as const;

function outcome({ counts, analysis_job_id }: Import): string {
  if (!counts || counts.stored === 0) return 'Nothing new: every message was here already.';
  return `${plural(counts.stored, 'new message', 'new messages')} in ${plural(counts.notes, 'note', 'notes')}.${analysis_job_id ? ' The notes are being analysed.' : ''}`;
}

function Progress({ jobId, onAgain, onClose }: { jobId: string; onAgain: () => void; onClose: () => void }) {
  const query = useQuery(importQuery(jobId));
  const queries = useQueryClient();
  const over = query.data && isOver(query.data);
  useEffect(() => {
    if (over) for (const key of ['notes', 'contact', 'messages', 'timeline']) void queries.invalidateQueries({ queryKey: [key] });
  }, [over, queries]);
  return (
    <DataView query={query} compact loading={<SkeletonRows rows={1} />}>
      {(job) => (
        <div className="flex flex-col gap-3">
          {!isOver(job) && <ProgressBar value={job.percent} label="Import from Telegram" />}
          {job.state === 'failed' ? <FormError error={new Error(job.error ?? 'The import failed.')} /> : <p role="status">{job.state === 'completed' ? outcome(job) : job.state === 'cancelled' ? 'Cancelled. What was read so far is kept.' : (job.message ?? STEP[job.step])}</p>}
          <div className="flex justify-end gap-2">
            {isOver(job) && <Button onClick={onAgain}>{job.state === 'completed' ? 'Import more' : 'Try again'}</Button>}
            <Button variant={isOver(job) ? 'primary' : 'secondary'} onClick={onClose}>
              {isOver(job) ? 'Done' : 'Close, it goes on'}
            </Button>
          </div>
        </div>
      )}
    </DataView>
  );
}
