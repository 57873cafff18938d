import { queryOptions, useMutation } from '@tanstack/react-query';
import type { components } from '../../../lib/api.gen.ts';
import { api, read } from '../../../lib/api.ts';

export type Answer = components['schemas']['Answer'];
export type Citation = components['schemas']['Citation'];
export type Asked = { question: string; answer: Answer };

/** Asks about one person, or about everybody. */
export const useAsk = (contactId: string | undefined) =>
  useMutation({
    mutationFn: (question: string) => read(contactId ? api.POST('/api/v1/contacts/{id}/ask', { params: { path: { id: contactId } }, body: { question } }) : api.POST('/api/v1/ask', { body: { question } })),
  });

// What was asked since the page was loaded, by person ('' is everybody): it is gone with the tab.
const history = new Map<string, readonly Asked[]>();
const most = 5;
export const askedAbout = (id: string): readonly Asked[] => history.get(id) ?? [];
export const rememberAsked = (id: string, asked: Asked): readonly Asked[] => {
  const kept = [asked, ...askedAbout(id).filter((one) => one.question !== asked.question)].slice(0, most);
  history.set(id, kept);
  return kept;
};

/** One page on somebody before a meeting. */
export const briefingQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['briefing', contactId],
    queryFn: ({ signal }) => read(api.GET('/api/v1/contacts/{id}/briefing', { params: { path: { id: contactId } }, signal })),
  });
