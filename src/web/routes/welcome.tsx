import { createFileRoute, Link, redirect, useRouter } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery } from '../features/accounts/api/session.ts';
import { useFinishOnboarding } from '../features/accounts/api/profile.ts';
import { AboutYou } from '../features/accounts/components/AboutYou.tsx';
import { Steps } from '../features/accounts/components/Steps.tsx';
import { DemoOffer } from '../features/demo/components/DemoOffer.tsx';
import { Composer } from '../features/notes/components/Composer.tsx';
import { Entries } from '../features/notes/components/Entries.tsx';
import { contactQuery } from '../features/people/api/contacts.ts';
import { FirstPerson } from '../features/people/components/FirstPerson.tsx';
import { firstName } from '../lib/format.ts';
import { Button } from '../ui/Button.tsx';

export const Route = createFileRoute('/welcome')({
  beforeLoad: async ({ context }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: '/login' });
    if (session.space.role === 'viewer') throw redirect({ to: '/' });
  },
  // Where one is stands in the address: Back goes a step back, and a reload does not ask for the same person again.
  validateSearch: (search: Record<string, unknown>): { step?: 'person'; about?: string } => ({
    ...(search.step === 'person' ? { step: 'person' as const } : {}),
    ...(typeof search.about === 'string' && /^[\da-f-]{36}$/.test(search.about) ? { about: search.about } : {}),
  }),
  component: Welcome,
});

function Welcome() {
  const router = useRouter();
  const finish = useFinishOnboarding();
  const search = Route.useSearch();
  const query = useQuery({ ...contactQuery(search.about ?? ''), enabled: search.about !== undefined });
  const person = search.about && query.data ? query.data : null;
  const step = search.about && !query.isError ? 2 : search.step === 'person' || search.about ? 1 : 0;
  const [found, setFound] = useState<ReadonlySet<string> | null>(null);
  const leave = () => {
    finish.mutate();
    void router.navigate(person ? { to: '/people/$contactId', params: { contactId: person.id } } : { to: '/' });
  };
  return (
    <Steps step={step} names={['You', 'Somebody you know', 'A first note']} onSkip={leave}>
      {step === 0 && <AboutYou onDone={() => void router.navigate({ to: '/welcome', search: { step: 'person' } })} />}
      {step === 1 && (
        <>
          <FirstPerson onCreated={(created) => void router.navigate({ to: '/welcome', search: { about: created.id } })} />
          <section aria-label="Other ways to begin" className="mt-10 border-t border-line pt-6">
            <p className="mb-5 text-sm text-muted">
              Have an address book, or a chat?{' '}
              <Link to="/import" onClick={() => finish.mutate()} className="link">
                Import it
              </Link>{' '}
              instead.
            </p>
            <p className="mb-3 text-sm text-muted">Nobody comes to mind? Kith can invent some people and notes to look at. One button removes them again.</p>
            <DemoOffer variant="secondary" onDone={leave} />
          </section>
        </>
      )}
      {step === 2 && person && (
        <>
          <h1 className="text-2xl font-semibold tracking-tight">What do you know about {firstName(person.full_name)}?</h1>
          <p className="mt-1.5 mb-5 text-muted">Write as you would to yourself: what they do, what they like, what you want to remember or do for them.</p>
          <Composer contactId={person.id} contactName={person.full_name} autoFocus onAnalysed={(ids) => setFound(new Set(ids))} />
          {found && (
            <div className="mt-6" aria-live="polite">
              <Entries contactId={person.id} fresh={found} />
              <Button variant="primary" className="mt-5" onClick={leave}>
                To {firstName(person.full_name)}'s page
              </Button>
            </div>
          )}
        </>
      )}
    </Steps>
  );
}
