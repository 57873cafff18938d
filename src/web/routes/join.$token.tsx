import { useQuery } from '@tanstack/react-query';
import { createFileRoute, Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { sessionQuery } from '../features/accounts/api/session.ts';
import { AuthCard } from '../features/accounts/components/AuthCard.tsx';
import { RegisterForm } from '../features/accounts/components/RegisterForm.tsx';
import { invitationQuery, useAcceptInvitation } from '../features/spaces/api/spaces.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { FormError } from '../ui/FormError.tsx';
import { DataView, Skeleton } from '../ui/states.tsx';
import { notify } from '../ui/toast.tsx';

export const Route = createFileRoute('/join/$token')({
  beforeLoad: async ({ context }) => ({ session: await context.queries.ensureQueryData(sessionQuery) }),
  loader: ({ context, params }) => void context.queries.prefetchQuery(invitationQuery(params.token)),
  component: Join,
});

function Join() {
  const { token } = Route.useParams();
  const { session } = Route.useRouteContext();
  const router = useRouter();
  const query = useQuery(invitationQuery(token));
  const accept = useAcceptInvitation();
  const [joining, setJoining] = useState(false);
  const join = () => {
    setJoining(true);
    accept.mutate(token, {
      onSuccess: (space) => {
        notify(`You are now in ${space.name}`);
        void router.navigate({ to: session ? '/' : '/welcome', replace: true });
      },
      onError: () => setJoining(false),
    });
  };
  if (query.error) {
    return (
      <AuthCard title="This invitation is not valid" description="It may have been used, withdrawn, or be too old. Ask for a new link.">
        <Link to="/" className={buttonClass('secondary')}>
          To Kith
        </Link>
      </AuthCard>
    );
  }
  return (
    <DataView query={query} loading={<AuthCard title="Invitation"><Skeleton className="h-24" /></AuthCard>}>
      {(invitation) => (
        <AuthCard
          title={`Join ${invitation.space_name}`}
          description={`${invitation.invited_by ? `${invitation.invited_by} invites you` : 'You are invited'} as ${invitation.role}.`}
          footer={
            !session && (
              <>
                Already have an account?{' '}
                <Link to="/login" search={{ next: `/join/${token}` }} className="link">
                  Sign in to accept
                </Link>
              </>
            )
          }
        >
          <FormError error={accept.error} />
          {session ? (
            <Button variant="primary" className="mt-3 w-full" busy={joining} onClick={join}>
              Accept as {session.user.username}
            </Button>
          ) : (
            <RegisterForm inviteToken={token} submit="Create account and join" onDone={join} />
          )}
        </AuthCard>
      )}
    </DataView>
  );
}
