import { CalendarDays, FileText, MessageCircle, Sparkles, User, type LucideIcon } from 'lucide-react';
import { formatDate } from '../../../lib/format.ts';
import type { Answer, Citation } from '../api/assistant.ts';

const icons: Record<Citation['kind'], LucideIcon> = { note: FileText, entry: Sparkles, message: MessageCircle, event: CalendarDays, detail: User };
const words: Record<Citation['kind'], string> = { note: 'Note', entry: 'Entry', message: 'Message', event: 'Event', detail: 'Details' };

/** An answer with its numbers, and below what they stand for. */
export function AnswerText({ answer, named = false, onCitation }: { answer: Answer; named?: boolean; onCitation: (citation: Citation) => void }) {
  const parts = answer.answer.split(/(\[\d+\])/);
  return (
    <>
      <p className="leading-relaxed">
        {parts.map((part, i) => {
          const citation = /^\[\d+\]$/.test(part) ? answer.citations.find((one) => one.n === Number(part.slice(1, -1))) : undefined;
          // A number never begins a line: it belongs to what it follows.
          if (!citation) return <span key={i}>{i < parts.length - 1 ? part.replace(/ $/, '\u00a0') : part}</span>;
          return (
            <span key={i}>
              <button
                type="button"
                aria-label={`Source ${citation.n}: ${words[citation.kind]}`}
                className="mx-0.5 inline-flex min-h-6 min-w-6 items-center justify-center rounded bg-active px-1 align-baseline text-xs font-semibold text-muted tabular-nums hover:text-text coarse:hidden"
                onClick={() => onCitation(citation)}
              >
                {citation.n}
              </button>
              {/* Under a thumb the list below has room for what a line has not. */}
              <sup className="hidden font-semibold text-muted coarse:inline">{citation.n}</sup>
            </span>
          );
        })}
      </p>
      {answer.ai_error && <p className="mt-1 text-sm text-warning">{answer.ai_error}</p>}
      {answer.citations.length > 0 && (
        <ol aria-label="Sources" className="mt-2 flex flex-col">
          {answer.citations.map((citation) => {
            const Icon = icons[citation.kind];
            return (
              <li key={citation.n}>
                <button type="button" className="flex min-h-8 w-full items-center gap-2 rounded-lg px-1.5 py-1 text-left text-sm text-muted hover:bg-hover coarse:min-h-11" onClick={() => onCitation(citation)}>
                  <span className="w-4 shrink-0 text-right font-semibold tabular-nums">{citation.n}</span>
                  <Icon aria-hidden className="size-3.5 shrink-0" />
                  <span className="min-w-0 grow truncate">
                    {named && `${citation.contact_name}: `}
                    {citation.text}
                  </span>
                  <span className="shrink-0 text-faint">{citation.at ? formatDate(citation.at) : words[citation.kind]}</span>
                </button>
              </li>
            );
          })}
        </ol>
      )}
    </>
  );
}
