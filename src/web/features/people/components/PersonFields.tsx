import { dayInput } from '../../../ui/day.ts';
import { Checkbox, Input, Select, Textarea } from '../../../ui/Field.tsx';
import { Addresses } from './Addresses.tsx';
import { LabelledRows } from './LabelledRows.tsx';
import type { FlagField, PersonFormValues, RowField, TextField } from './person-form.ts';

export type PersonFieldsProps = {
  values: PersonFormValues;
  onChange: (values: PersonFormValues) => void;
  /** The field the server refused, with its reason. */
  error?: { field: string; message: string } | undefined;
};

const rowLabels: Record<RowField, { legend: string; first: string; options?: string[]; second: string; type?: string; day?: true; add: string }> = {
  emails: { legend: 'Emails', first: 'Label', options: ['home', 'work'], second: 'Email', type: 'email', add: 'Add email' },
  phones: { legend: 'Phones', first: 'Label', options: ['mobile', 'home', 'work'], second: 'Phone', type: 'tel', add: 'Add phone' },
  important_dates: { legend: 'Important dates', first: 'Occasion', options: ['anniversary', 'name day', 'met on'], second: 'Date', day: true, add: 'Add date' },
  social_handles: { legend: 'Social profiles', first: 'Network', options: ['Instagram', 'LinkedIn', 'Mastodon', 'GitHub', 'X'], second: 'Handle', add: 'Add profile' },
  custom_fields: { legend: 'Other fields', first: 'Name', second: 'Value', add: 'Add field' },
};

/** Every field of a person, the everyday ones first. */
export function PersonFields({ values, onChange, error }: PersonFieldsProps) {
  const text = (field: TextField) => ({
    value: values[field],
    onChange: (event: { target: { value: string } }) => onChange({ ...values, [field]: event.target.value }),
    error: error?.field === field ? error.message : undefined,
  });
  const rows = (field: RowField) => {
    const { first, options, second, type, day, ...rest } = rowLabels[field];
    return (
      <LabelledRows
        {...rest}
        rows={values[field]}
        onChange={(next) => onChange({ ...values, [field]: next })}
        first={{ label: first, ...(options ? { options } : {}) }}
        second={{ label: second, ...(type ? { type } : {}), ...(day ? { day } : {}) }}
      />
    );
  };
  const flag = (field: FlagField) => ({
    checked: values[field],
    onChange: (event: { target: { checked: boolean } }) => onChange({ ...values, [field]: event.target.checked }),
  });

  return (
    <div className="flex flex-col gap-6">
      <div className="grid gap-4 sm:grid-cols-2">
        <Input label="Nickname" {...text('nickname')} />
        <Input label="Pronouns" placeholder="she/her" {...text('pronouns')} />
        <Input label="Company" {...text('company')} />
        <Input label="Title" placeholder="What they do" {...text('title')} />
        <Input label="Birthday" hint="Without the year if you do not know it: 17 May" {...text('birthday')} {...dayInput(values.birthday, (birthday) => onChange({ ...values, birthday }))} />
        <Select label="Tier" value={values.tier} onChange={(event) => onChange({ ...values, tier: Number(event.target.value) as 1 | 2 })}>
          <option value="1">Inner circle</option>
          <option value="2">Outer circle</option>
        </Select>
      </div>
      {rows('emails')}
      {rows('phones')}
      <Addresses addresses={values.addresses} onChange={(addresses) => onChange({ ...values, addresses })} />
      <Textarea label="How we met" rows={2} {...text('how_we_met')} />
      <Textarea label="Description" rows={3} {...text('description')} />
      {rows('important_dates')}
      {rows('social_handles')}
      <details className="group">
        <summary className="min-h-9 content-center text-sm font-medium coarse:min-h-11 text-muted">Name in parts</summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-3">
          <Input label="Prefix" placeholder="Dr." {...text('name_prefix')} />
          <Input label="First" {...text('given_name')} />
          <Input label="Middle" {...text('additional_name')} />
          <Input label="Last" {...text('family_name')} />
          <Input label="Suffix" placeholder="Jr." {...text('name_suffix')} />
        </div>
      </details>
      <details>
        <summary className="min-h-9 content-center text-sm font-medium coarse:min-h-11 text-muted">Telegram</summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <Input label="User name" {...text('telegram_username')} />
          <Input label="Handle" {...text('telegram_handle')} />
          <Input label="Phone" type="tel" {...text('telegram_phone')} />
          <Input label="Id" inputMode="numeric" pattern="[0-9]*" {...text('telegram_id')} />
          <Checkbox label="Verified" {...flag('telegram_verified')} />
          <Checkbox label="Premium" {...flag('telegram_premium')} />
        </div>
      </details>
      {rows('custom_fields')}
    </div>
  );
}
