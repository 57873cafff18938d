import { AudioLines, Mic, Pause, Play, Square, Upload, X } from 'lucide-react';
import { Suspense, useEffect, useRef, useState, type DragEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useHotkeys } from '../../../lib/hotkeys.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { recordingsQuery, useTranscribe, type Heard } from '../api/recordings.ts';
import { LevelMeter } from './LevelMeter.tsx';
import { forget, unsent } from './unsent.ts';
import { useRecorder } from './useRecorder.ts';

// Only somebody who has recorded needs these.
const KeptRecording = lazyPart(async () => (await import('./KeptRecording.tsx')).KeptRecording);
const Listener = lazyPart(async () => (await import('./Listener.tsx')).Listener);

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
const extensionOf = (type: string) => (type.includes('mp4') ? 'm4a' : type.includes('ogg') ? 'ogg' : 'webm');
/** What the file chooser offers; what a file really is, the server looks at. */
const AUDIO_FILES = 'audio/*,.m4a,.mp3,.ogg,.opus,.wav,.webm,.flac';

export type RecorderProps = {
  contactId: string;
  /** Puts text where it is written. `recordingId` is what it was heard in; none when the browser itself listened. */
  onText: (text: string, recordingId?: string) => void;
  /** Somebody has asked to record already: begin at once. */
  begin: boolean;
};

/** Speaking instead of typing: record, hear it again, and the text lands in the note. The recording stays until the text is saved. */
export function Recorder({ contactId, onText, begin }: RecorderProps) {
  const kept = useQuery(recordingsQuery(contactId));
  const transcribe = useTranscribe(contactId);
  const [waiting, setWaiting] = useState<Blob | null>(null);
  const [missing, setMissing] = useState<string | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const key = `note:${contactId}`;

  const hear = ({ recording, text, problem }: Heard) => {
    setMissing(problem);
    if (text) onText(text, recording.id);
  };
  const send = (audio: Blob, name = `recording.${extensionOf(audio.type)}`) => {
    setWaiting(audio);
    transcribe.mutate(
      { audio, name },
      {
        onSuccess: async (answer) => {
          await forget(key); // who sees the text may leave at once, and would be asked to send it again
          setWaiting(null);
          hear(answer);
        },
      },
    );
  };
  const recorder = useRecorder(key, send);
  useEffect(() => {
    void unsent(key).then((audio) => audio && setWaiting(audio));
  }, [key]);

  const begun = useRef(false);
  useEffect(() => {
    if (!begin || begun.current) return;
    begun.current = true;
    void recorder.start();
  });
  const live = recorder.state === 'recording' || recorder.state === 'paused';
  useHotkeys({ r: () => (live ? recorder.stop() : void recorder.start()) });
  const onDrop = (event: DragEvent) => {
    const file = [...event.dataTransfer.files].find((one) => one.type.startsWith('audio/') || one.type === 'video/webm');
    if (!file) return;
    event.preventDefault();
    send(file, file.name);
  };

  return (
    <div className="flex basis-full flex-col gap-2" onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      {live ? (
        <div role="group" aria-label="Recording" className="flex flex-wrap items-center gap-2.5 rounded-lg border border-line bg-bg px-3 py-2">
          <span role="timer" aria-label="Recorded so far" className="flex items-center gap-2 text-sm tabular-nums">
            <span aria-hidden className={`size-2.5 rounded-full bg-danger ${recorder.state === 'recording' ? 'motion-safe:animate-pulse' : 'opacity-40'}`} />
            {clock(recorder.seconds)}
          </span>
          <LevelMeter level={recorder.level} running={recorder.state === 'recording'} />
          {recorder.state === 'recording' ? (
            <IconButton label="Pause" onClick={recorder.pause}><Pause aria-hidden className="size-4" /></IconButton>
          ) : (
            <IconButton label="Go on" onClick={recorder.resume}><Play aria-hidden className="size-4" /></IconButton>
          )}
          <IconButton label="Throw away" onClick={() => recorder.stop(true)}><X aria-hidden className="size-4" /></IconButton>
          <Button variant="primary" size="sm" icon={<Square aria-hidden className="size-3.5 fill-current" />} onClick={() => recorder.stop()}>Done</Button>
        </div>
      ) : (
        <div className="flex flex-wrap items-center gap-1">
          <Button variant="ghost" size="sm" data-tip="Record (r)" busy={recorder.state === 'asking' || transcribe.isPending} icon={<Mic aria-hidden className="size-4" />} onClick={() => void recorder.start()}>
            {transcribe.isPending ? 'Writing it down …' : 'Record'}
          </Button>
          <Button variant="ghost" size="sm" disabled={transcribe.isPending} icon={<Upload aria-hidden className="size-4" />} onClick={() => chooser.current?.click()}>Audio file</Button>
          <input
            ref={chooser}
            type="file"
            accept={AUDIO_FILES}
            aria-label="Audio file"
            tabIndex={-1}
            className="sr-only"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file) send(file, file.name);
            }}
          />
        </div>
      )}
      {recorder.problem && <FormError error={new Error(recorder.problem)} />}
      {waiting && !transcribe.isPending && !live && (
        <div role="status" className="flex flex-wrap items-center gap-2 rounded-lg border border-warning/50 px-3 py-2 text-sm">
          <AudioLines aria-hidden className="size-4 shrink-0 text-warning" />
          <span className="grow">{transcribe.error ? `${transcribe.error.message} The recording waits in this browser.` : 'A recording from before was not sent yet.'}</span>
          <Button size="sm" onClick={() => send(waiting)}>Send it</Button>
          <Button size="sm" variant="ghost" onClick={() => (setWaiting(null), transcribe.reset(), void forget(key))}>Throw away</Button>
        </div>
      )}
      {missing && (
        <div className="flex flex-col gap-2 rounded-lg border border-line px-3 py-2 text-sm text-muted">
          <p role="status">{missing}</p>
          <Suspense>
            <Listener onText={(text) => onText(text)} />
          </Suspense>
        </div>
      )}
      {(kept.data ?? []).length > 0 && (
        <ul aria-label="Recordings that are not saved yet" className="flex flex-col gap-1.5">
          <Suspense>{kept.data?.map((recording) => <KeptRecording key={recording.id} contactId={contactId} recording={recording} onHeard={hear} />)}</Suspense>
        </ul>
      )}
    </div>
  );
}
