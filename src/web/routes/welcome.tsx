import { createFileRoute, redirect, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { sessionQuery } from '../features/accounts/api/session.ts';
import { useFinishOnboarding } from '../features/accounts/api/profile.ts';
import { AboutYou } from '../features/accounts/components/AboutYou.tsx';
import { Steps } from '../features/accounts/components/Steps.tsx';
import { DemoOffer } from '../features/demo/components/DemoOffer.tsx';
import { Composer } from '../features/notes/components/Composer.tsx';
import { Entries } from '../features/notes/components/Entries.tsx';
import { FirstPerson } from '../features/people/components/FirstPerson.tsx';
import { Button } from '../ui/Button.tsx';

export const Route = createFileRoute('/welcome')({
  beforeLoad: async ({ context }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: '/login' });
    if (session.space.role === 'viewer') throw redirect({ to: '/' });
  },
  component: Welcome,
});

type Person = { id: string; full_name: string };

function Welcome() {
  const router = useRouter();
  const finish = useFinishOnboarding();
  const [step, setStep] = useState(0);
  const [person, setPerson] = useState<Person | null>(null);
  const [found, setFound] = useState<ReadonlySet<string> | null>(null);
  const leave = () => {
    finish.mutate();
    void router.navigate(person ? { to: '/people/$contactId', params: { contactId: person.id } } : { to: '/' });
  };
  return (
    <Steps step={step} names={['You', 'Somebody you know', 'A first note']} onSkip={leave}>
      {step === 0 && <AboutYou onDone={() => setStep(1)} />}
      {step === 1 && (
        <>
          <FirstPerson
            onCreated={(created) => {
              setPerson(created);
              setStep(2);
            }}
          />
          <section aria-label="Demo data" className="mt-10 border-t border-line pt-6">
            <p className="mb-3 text-sm text-muted">Nobody comes to mind? Kith can invent some people and notes to look at. One button removes them again.</p>
            <DemoOffer variant="secondary" onDone={leave} />
          </section>
        </>
      )}
      {step === 2 && person && (
        <>
          <h1 className="text-2xl font-semibold tracking-tight">What do you know about {person.full_name.split(' ')[0]}?</h1>
          <p className="mt-1.5 mb-5 text-muted">Write as you would to yourself: what they do, what they like, what you want to remember or do for them.</p>
          <Composer contactId={person.id} contactName={person.full_name} autoFocus onAnalysed={(ids) => setFound(new Set(ids))} />
          {found && (
            <div className="mt-6" aria-live="polite">
              <Entries contactId={person.id} fresh={found} />
              <Button variant="primary" className="mt-5" onClick={leave}>
                To {person.full_name.split(' ')[0]}'s page
              </Button>
            </div>
          )}
        </>
      )}
    </Steps>
  );
}
