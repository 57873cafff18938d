import { Mic } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useHotkeys } from '../../../lib/hotkeys.ts';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { Button } from '../../../ui/Button.tsx';
import { recordingsQuery } from '../api/recordings.ts';
import type { RecorderProps } from './Recorder.tsx';
import { unsent } from './unsent.ts';

const Recorder = lazyPart(async () => (await import('./Recorder.tsx')).Recorder);

/** The door to speaking instead of typing. What records is fetched when somebody wants it, or when a recording waits. */
export function Voice(props: Omit<RecorderProps, 'begin'>) {
  const { contactId } = props;
  const kept = useQuery(recordingsQuery(contactId));
  const [wanted, setWanted] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const shown = wanted || waiting || (kept.data ?? []).length > 0;
  useEffect(() => {
    void unsent(`note:${contactId}`).then((audio) => setWaiting(audio !== undefined));
  }, [contactId]);
  useHotkeys(shown ? {} : { r: () => setWanted(true) });
  const door = (
    <Button variant="ghost" size="sm" busy={shown} data-tip="Record (r)" icon={<Mic aria-hidden className="size-4" />} onClick={() => setWanted(true)}>
        Speak
      </Button>
  );
  return shown ? (
    <Suspense fallback={door}>
      <Recorder {...props} begin={wanted} />
    </Suspense>
  ) : (
    door
  );
}
