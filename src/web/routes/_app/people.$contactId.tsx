import { useQuery } from '@tanstack/react-query';
import { createFileRoute, Link, Navigate, useNavigate } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import { sessionQuery } from '../../features/accounts/api/session.ts';
import { followUpsQuery } from '../../features/calendar/api/followups.ts';
import { FollowUpButton } from '../../features/calendar/components/FollowUpButton.tsx';
import { groupsOfQuery } from '../../features/connections/api/groups.ts';
import { GroupPicker } from '../../features/connections/components/GroupPicker.tsx';
import { RelationshipsCard } from '../../features/connections/components/RelationshipsCard.tsx';
import { entriesQuery } from '../../features/notes/api/entries.ts';
import { Composer } from '../../features/notes/components/Composer.tsx';
import { Entries } from '../../features/notes/components/Entries.tsx';
import { contactQuery } from '../../features/people/api/contacts.ts';
import { mergesQuery, originsOf } from '../../features/people/api/merged.ts';
import { PersonDetails } from '../../features/people/components/PersonDetails.tsx';
import { PersonHeader } from '../../features/people/components/PersonHeader.tsx';
import { useForgetRecording } from '../../features/recordings/api/recordings.ts';
import { Voice } from '../../features/recordings/components/Voice.tsx';
import { TagPicker } from '../../features/tags/components/TagPicker.tsx';
import { useOverlays } from '../../shell/overlays.ts';
import { Card } from '../../ui/Card.tsx';
import { DataView, Skeleton, SkeletonRows } from '../../ui/states.tsx';
import { Tabs, type TabsProps } from '../../ui/Tabs.tsx';
import { useCanWrite, useSupport } from '../../lib/access.ts';
import { ApiError } from '../../lib/api.ts';
import { dayOf, daysTo, firstName, tomorrow } from '../../lib/format.ts';
import { useHotkeys } from '../../lib/hotkeys.ts';
import { lazyPart } from '../../lib/lazyPart.ts';
import type { PersonRef } from '../../lib/types.ts';
import { useMedia } from '../../lib/useMedia.ts';

// What is behind a tab, or comes with a long note, is fetched when it is wanted.
const Notes = lazyPart(async () => (await import('../../features/notes/components/Notes.tsx')).Notes);
const PersonTimeline = lazyPart(async () => (await import('./-PersonTimeline.tsx')).PersonTimeline);
const PersonInsights = lazyPart(async () => (await import('../../features/insights/components/PersonInsights.tsx')).PersonInsights);
const Relationships = lazyPart(async () => (await import('../../features/connections/components/Relationships.tsx')).Relationships);
const PersonHistory = lazyPart(async () => (await import('../../features/activity/components/PersonHistory.tsx')).PersonHistory);
const MergedFrom = lazyPart(async () => (await import('../../features/people/components/MergedFrom.tsx')).MergedFrom);
const PasteChat = lazyPart(async () => (await import('../../features/chats/components/PasteChat.tsx')).PasteChat);
const Noticed = lazyPart(async () => (await import('../../features/notes/components/noticed/Noticed.tsx')).Noticed);
const PersonAsk = lazyPart(async () => (await import('./-PersonAsk.tsx')).PersonAsk);
const TelegramImport = lazyPart(async () => (await import('../../features/telegram/components/TelegramImport.tsx')).TelegramImport);
const JobProgress = lazyPart(async () => (await import('../../features/jobs/components/JobProgress.tsx')).JobProgress);

const views = ['entries', 'timeline', 'notes', 'relationships', 'insights', 'ask', 'details', 'history'] as const;
type View = (typeof views)[number];
/** What support access does not open. */
const closedToSupport: readonly View[] = ['ask', 'timeline', 'history'];

export const Route = createFileRoute('/_app/people/$contactId')({
  validateSearch: (search: Record<string, unknown>): { tab?: View; day?: string } => ({
    ...(views.includes(search.tab as View) && search.tab !== 'entries' ? { tab: search.tab as View } : {}),
    ...(typeof search.day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(search.day) ? { day: search.day } : {}),
  }),
  loader: ({ context, params }) => {
    void context.queries.prefetchQuery(contactQuery(params.contactId));
    void context.queries.prefetchQuery(entriesQuery(params.contactId));
    // the calendar is closed to support access
    if (!context.queries.getQueryData(sessionQuery.queryKey)?.support) void context.queries.prefetchQuery(followUpsQuery(params.contactId));
    void context.queries.prefetchQuery(groupsOfQuery(params.contactId));
  },
  component: PersonPage,
});

