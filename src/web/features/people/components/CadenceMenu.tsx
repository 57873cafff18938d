import { AlarmClockOff, BellOff, Pencil } from 'lucide-react';
import type { Contact } from '../../../lib/types.ts';
import { MenuItem, MenuLabel, MenuRadio, MenuSeparator } from '../../../ui/Menu.tsx';
import { cadenceName, cadences, snoozes } from './cadence.ts';

type Props = { contact: Contact; onSet: (weeks: number | null) => void; onChoose: () => void; onPutOff: (days: number | null) => void };

/** How often to be in touch, or later once: the inside of a menu. */
export function CadenceMenu({ contact: { cadence_weeks: weeks, snoozed_until }, onSet, onChoose, onPutOff }: Props) {
  return (
    <>
      <MenuRadio
        label="Be in touch"
        value={String(weeks ?? '')}
        onChange={(value) => onSet(Number(value))}
        options={[...new Set([...cadences, ...(weeks ? [weeks] : [])])].toSorted((a, b) => a - b).map((value) => ({ value: String(value), label: cadenceName(value) }))}
      />
      <MenuItem icon={<Pencil aria-hidden />} onSelect={onChoose}>
        Every … weeks
      </MenuItem>
      {weeks && (
        <>
          <MenuItem icon={<BellOff aria-hidden />} onSelect={() => onSet(null)}>
            No reminder
          </MenuItem>
          <MenuSeparator />
          <MenuLabel>Put off</MenuLabel>
          {snoozes.map(([days, label]) => (
            <MenuItem key={days} onSelect={() => onPutOff(days)}>
              {label}
            </MenuItem>
          ))}
          {snoozed_until && (
            <MenuItem icon={<AlarmClockOff aria-hidden />} onSelect={() => onPutOff(null)}>
              No longer
            </MenuItem>
          )}
        </>
      )}
    </>
  );
}
