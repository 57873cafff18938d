import { useQuery } from '@tanstack/react-query';
import { createFileRoute, Link, useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { passwordLinkQuery, useSetPassword } from '../features/accounts/api/password-link.ts';
import { sessionQuery } from '../features/accounts/api/session.ts';
import { AuthCard } from '../features/accounts/components/AuthCard.tsx';
import { PasswordField } from '../features/accounts/components/PasswordField.tsx';
import { ApiError } from '../lib/api.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { FormError } from '../ui/FormError.tsx';
import { Skeleton } from '../ui/states.tsx';
import { notify } from '../ui/toast.tsx';

export const Route = createFileRoute('/set-password/$token')({
  loader: ({ context, params }) => void context.queries.prefetchQuery(passwordLinkQuery(params.token)),
  component: SetPassword,
});

/** Behind a link that an admin has made: a new password, then sign in with it. */
function SetPassword() {
  const { token } = Route.useParams();
  const { queries } = Route.useRouteContext();
  const router = useRouter();
  const query = useQuery(passwordLinkQuery(token));
  const set = useSetPassword(token);
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(password, {
      onSuccess: () => {
        notify('Your password is set. Sign in with it');
        queries.removeQueries({ queryKey: sessionQuery.queryKey }); // whoever was signed in with this account is not any more
        void router.navigate({ to: '/login', replace: true });
      },
    });
  };
  if (query.error)
    return (
      <AuthCard title="This link is not valid" description="It may have been used, replaced by a newer one, or be too old. Ask whoever runs this Kith for a new one.">
        <Link to="/" className={buttonClass('secondary')}>
          To Kith
        </Link>
      </AuthCard>
    );
  if (!query.data)
    return (
      <AuthCard title="Choose a password">
        <Skeleton className="h-40" />
      </AuthCard>
    );
  const weak = set.error instanceof ApiError && set.error.field === 'new_password' ? set.error.message : undefined;
  return (
    <AuthCard title="Choose a password" description={`For the account ${query.data.username}. Everything that is signed in to it ends; API keys go on working.`}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        <FormError error={weak ? undefined : set.error} />
        <input type="text" name="username" value={query.data.username} autoComplete="username" readOnly hidden />
        <PasswordField label="New password" value={password} onValue={setPassword} error={weak} autoComplete="new-password" minLength={8} meter required />
        <Button type="submit" variant="primary" busy={set.isPending}>
          Set password
        </Button>
      </form>
    </AuthCard>
  );
}