function PersonPage() {
  const { contactId } = Route.useParams();
  const { tab = 'entries', day } = Route.useSearch();
  const navigate = useNavigate();
  const canWrite = useCanWrite();
  const support = useSupport();
  const query = useQuery(contactQuery(contactId));
  const { data: merges = [] } = useQuery(mergesQuery(contactId));
  const { data: origins } = useQuery({ ...originsOf(contactId), enabled: merges.length > 0 });
  const origin = (id: string) => (merges.length > 0 ? origins?.get(id) : undefined);
  const wide = useMedia('(min-width: 80rem)');
  const followUps = useQuery({ ...followUpsQuery(contactId), enabled: !support });
  // the chips of groups would push the page down if they came after it
  const { isPending: groupsPending } = useQuery(groupsOfQuery(contactId));
  const [editing, setEditing] = useState(false);
  const [pasting, setPasting] = useState(false);
  const [cameBack, setCameBack] = useState(false);
  const [telegram, setTelegram] = useState(false);
  const { show } = useOverlays();
  const [question, setQuestion] = useState<string>();
  const [starter, setStarter] = useState<{ text: string }>();
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const setTab = (next: View) => void navigate({ to: '/people/$contactId', params: { contactId }, search: next === 'entries' ? {} : { tab: next }, replace: true, resetScroll: false });
  // A recording is kept until the text that was heard in it is a note.
  const heard = useRef(new Set<string>());
  const forget = useForgetRecording(contactId);
  const forgetHeard = () => {
    for (const id of heard.current) forget.mutate(id);
    heard.current.clear();
  };
  // What was merged is news for a week; afterwards it stands at the end.
  const mergedLately = merges.some(({ created_at }) => daysTo(dayOf(created_at)) > -7);
  const mergedFrom = (id: string) => <MergedFrom contactId={id} onUnmerged={() => setCameBack(true)} />;
  const plan = ({ id, full_name }: PersonRef, title: string, start: string) => show({ name: 'event', draft: { title, start, people: [{ id, full_name }] } });
  const writeNote = () => {
    const field = document.querySelector<HTMLElement>('[data-note]');
    field?.scrollIntoView({ block: 'center' });
    field?.focus();
  };
  useHotkeys({ n: writeNote });

  // An old link to somebody who was merged leads to who they are now.
  const into = query.error instanceof ApiError ? query.error.mergedInto : undefined;
  if (into) return <Navigate to="/people/$contactId" params={{ contactId: into }} replace />;

  return (
    <>
      <Link to="/people" className="mb-2 inline-flex min-h-9 items-center gap-1 text-sm text-muted hover:text-text coarse:min-h-11">
        <ChevronLeft aria-hidden className="size-4" /> People
      </Link>
      <DataView page query={groupsPending ? { ...query, data: undefined } : query} loading={<PersonSkeleton />}>
        {(contact) => (
          <>
            <PersonHeader
              contact={contact}
              editing={editing}
              onEditing={setEditing}
              tags={[<TagPicker key="tags" contactId={contact.id} tags={contact.tags} />, <GroupPicker key="groups" contactId={contact.id} />]}
              onDeleted={() => void navigate({ to: '/people' })}
              onPasteChat={() => setPasting(true)}
              onTelegram={() => setTelegram(true)}
              onNote={writeNote}
              onFollowUp={() => plan(contact, `Follow up with ${contact.full_name}`, `${tomorrow()}T09:00`)}
            />
            <Suspense>
              {(mergedLately || cameBack) && mergedFrom(contact.id)}
              {pasting && <PasteChat contactId={contact.id} contactName={contact.full_name} onClose={() => setPasting(false)} />}
              {telegram && <TelegramImport person={contact} onClose={() => setTelegram(false)} />}
            </Suspense>
            <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_19rem]">
              <div className="min-w-0">
                {canWrite && (
                  <Composer
                    key={contact.id}
                    contactId={contact.id}
                    contactName={contact.full_name}
                    starter={starter}
                    onAnalysed={(ids) => {
                      setFresh(new Set(ids));
                      setTab('entries');
                    }}
                    onStored={forgetHeard}
                    renderVoice={(insert) => (
                      <Voice
                        contactId={contact.id}
                        onText={(text, recordingId) => {
                          insert(text);
                          if (recordingId) heard.current.add(recordingId);
                        }}
                      />
                    )}
                    renderJob={(jobId, onDone) => (
                      <Suspense fallback={<SkeletonRows rows={1} />}>
                        <JobProgress jobId={jobId} onDone={onDone} />
                      </Suspense>
                    )}
                  />
                )}
                <Suspense>
                  <Noticed contactId={contact.id} />
                </Suspense>
                <div className="mt-5">
                  <Tabs
                    label="About this person"
                    // beside the tabs, the details need none
                    value={wide && tab === 'details' ? 'entries' : tab}
                    onChange={setTab}
                    loading={<SkeletonRows rows={5} />}
                    tabs={([
                      {
                        value: 'entries',
                        label: 'Entries',
                        count: contact.entry_count,
                        content: !support && followUps.isPending ? <SkeletonRows rows={5} /> : <Entries contactId={contact.id} fresh={fresh} origin={origin} renderFollowUp={(entry) => !support && <FollowUpButton contactId={contact.id} entryId={entry.id} />} />,
                      },
                      { value: 'timeline', label: 'Timeline', content: <PersonTimeline key={`${contact.id} ${day}`} contactId={contact.id} day={day} /> },
                      { value: 'notes', label: 'Notes', count: contact.note_count, content: <Notes contactId={contact.id} origin={origin} /> },
                      { value: 'relationships', label: 'Relationships', content: <Relationships key={contact.id} person={contact} /> },
                      {
                        value: 'insights',
                        label: 'Insights',
                        content: (
                          <PersonInsights
                            contactId={contact.id}
                            onNote={(text) => setStarter({ text })}
                            onEntries={(category) => {
                              setTab('entries');
                              setTimeout(() => document.querySelector(`[role=tabpanel] section[aria-label="${category}"]`)?.scrollIntoView({ block: 'start', behavior: 'smooth' }), 100);
                            }}
                            onDetails={() => setEditing(true)}
                            onEvent={(title, date) => plan(contact, title, date ? `${date}T18:00` : `${tomorrow()}T12:00`)}
                            onAsk={(text) => {
                              setQuestion(text);
                              setTab('ask');
                            }}
                          />
                        ),
                      },
                      { value: 'ask', label: 'Ask', content: <PersonAsk contactId={contact.id} initial={question} name={contact.nickname ?? firstName(contact.full_name)} /> },
                      {
                        value: 'details',
                        label: 'Details',
                        className: 'xl:hidden',
                        content: (
                          <Card>
                            <PersonDetails contact={contact} />
                          </Card>
                        ),
                      },
                      // rarely wanted: the details lead to it
                      ...(tab === 'history' ? [{ value: tab, label: 'History', content: <PersonHistory contactId={contact.id} /> }] : []),
                    ] satisfies TabsProps<View>['tabs']).filter(({ value }) => !support || !closedToSupport.includes(value))}
                  />
                </div>
              </div>
              {wide && (
                <aside aria-label="About" className="flex flex-col gap-4">
                  <Card title="Details">
                    <PersonDetails contact={contact} />
                  </Card>
                  <RelationshipsCard contactId={contact.id} />
                </aside>
              )}
            </div>
            <Suspense>{merges.length > 0 && !mergedLately && !cameBack && <div className="mt-5">{mergedFrom(contact.id)}</div>}</Suspense>
          </>
        )}
      </DataView>
    </>
  );
}

function PersonSkeleton() {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton className="mb-4 h-52 rounded-xl!" />
      <Skeleton className="h-36 rounded-xl!" />
      <Skeleton className="mt-5 h-10" />
      <Skeleton className="mt-4 h-40 rounded-xl!" />
    </div>
  );
}
