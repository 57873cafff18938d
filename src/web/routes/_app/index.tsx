import { createFileRoute, Link } from '@tanstack/react-router';
import { NotebookPen, UserPlus } from 'lucide-react';
import { useSession } from '../../features/accounts/api/session.ts';
import { OnboardingCard } from '../../features/accounts/components/OnboardingCard.tsx';
import { windowQuery } from '../../features/calendar/api/calendar.ts';
import { dueQuery as remindersQuery } from '../../features/calendar/api/reminders.ts';
import { addDays } from '../../features/calendar/days.ts';
import { TodaySchedule } from '../../features/calendar/components/TodaySchedule.tsx';
import { demoQuery } from '../../features/demo/api/demo.ts';
import { DemoBanner } from '../../features/demo/components/DemoBanner.tsx';
import { DemoOffer } from '../../features/demo/components/DemoOffer.tsx';
import { recentNotesQuery } from '../../features/notes/api/notes.ts';
import { RecentNotes } from '../../features/notes/components/RecentNotes.tsx';
import { recentContactsQuery } from '../../features/people/api/contacts.ts';
import { dueQuery } from '../../features/people/api/touch.ts';
import { ReachOut, reachOutLimit } from '../../features/people/components/ReachOut.tsx';
import { RecentPeople } from '../../features/people/components/RecentPeople.tsx';
import { useCanWrite } from '../../lib/access.ts';
import { clockHere, formatToday, hourNow } from '../../lib/format.ts';
import { useOverlays } from '../../shell/overlays.ts';
import { Button } from '../../ui/Button.tsx';
import { PageHead } from '../../ui/Card.tsx';

export const Route = createFileRoute('/_app/')({
  loader: async ({ context }) => {
    void context.queries.prefetchQuery(dueQuery(reachOutLimit));
    void context.queries.prefetchQuery(recentContactsQuery(6));
    void context.queries.prefetchQuery(recentNotesQuery(6));
    // Known before the page is drawn, so that the banner and what today holds do not push down what is below them.
    const today = clockHere().slice(0, 10);
    await Promise.allSettled([
      context.queries.ensureQueryData({ ...demoQuery, revalidateIfStale: true }),
      context.queries.ensureQueryData({ ...windowQuery(today, addDays(today, 1)), revalidateIfStale: true }),
      context.queries.ensureQueryData({ ...remindersQuery, revalidateIfStale: true }),
    ]);
  },
  component: Today,
});

function Today() {
  const { user } = useSession();
  const { show } = useOverlays();
  const canWrite = useCanWrite();
  const addPerson = canWrite && (
    <Button icon={<UserPlus aria-hidden className="size-4" />} onClick={() => show({ name: 'person' })}>
      Add a person
    </Button>
  );
  return (
    <>
      <PageHead title={`${greeting()}${user.full_name ? `, ${user.full_name.split(' ')[0]}` : ''}`} description={formatToday()}>
        {addPerson}
        {canWrite && (
          <Button variant="primary" icon={<NotebookPen aria-hidden className="size-4" />} onClick={() => show({ name: 'note' })}>
            Write a note
          </Button>
        )}
      </PageHead>
      {canWrite && <OnboardingCard />}
      {canWrite && <DemoBanner />}
      <TodaySchedule />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <ReachOut />
          <RecentPeople
            add={
              canWrite && (
                <>
                  {addPerson}
                  <DemoOffer />
                </>
              )
            }
            action={
              <Link to="/people" className="link inline-flex min-h-9 items-center text-sm coarse:min-h-11">
                All people
              </Link>
            }
          />
        </div>
        <RecentNotes
          action={
            canWrite && (
              <Button variant="ghost" size="sm" onClick={() => show({ name: 'note' })}>
                Write
              </Button>
            )
          }
        />
      </div>
    </>
  );
}

function greeting(): string {
  const hour = hourNow();
  if (hour < 5) return 'Good night';
  if (hour < 12) return 'Good morning';
  return hour < 18 ? 'Good afternoon' : 'Good evening';
}
