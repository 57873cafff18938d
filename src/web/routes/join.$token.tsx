import { useQuery } from '@tanstack/react-query';
import { createFileRoute, Link, useRouter } from '@tanstack/react-router';
import { sessionQuery, setupQuery } from '../features/accounts/api/session.ts';
import { AuthCard } from '../features/accounts/components/AuthCard.tsx';
import { RegisterForm } from '../features/accounts/components/RegisterForm.tsx';
import { invitationQuery, useAcceptInvitation } from '../features/spaces/api/spaces.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { FormError } from '../ui/FormError.tsx';
import { DataView, Skeleton } from '../ui/states.tsx';
import { notify } from '../ui/toast.tsx';

export const Route = createFileRoute('/join/$token')({
  beforeLoad: async ({ context }) => {
    const [session, setup] = await Promise.all([context.queries.ensureQueryData(sessionQuery), context.queries.ensureQueryData(setupQuery)]);
    return { session, closed: setup.registration === 'closed' };
  },
  loader: ({ context, params }) => void context.queries.prefetchQuery(invitationQuery(params.token)),
  component: Join,
});

function Join() {
  const { token } = Route.useParams();
  const { session, closed } = Route.useRouteContext();
  const router = useRouter();
  const query = useQuery(invitationQuery(token));
  const accept = useAcceptInvitation();
  const join = () =>
    accept.mutate(token, {
      onSuccess: (space) => {
        notify(`You are now in ${space.name}`);
        void router.navigate({ to: '/', replace: true });
      },
    });
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
          title={invitation.space_name ? `Join ${invitation.space_name}` : 'Welcome to Kith'}
          description={invitation.role ? `${invitation.invited_by} invites you as ${invitation.role}.` : `${invitation.invited_by} invites you to make an account here.`}
          footer={
            !session &&
            invitation.space_name && (
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
          {!session && closed && <p>This Kith takes no new accounts. {invitation.space_name ? 'Sign in with the account you have.' : 'Ask whoever runs it to make one for you.'}</p>}
          {!session && !closed && <RegisterForm inviteToken={token} submit={invitation.space_name ? 'Create account and join' : 'Create account'} onDone={() => void router.navigate({ to: '/welcome', replace: true })} />}
          {session && invitation.space_name && (
            <Button variant="primary" className="mt-3 w-full" busy={accept.isPending} onClick={join}>
              Accept as {session.user.username}
            </Button>
          )}
          {session && !invitation.space_name && (
            <Link to="/" className={buttonClass('primary')}>
              You have an account already: to Kith
            </Link>
          )}
        </AuthCard>
      )}
    </DataView>
  );
}
