import { Download } from 'lucide-react';
import { buttonClass } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';

/** What can be taken out: a name, what is in it, and where it is. */
const EXPORTS = [
  { label: 'Kith CSV', path: '/api/v1/export/csv?bom=true&done=true', text: 'Everybody and what is known about them, one row an entry. Opens in a spreadsheet, and can be imported again.' },
  { label: 'vCard', path: '/api/v1/export/vcard?version=3.0', text: 'Everybody with photos, tags, groups and relationships, for phones and address books. Can be imported again without loss.' },
];

/** Files to take along. A link cannot send headers, so it names the space. */
export function ExportCard({ spaceId }: { spaceId: string }) {
  return (
    <Card title="Export">
      <ul className="divide-y divide-line">
        {EXPORTS.map(({ label, path, text }) => (
          <li key={path} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 grow basis-60">
              <p className="font-medium">{label}</p>
              <p className="text-sm text-muted">{text}</p>
            </div>
            <a href={`${path}&space=${spaceId}`} download className={buttonClass('secondary')}>
              <Download aria-hidden className="size-4" /> Download {label}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}
