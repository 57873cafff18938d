import { Plus, X } from 'lucide-react';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { inputClass } from '../../../ui/Field.tsx';
import { addressParts, type Address } from './person-form.ts';

const names: Record<(typeof addressParts)[number] | 'label', string> = {
  label: 'Label',
  street: 'Street',
  postal_code: 'Postal code',
  city: 'City',
  region: 'Region',
  country: 'Country',
};

/** Any number of postal addresses. Empty ones are dropped by whoever saves them. */
export function Addresses({ addresses, onChange }: { addresses: Address[]; onChange: (addresses: Address[]) => void }) {
  const change = (index: number, part: Partial<Address>) => onChange(addresses.map((address, at) => (at === index ? { ...address, ...part } : address)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium text-muted">Addresses</legend>
      {addresses.map((address, index) => (
        <div key={index} className="flex gap-2 rounded-lg border border-line p-2">
          <div className="grid grow grid-cols-2 gap-2">
            {(['label', ...addressParts] as const).map((part) => (
              <input
                key={part}
                aria-label={`Address ${index + 1}: ${names[part]}`}
                placeholder={names[part]}
                value={address[part]}
                onChange={(event) => change(index, { [part]: event.target.value })}
                className={inputClass}
              />
            ))}
          </div>
          <IconButton label={`Remove address ${index + 1}`} onClick={() => onChange(addresses.filter((_, at) => at !== index))}>
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        variant="ghost"
        size="sm"
        className="self-start"
        icon={<Plus aria-hidden className="size-4" />}
        onClick={() => onChange([...addresses, { label: '', street: '', city: '', region: '', postal_code: '', country: '' }])}
      >
        Add address
      </Button>
    </fieldset>
  );
}
