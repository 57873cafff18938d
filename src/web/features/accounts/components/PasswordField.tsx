import clsx from 'clsx';
import { Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { IconButton } from '../../../ui/Button.tsx';
import { Field, inputClass } from '../../../ui/Field.tsx';
import { useStrength } from '../api/password.ts';

export type PasswordFieldProps = Omit<ComponentProps<'input'>, 'type' | 'value' | 'onChange'> & {
  label: string;
  value: string;
  onValue: (value: string) => void;
  error?: string | undefined;
  /** Shows how strong it is while it is typed, for a new password. */
  meter?: boolean;
};

const words = ['Very weak', 'Weak', 'Fair', 'Good', 'Strong'];
const colors = ['var(--danger)', 'var(--danger)', 'var(--warning)', 'var(--success)', 'var(--success)'];

export function PasswordField({ label, value, onValue, error, meter = false, ...rest }: PasswordFieldProps) {
  const [visible, setVisible] = useState(false);
  return (
    <div>
      <Field label={label} error={error}>
        {(wiring) => (
          <div className="relative">
            <input
              {...rest}
              {...wiring}
              type={visible ? 'text' : 'password'}
              autoCapitalize="off"
              autoCorrect="off"
              spellCheck={false}
              value={value}
              onChange={(event) => onValue(event.target.value)}
              className={clsx(inputClass, 'pr-12')}
            />
            <IconButton
              label={visible ? 'Hide password' : 'Show password'}
              className="absolute top-1/2 right-0.5 -translate-y-1/2"
              onClick={() => setVisible(!visible)}
            >
              {visible ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
            </IconButton>
          </div>
        )}
      </Field>
      {meter && <StrengthMeter password={value} />}
    </div>
  );
}

/** Four bars and a sentence; its height is fixed so that the form does not move while somebody types. */
function StrengthMeter({ password }: { password: string }) {
  const { data } = useStrength(password);
  const strength = password === '' ? undefined : data;
  const score = strength?.score ?? 0;
  const advice = strength && score < 3 ? (strength.warning ?? strength.suggestions[0]) : undefined;
  return (
    <div className="mt-2 min-h-11">
      <div aria-hidden className="flex gap-1">
        {[1, 2, 3, 4].map((step) => (
          <span
            key={step}
            className="h-1.5 grow rounded-full bg-active transition-colors"
            style={strength && Math.max(1, score) >= step ? { background: colors[score] } : undefined}
          />
        ))}
      </div>
      <p aria-live="polite" className="mt-1.5 text-sm text-faint">
        {strength ? (
          <>
            <span className="text-muted">{words[score]}.</span> {advice}
          </>
        ) : (
          'At least 8 characters. A few unrelated words work well.'
        )}
      </p>
    </div>
  );
}
