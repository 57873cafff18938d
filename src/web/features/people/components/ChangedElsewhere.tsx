import { useEffect, useRef } from 'react';
import { fieldName, fieldText, type Merged, type PersonFormValues } from './person-form.ts';

export type Elsewhere = Pick<Merged, 'conflicts' | 'taken'> & { before: PersonFormValues; mine: PersonFormValues; theirs: PersonFormValues };

type Props = Elsewhere & { values: PersonFormValues; onChange: (values: PersonFormValues) => void };

/** Says what was saved elsewhere while somebody typed, and asks which value to keep where both changed the same field. */
export function ChangedElsewhere({ conflicts, taken, before, mine, theirs, values, onChange }: Props) {
  const box = useRef<HTMLDivElement>(null);
  // The news is at the top; whoever pressed Save may be at the bottom.
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} role="alert" tabIndex={-1} className="flex flex-col gap-3 rounded-lg border border-warning/60 bg-card px-3 py-2.5 text-sm">
      <p>
        <strong className="font-semibold">This person was changed elsewhere while you were typing.</strong>{' '}
        {conflicts.length > 0 ? 'Choose what to keep, then save again.' : 'What you typed is still here. Look it over and save again.'}
      </p>
      {conflicts.map((field) => (
        <fieldset key={field}>
          <legend className="mb-1 font-medium text-muted">{fieldName(field)}</legend>
          {(
            [
              ['Yours', mine],
              ['Theirs', theirs],
            ] as const
          ).map(([whose, side]) => (
            <label key={whose} className="flex min-h-8 cursor-pointer items-start gap-2.5 py-1 coarse:min-h-11 coarse:py-2.5">
              <input
                type="radio"
                name={`keep-${field}`}
                checked={values[field] === side[field]}
                onChange={() => onChange({ ...values, [field]: side[field] })}
                className="mt-0.5 size-4 shrink-0 accent-button"
              />
              <span className="min-w-0">
                <span className="text-muted">{whose}:</span> {fieldText(side, field)}
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      {taken.length > 0 && (
        <ul className="flex flex-col gap-1">
          {taken.map((field) => (
            <li key={field}>
              <span className="text-muted">{fieldName(field)}:</span> <del className="text-muted">{fieldText(before, field)}</del> {fieldText(theirs, field)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
