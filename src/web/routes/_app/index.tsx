import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { NotebookPen, UserPlus } from 'lucide-react';
import { useSession } from '../../features/accounts/api/session.ts';
import { OnboardingCard } from '../../features/accounts/components/OnboardingCard.tsx';
import { DueReminders } from '../../features/calendar/components/DueReminders.tsx';
import { FollowUps } from '../../features/calendar/components/FollowUps.tsx';
import { TodaySchedule } from '../../features/calendar/components/TodaySchedule.tsx';
import { DemoBanner } from '../../features/demo/components/DemoBanner.tsx';
import { DemoOffer } from '../../features/demo/components/DemoOffer.tsx';
import { NoticedToday } from '../../features/notes/components/noticed/NoticedToday.tsx';
import { RecentNotes } from '../../features/notes/components/RecentNotes.tsx';
import { ComingDates } from '../../features/people/components/ComingDates.tsx';
import { ReachOut } from '../../features/people/components/ReachOut.tsx';
import { RecentPeople } from '../../features/people/components/RecentPeople.tsx';
import { useCanWrite } from '../../lib/access.ts';
import { formatToday, hourNow } from '../../lib/format.ts';
import { todayQuery } from '../../lib/today.ts';
import { useOverlays } from '../../shell/overlays.ts';
import { Button } from '../../ui/Button.tsx';
import { Card, PageHead } from '../../ui/Card.tsx';
import { DataView, Skeleton, SkeletonRows } from '../../ui/states.tsx';

export const Route = createFileRoute('/_app/')({
  loader: ({ context }) => void context.queries.prefetchQuery(todayQuery),
  component: TodayPage,
});

/** The first page, from one request. On a phone the cards stand in the order they are written here: the left column, then the right. */
function TodayPage() {
  const { user } = useSession();
  const { show } = useOverlays();
  const canWrite = useCanWrite();
  const query = useQuery(todayQuery);
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
      <DataView query={query} loading={<TodaySkeleton />}>
        {(today) => {
          const recent = (
            <RecentPeople
              people={today.people}
              add={
                canWrite && (
                  <>
                    {addPerson}
                    <DemoOffer />
                  </>
                )
              }
            />
          );
          const nobody = today.people.length === 0;
          return (
            <>
              {canWrite && <DemoBanner demo={today.demo} />}
              <div className="grid items-start gap-4 lg:grid-cols-2">
                <div className="grid min-w-0 gap-4">
                  {nobody && recent}
                  <TodaySchedule schedule={today.schedule} day={today.day} />
                  <DueReminders reminders={today.reminders} />
                  <ReachOut reachOut={today.reach_out} />
                  <FollowUps followUps={today.follow_ups} />
                </div>
                <div className="grid min-w-0 gap-4">
                  <NoticedToday noticed={today.noticed} />
                  <ComingDates dates={today.dates} />
                  <RecentNotes
                    notes={today.notes}
                    action={
                      canWrite && (
                        <Button variant="ghost" size="sm" className="-mr-2" onClick={() => show({ name: 'note' })}>
                          Write
                        </Button>
                      )
                    }
                  />
                  {!nobody && recent}
                </div>
              </div>
            </>
          );
        }}
      </DataView>
    </>
  );
}

/** Cards as they will stand; they are exchanged all at once, so nothing moves. */
function TodaySkeleton() {
  const card = (rows: number, avatar = false) => (
    <Card>
      <Skeleton className="mx-4 mt-4 mb-2 h-4 w-28" />
      <SkeletonRows rows={rows} avatar={avatar} />
    </Card>
  );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="grid gap-4">
        {card(2)}
        {card(1)}
        {card(4, true)}
      </div>
      <div className="grid gap-4">
        {card(3)}
        {card(2, true)}
        {card(3)}
      </div>
    </div>
  );
}

function greeting(): string {
  const hour = hourNow();
  if (hour < 5) return 'Good night';
  if (hour < 12) return 'Good morning';
  return hour < 18 ? 'Good afternoon' : 'Good evening';
}
