import { useCallback, useEffect, useRef, useState } from 'react';
import { keep, forget } from './unsent.ts';

export type RecorderState = 'idle' | 'asking' | 'recording' | 'paused';

/** What browsers can record, the best first; Safari knows only the last. */
const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
/** Minutes that 25 MB hold at the rate below, with room to spare. */
export const LONGEST_SECONDS = 60 * 60;
const BITS_PER_SECOND = 48_000;

/** Why nothing can be recorded, in a sentence that says what to do. */
function reason(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError') return 'The browser may not use the microphone. Allow it beside the address of this page, then try again.';
  if (name === 'NotFoundError') return 'There is no microphone. Connect one, or choose a recording from this device.';
  if (name === 'NotReadableError') return 'Another program is using the microphone. Close it there, then try again.';
  return 'The recording could not be started. Try again, or choose a recording from this device.';
}

/**
 * Records from the microphone. Every second of it is also put aside in the browser under `key`, so that a crash or a closed tab
 * loses nothing.
 * @param onDone gets the whole recording
 */
export function useRecorder(key: string, onDone: (audio: Blob) => void) {
  const [state, setState] = useState<RecorderState>('idle');
  const [problem, setProblem] = useState<string | null>(null);
  const [seconds, setSeconds] = useState(0);
  const session = useRef<{ recorder: MediaRecorder; stream: MediaStream; audio: AudioContext; level: () => number; discard: boolean }>(undefined);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });

  const close = useCallback(() => {
    for (const track of session.current?.stream.getTracks() ?? []) track.stop();
    void session.current?.audio.close();
    session.current = undefined;
    setState('idle');
  }, []);

  const start = async () => {
    setProblem(null);
    if (!navigator.mediaDevices || typeof MediaRecorder === 'undefined') {
      setProblem(isSecureContext ? 'This browser cannot record. Choose a recording from this device instead.' : 'Browsers record only on https or on this machine itself. Choose a recording from this device instead.');
      return;
    }
    setState('asking');
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
      const recorder = new MediaRecorder(stream, { ...(mimeType ? { mimeType } : {}), audioBitsPerSecond: BITS_PER_SECOND });
      const audio = new AudioContext();
      const analyser = audio.createAnalyser();
      audio.createMediaStreamSource(stream).connect(analyser);
      const samples = new Uint8Array(analyser.fftSize);
      const level = () => {
        analyser.getByteTimeDomainData(samples);
        const power = samples.reduce((sum, sample) => sum + ((sample - 128) / 128) ** 2, 0) / samples.length;
        return Math.min(1, Math.sqrt(power) * 4);
      };
      const mine = { recorder, stream, audio, level, discard: false };
      const parts: Blob[] = [];
      recorder.addEventListener('dataavailable', ({ data }) => {
        if (data.size === 0) return;
        parts.push(data);
        void keep(key, new Blob(parts, { type: recorder.mimeType }));
      });
      recorder.addEventListener('stop', () => {
        close();
        if (mine.discard) void forget(key);
        else done.current(new Blob(parts, { type: recorder.mimeType }));
      });
      session.current = mine;
      setSeconds(0);
      recorder.start(1000);
      setState('recording');
    } catch (error) {
      close();
      setProblem(reason(error));
    }
  };

  const stop = useCallback((discard = false) => {
    if (!session.current) return;
    session.current.discard = discard;
    session.current.recorder.stop();
  }, []);

  useEffect(() => {
    if (state !== 'recording') return undefined;
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, [state]);
  useEffect(() => {
    if (seconds >= LONGEST_SECONDS) stop();
  }, [seconds, stop]);
  // Leaving the page keeps what was said: it waits in the browser.
  useEffect(() => close, [close]);

  return {
    state, problem, seconds, start, stop,
    level: () => session.current?.level() ?? 0,
    pause: () => (session.current?.recorder.pause(), setState('paused')),
    resume: () => (session.current?.recorder.resume(), setState('recording')),
  };
}
