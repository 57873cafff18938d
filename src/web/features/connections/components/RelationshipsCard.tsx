import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Waypoints } from 'lucide-react';
import { formatBirthday } from '../../../lib/format.ts';
import type { ContactRelationship } from '../../../lib/types.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Card } from '../../../ui/Card.tsx';
import { DataView, EmptyLine, SkeletonRows } from '../../../ui/states.tsx';
import { relationshipsQuery } from '../api/relationships.ts';

const FEW = 6;
/** What still holds comes before what has ended. */
const ended = ({ until }: ContactRelationship) => Number(until !== null);

/** The people around a person in short; all of them are on the tab. */
export function RelationshipsCard({ contactId }: { contactId: string }) {
  const query = useQuery(relationshipsQuery(contactId));
  const count = query.data?.length ?? 0;
  return (
    <Card
      title="Relationships"
      count={count > 0 && count}
      className="overflow-hidden"
      actions={
        <Link to="/people/$contactId" params={{ contactId }} search={{ tab: 'relationships' }} replace resetScroll={false} className="link inline-flex min-h-9 items-center text-sm coarse:min-h-11">
          {count > FEW ? 'All' : 'Open'}
        </Link>
      }
    >
      <DataView query={query} compact loading={<SkeletonRows rows={2} avatar />} isEmpty={(list) => list.length === 0} empty={<EmptyLine icon={<Waypoints aria-hidden />}>No relationships yet. Partner, colleague, sister: they stand here.</EmptyLine>}>
        {(list) => (
          <ul aria-label="The people around" className="pt-1 pb-1.5">
            {list
              .toSorted((a, b) => ended(a) - ended(b))
              .slice(0, FEW)
              .map((one) => (
                <li key={one.id}>
                  <Link to="/people/$contactId" params={{ contactId: one.contact.id }} className="flex min-h-12 items-center gap-3 px-4 py-1 hover:bg-hover focus-visible:-outline-offset-2">
                    <Avatar name={one.contact.full_name} seed={one.contact.id} size="sm" />
                    <span className="min-w-0 grow">
                      <span className="block truncate text-sm font-medium">{one.contact.full_name}</span>
                      <span className="block truncate text-sm text-muted">
                        {one.role}
                        {one.until && `, until ${formatBirthday(one.until)}`}
                      </span>
                    </span>
                  </Link>
                </li>
              ))}
          </ul>
        )}
      </DataView>
    </Card>
  );
}
