import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { Entry } from '../../../lib/types.ts';

/** What an entry says, with the people it mentions as links to their pages. */
export function MentionText({ content, mentions }: Pick<Entry, 'content' | 'mentions'>) {
  const parts: { text: string; to?: Entry['mentions'][number] }[] = [];
  let at = 0;
  const found = mentions.map((mention) => ({ mention, start: wordAt(content, mention.text) })).filter(({ start }) => start >= 0).sort((a, b) => a.start - b.start);
  for (const { mention, start } of found) {
    if (start < at) continue;
    if (start > at) parts.push({ text: content.slice(at, start) });
    parts.push({ text: mention.text, to: mention });
    at = start + mention.text.length;
  }
  parts.push({ text: content.slice(at) });
  return parts.map(({ text, to }, i) => (
    <Fragment key={i}>
      {to ? (
        <Link to="/people/$contactId" params={{ contactId: to.contact_id }} className="link" title={to.full_name}>
          {text}
        </Link>
      ) : (
        text
      )}
    </Fragment>
  ));
}

/** Where a whole word stands in a text, or -1. */
function wordAt(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) if (!/\p{L}/u.test(text[at - 1] ?? '') && !/\p{L}/u.test(text[at + word.length] ?? '')) return at;
  return -1;
}
