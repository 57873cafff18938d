import { Link } from '@tanstack/react-router';
import { Sparkles } from 'lucide-react';
import { Button, buttonClass } from '../../../ui/Button.tsx';
import { useFinishOnboarding } from '../api/profile.ts';
import { useSession } from '../api/session.ts';

/** Offers the first steps until they are done or waved off. */
export function OnboardingCard() {
  const { user } = useSession();
  const finish = useFinishOnboarding();
  if (user.onboarded_at) return null;
  return (
    <section aria-label="First steps" className="mb-4 flex flex-wrap items-center gap-4 rounded-xl border border-line bg-card p-4">
      <Sparkles aria-hidden className="size-6 shrink-0 text-link" />
      <p className="min-w-56 grow">
        <span className="block font-semibold">Three steps to your first insight</span>
        <span className="text-sm text-muted">Your name and time zone, one person, one note. Two minutes.</span>
      </p>
      <div className="flex gap-2">
        <Button variant="ghost" busy={finish.isPending} onClick={() => finish.mutate()}>
          Not now
        </Button>
        <Link to="/welcome" className={buttonClass('primary')}>
          Begin
        </Link>
      </div>
    </section>
  );
}
