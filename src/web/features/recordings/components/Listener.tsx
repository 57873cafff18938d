import { Ear, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';

/** The part of the Web Speech API that is used; TypeScript has no types for it. */
type Recogniser = EventTarget & { lang: string; continuous: boolean; interimResults: boolean; start(): void; stop(): void };
type Results = Event & { resultIndex: number; results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }> };

type Kind = new () => Recogniser;

const { SpeechRecognition, webkitSpeechRecognition } = window as { SpeechRecognition?: Kind; webkitSpeechRecognition?: Kind };
const Recognition = SpeechRecognition ?? webkitSpeechRecognition;

/** Lets the browser itself listen, where it can: for whoever has no provider that hears. Nothing where it cannot. */
export function Listener({ onText }: { onText: (text: string) => void }) {
  const [listening, setListening] = useState(false);
  const [unsure, setUnsure] = useState('');
  const [failed, setFailed] = useState(false);
  const recogniser = useRef<Recogniser>(undefined);
  useEffect(() => () => recogniser.current?.stop(), []);
  if (!Recognition) return null;

  const listen = () => {
    const mine = new Recognition();
    mine.lang = navigator.language;
    mine.continuous = true;
    mine.interimResults = true;
    mine.addEventListener('result', (event) => {
      const { results, resultIndex } = event as Results;
      const fresh = Array.from(results).slice(resultIndex);
      const sure = fresh.filter((result) => result.isFinal).map((result) => result[0]?.transcript.trim()).join(' ');
      if (sure) onText(sure);
      setUnsure(fresh.filter((result) => !result.isFinal).map((result) => result[0]?.transcript).join(''));
    });
    mine.addEventListener('error', () => setFailed(true));
    mine.addEventListener('end', () => (setListening(false), setUnsure('')));
    recogniser.current = mine;
    setFailed(false);
    setListening(true);
    mine.start();
  };

  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-2">
        {listening ? (
          <Button size="sm" icon={<Square aria-hidden className="size-3.5" />} onClick={() => recogniser.current?.stop()}>Stop listening</Button>
        ) : (
          <Button size="sm" icon={<Ear aria-hidden className="size-4" />} onClick={listen}>Let this browser listen</Button>
        )}
        <span>Some browsers send what you say to their maker to understand it.</span>
      </div>
      {unsure && <p aria-live="polite" className="italic">{unsure}</p>}
      {failed && <p role="alert" className="text-danger">The browser could not listen. Type the note instead, or set up a provider.</p>}
    </div>
  );
}
