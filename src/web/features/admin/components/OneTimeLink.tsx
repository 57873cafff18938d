import { Button } from '../../../ui/Button.tsx';
import { notify } from '../../../ui/toast.tsx';

/** A link that is shown only now, to be passed on. */
export function OneTimeLink({ link, children }: { link: string; children: React.ReactNode }) {
  return (
    <div role="status" className="rounded-lg border border-line bg-bg p-3">
      <p className="text-sm text-muted">{children}</p>
      <code className="mt-2 block font-mono text-sm break-all select-all">{link}</code>
      <Button size="sm" className="mt-2" onClick={() => void navigator.clipboard.writeText(link).then(() => notify('Link copied'))}>
        Copy link
      </Button>
    </div>
  );
}
