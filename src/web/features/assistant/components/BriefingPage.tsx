import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, Printer } from 'lucide-react';
import { formatDate, formatDateTime } from '../../../lib/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card, PageHead } from '../../../ui/Card.tsx';
import { DataView, SkeletonRows } from '../../../ui/states.tsx';
import { briefingQuery } from '../api/assistant.ts';

const words = { note: 'Note', entry: 'Entry', message: 'Message', event: 'Event', detail: 'Details' };

/** One page on somebody before a meeting; on paper without the frame. */
export function BriefingPage({ contactId, onSource }: { contactId: string; onSource: (source: { source: { note_id: string; start: number; end: number } | null; url: string; text: string }) => void }) {
  const query = useQuery(briefingQuery(contactId));
  return (
    <>
      <Link to="/people/$contactId" params={{ contactId }} className="mb-3 inline-flex min-h-9 items-center gap-1 text-sm text-muted hover:text-text coarse:min-h-11 print:hidden">
        <ChevronLeft aria-hidden className="size-4" /> {query.data?.full_name ?? 'Back'}
      </Link>
      <DataView page query={query} loading={<SkeletonRows rows={8} />}>
        {(briefing) => (
          <>
            <PageHead title={`Briefing on ${briefing.full_name}`} description={`As of ${formatDateTime(briefing.made_at)}`}>
              <Button className="print:hidden" icon={<Printer aria-hidden className="size-4" />} onClick={() => window.print()}>
                Print
              </Button>
            </PageHead>
            <div className="gap-4 md:columns-2 print:columns-2">
              {briefing.sections.map((section) => (
                <Card key={section.key} title={section.title} className="mb-4 break-inside-avoid pb-2 print:mb-2">
                  <ul>
                    {section.lines.map((line, i) => (
                      <li key={i} className="flex items-baseline gap-3 px-4 py-1.5">
                        <span className="min-w-0 grow wrap-anywhere">{line.text}</span>
                        <button type="button" className="min-h-6 shrink-0 text-sm text-muted hover:text-text hover:underline coarse:min-h-11 coarse:min-w-11" onClick={() => onSource(line.from)}>
                          {words[line.from.kind]}
                          {line.from.at && ` · ${formatDate(line.from.at)}`}
                          <span className="sr-only">, source of “{line.text}”</span>
                        </button>
                      </li>
                    ))}
                  </ul>
                </Card>
              ))}
            </div>
          </>
        )}
      </DataView>
    </>
  );
}
