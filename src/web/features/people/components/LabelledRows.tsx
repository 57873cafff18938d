import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { dayInput } from '../../../ui/day.ts';
import { inputClass } from '../../../ui/Field.tsx';

/** One row of a repeated field: `first` is its label or kind, `second` its value. */
export type Row = { first: string; second: string };

export type LabelledRowsProps = {
  legend: string;
  rows: Row[];
  onChange: (rows: Row[]) => void;
  /** Names of the two columns and examples for them. */
  first: { label: string; options?: string[] };
  second: { label: string; type?: string; day?: true };
  add: string;
};

/** Any number of labelled values, such as emails. Empty rows are dropped by whoever saves them. */
export function LabelledRows({ legend, rows, onChange, first, second, add }: LabelledRowsProps) {
  const list = useId();
  const change = (index: number, part: Partial<Row>) => onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium text-muted">{legend}</legend>
      {first.options && (
        <datalist id={list}>
          {first.options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </datalist>
      )}
      {rows.map((row, index) => (
        <div key={index} className="flex gap-2">
          <input
            aria-label={`${legend} ${index + 1}: ${first.label}`}
            placeholder={first.label}
            list={first.options ? list : undefined}
            value={row.first}
            onChange={(event) => change(index, { first: event.target.value })}
            className={`${inputClass} w-28! shrink-0 sm:w-36!`}
          />
          <input
            aria-label={`${legend} ${index + 1}: ${second.label}`}
            placeholder={second.label}
            type={second.type ?? 'text'}
            value={row.second}
            {...(second.day ? dayInput(row.second, (text) => change(index, { second: text })) : {})}
            onChange={(event) => change(index, { second: event.target.value })}
            className={inputClass}
          />
          <IconButton label={`Remove ${legend.toLowerCase()} ${index + 1}`} onClick={() => onChange(rows.filter((_, at) => at !== index))}>
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button variant="ghost" size="sm" className="self-start" icon={<Plus aria-hidden className="size-4" />} onClick={() => onChange([...rows, { first: '', second: '' }])}>
        {add}
      </Button>
    </fieldset>
  );
}
