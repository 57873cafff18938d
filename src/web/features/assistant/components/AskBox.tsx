import { CircleHelp } from 'lucide-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import { lazyPart } from '../../../lib/lazyPart.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { inputClass } from '../../../ui/Field.tsx';
import { FormError } from '../../../ui/FormError.tsx';
import { askedAbout, rememberAsked, useAsk, type Citation } from '../api/assistant.ts';

const AnswerText = lazyPart(async () => (await import('./AnswerText.tsx')).AnswerText);

const starters = (name: string | undefined) => (name ? [`What should I bring for dinner at ${name}’s?`, `When did I last see ${name}?`, `What is ${name} planning?`] : ['Whose birthday is next?', 'Who has a dog?', 'Who is vegetarian?']);

type AskBoxProps = {
  /** Whom it is about; everybody without. */
  contactId?: string;
  name?: string;
  /** Asked at once. */
  initial?: string | undefined;
  /** Whether the field is where one types now. */
  focused?: boolean;
  onCitation: (citation: Citation) => void;
};

/** Asks in plain language; what was asked before stays until the tab is closed. */
export function AskBox({ contactId, name, initial, focused = false, onCitation }: AskBoxProps) {
  const field = useRef<HTMLInputElement>(null);
  const [question, setQuestion] = useState(initial ?? '');
  const [asked, setAsked] = useState(askedAbout(contactId ?? ''));
  const ask = useAsk(contactId);
  const [first, ...before] = asked;
  const send = (text: string) => {
    const wanted = text.trim();
    if (wanted.length < 2 || ask.isPending) return;
    ask.mutate(wanted, {
      onSuccess: (answer) => {
        setAsked(rememberAsked(contactId ?? '', { question: wanted, answer }));
        setQuestion('');
      },
    });
  };
  // What a link brings along is asked when the page opens, once.
  const opened = useRef(false);
  useEffect(() => {
    if (opened.current) return;
    opened.current = true;
    if (initial) send(initial);
    if (focused) field.current?.focus();
  });
  const whom = name ? `Ask about ${name}` : 'Ask about anybody';
  const suggested = first && first.answer.follow_ups.length > 0 ? first.answer.follow_ups : starters(name);
  return (
    <Card className="px-4 py-3">
      <form role="search" aria-label={whom} className="flex gap-2" onSubmit={(event) => (event.preventDefault(), send(question))}>
        <span className="relative min-w-0 grow">
          <CircleHelp aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
          <input ref={field} aria-label={whom} placeholder={`${whom} …`} maxLength={500} value={question} onChange={(event) => setQuestion(event.target.value)} className={`${inputClass} pl-9`} />
        </span>
        <Button type="submit" busy={ask.isPending} disabled={question.trim().length < 2}>
          Ask
        </Button>
      </form>
      {ask.error && <div className="mt-2"><FormError error={ask.error} /></div>}
      <div aria-live="polite">
        {first && (
          <div className="mt-3">
            <p className="text-sm font-medium text-muted">{first.question}</p>
            <Suspense>
              <AnswerText answer={first.answer} named={!contactId} onCitation={onCitation} />
            </Suspense>
          </div>
        )}
      </div>
      <ul aria-label="Suggested questions" className="mt-2.5 flex flex-wrap gap-1.5">
        {suggested.map((text) => (
          <li key={text} className="max-w-full">
            <button type="button" className="min-h-7 max-w-full rounded-full border border-line px-3 py-0.5 text-left text-sm text-muted hover:bg-hover hover:text-text coarse:min-h-11" onClick={() => send(text)}>
              {text}
            </button>
          </li>
        ))}
      </ul>
      {before.length > 0 && (
        <details className="mt-2.5">
          <summary className="min-h-6 cursor-pointer text-sm text-muted coarse:min-h-11">Asked before ({before.length})</summary>
          <ul className="mt-1 flex flex-col gap-3">
            {before.map((one) => (
              <li key={one.question}>
                <p className="text-sm font-medium text-muted">{one.question}</p>
                <Suspense>
                  <AnswerText answer={one.answer} named={!contactId} onCitation={onCitation} />
                </Suspense>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}
