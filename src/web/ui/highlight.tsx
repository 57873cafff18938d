import { Fragment } from 'react';

type Span = { start: number; end: number };

/** Spans in order, clipped to the text, overlapping ones joined. */
function joinSpans(spans: Span[], length: number): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const start = Math.max(0, span.start);
    const end = Math.min(length, span.end);
    if (end <= start) continue;
    const last = joined.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

/** Text with marked stretches (UTF-16 offsets, as the API gives them). Never HTML. */
export function Highlighted({ text, spans }: { text: string; spans: Span[] }) {
  const joined = joinSpans(spans, text.length);
  return (
    <>
      {joined.map((span, index) => (
        <Fragment key={span.start}>
          {text.slice(joined[index - 1]?.end ?? 0, span.start)}
          <mark>{text.slice(span.start, span.end)}</mark>
        </Fragment>
      ))}
      {text.slice(joined.at(-1)?.end ?? 0)}
    </>
  );
}
