import { AtSign, Bell, Building2, Cake, CalendarHeart, Handshake, Mail, MapPin, Phone, Send, StickyNote, Text } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCanWrite } from '../../../lib/access.ts';
import { formatBirthday, formatDate } from '../../../lib/format.ts';
import type { Contact } from '../../../lib/types.ts';
import { DateReminders } from './DateReminders.tsx';

/** How to reach somebody and what is known by heart. Fields without a value are left out. */
export function PersonDetails({ contact }: { contact: Contact }) {
  const telegram = contact.telegram_username || contact.telegram_handle || contact.telegram_phone;
  return (
    <div className="p-4 text-sm">
      <dl className="peer flex flex-col gap-3 empty:hidden">
      {contact.emails.map((item) => (
        <Detail key={item.value} icon={<Mail />} label={item.label || 'Email'}>
          <a className="link coarse:inline-flex coarse:min-h-11 coarse:items-center" href={`mailto:${item.value}`}>
            {item.value}
          </a>
        </Detail>
      ))}
      {contact.phones.map((item) => (
        <Detail key={item.value} icon={<Phone />} label={item.label || 'Phone'}>
          <a className="link coarse:inline-flex coarse:min-h-11 coarse:items-center" href={`tel:${item.value.replaceAll(/[^+\d]/g, '')}`}>
            {item.value}
          </a>
        </Detail>
      ))}
      {contact.addresses.map((item) => (
        <Detail key={item.street + item.city} icon={<MapPin />} label={item.label || 'Address'}>
          {[item.street, [item.postal_code, item.city].filter(Boolean).join(' '), item.region, item.country].filter(Boolean).join(', ')}
        </Detail>
      ))}
      {telegram && (
        <Detail icon={<Send />} label="Telegram">
          {telegram}
          {contact.telegram_verified && ' · verified'}
          {contact.telegram_premium && ' · premium'}
        </Detail>
      )}
      {contact.social_handles.map((item) => (
        <Detail key={item.network + item.handle} icon={<AtSign />} label={item.network}>
          {item.handle}
        </Detail>
      ))}
      {contact.birthday && (
        <Detail icon={<Cake />} label="Birthday">
          {formatBirthday(contact.birthday)}
        </Detail>
      )}
      {contact.important_dates.map((item) => (
        <Detail key={item.label + item.date} icon={<CalendarHeart />} label={item.label}>
          {formatBirthday(item.date)}
        </Detail>
      ))}
      {(contact.birthday || contact.important_dates.length > 0) && (
        <Detail icon={<Bell />} label="Reminders of dates">
          <DateReminders contact={contact} />
        </Detail>
      )}
      {contact.company && (
        <Detail icon={<Building2 />} label="Work">
          {[contact.title, contact.company].filter(Boolean).join(', ')}
        </Detail>
      )}
      {contact.how_we_met && (
        <Detail icon={<Handshake />} label="How we met">
          {contact.how_we_met}
        </Detail>
      )}
      {contact.description && (
        <Detail icon={<Text />} label="Description">
          <span className="whitespace-pre-wrap">{contact.description}</span>
        </Detail>
      )}
      {contact.custom_fields.map((item) => (
        <Detail key={item.label + item.value} icon={<StickyNote />} label={item.label}>
          {item.value}
        </Detail>
      ))}
      </dl>
      {/* stands in for a list in which every field was left out */}
      <p className="hidden text-muted peer-empty:block">No birthday, number or address yet.{useCanWrite() && ' Edit adds them.'}</p>
      <p className="mt-3 text-faint">
        Added {formatDate(contact.created_at)} ·{' '}
        <Link to="/people/$contactId" params={{ contactId: contact.id }} search={{ tab: 'history' }} replace resetScroll={false} className="link inline-block py-0.5 coarse:py-3">
          History
        </Link>
      </p>
    </div>
  );
}

function Detail({ icon, label, children }: { icon: ReactNode; label: string; children: ReactNode }) {
  return (
    <div className="relative pl-7">
      <dt className="text-xs text-faint">
        <span aria-hidden className="absolute top-0.5 left-0 [&_svg]:size-4">
          {icon}
        </span>
        <span className="inline-block first-letter:uppercase">{label}</span>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
