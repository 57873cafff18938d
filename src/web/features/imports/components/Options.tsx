import { Checkbox, Input, Select } from '../../../ui/Field.tsx';

export type Values = Record<string, string | number | boolean | null>;
type Property = {
  type?: string | string[];
  title?: string;
  hint?: string;
  hidden?: boolean;
  enum?: string[];
  labels?: Record<string, string>;
  hints?: Record<string, string>;
  default?: string | number | boolean;
  minimum?: number;
  maximum?: number;
  anyOf?: { type?: string }[];
};

/** The choices of a kind of file, drawn from the schema the server gives: a list, a number, a tick or a line of text. */
export function Options({ schema, values, disabled, onChange }: { schema: Record<string, unknown>; values: Values; disabled: boolean; onChange: (changed: Values) => void }) {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Property>).filter(([, property]) => !property.hidden);
  if (properties.length === 0) return null;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {properties.map(([name, property]) => {
        const label = property.title ?? name.replaceAll('_', ' ');
        const value = values[name] ?? property.default ?? '';
        const set = (next: string | number | boolean) => onChange({ [name]: next });
        if (property.enum)
          return (
            <Select key={name} label={label} hint={property.hints?.[String(value)] ?? property.hint} value={String(value)} disabled={disabled} onChange={(event) => set(event.target.value)}>
              {property.enum.map((choice) => (
                <option key={choice} value={choice}>
                  {property.labels?.[choice] ?? choice.replaceAll('_', ' ')}
                </option>
              ))}
            </Select>
          );
        if ([property.type].flat().includes('boolean') || property.anyOf?.some((option) => option.type === 'boolean'))
          return <Checkbox key={name} label={label} hint={property.hint} checked={value === true || value === 'true'} disabled={disabled} onChange={(event) => set(event.target.checked)} />;
        if (property.type === 'integer' || property.type === 'number')
          return (
            <Input
              key={name}
              type="number"
              inputMode="numeric"
              label={label}
              hint={property.hint}
              min={property.minimum}
              max={property.maximum}
              defaultValue={Number(value)}
              disabled={disabled}
              onBlur={(event) => {
                const next = Math.min(property.maximum ?? Infinity, Math.max(property.minimum ?? -Infinity, Math.round(Number(event.target.value) || 0)));
                event.target.value = String(next);
                if (next !== Number(value)) set(next);
              }}
              onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            />
          );
        return <Input key={name} label={label} hint={property.hint} defaultValue={String(value)} disabled={disabled} onBlur={(event) => event.target.value !== String(value) && set(event.target.value)} />;
      })}
    </div>
  );
}
