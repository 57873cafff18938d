import clsx from 'clsx';
import { useState } from 'react';
import { hueOf } from './hue.ts';

/** The first letters of the first and the last word, whole characters (emoji and accents stay intact). */
function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0] ? [...words[0]][0] : '';
  const last = words.length > 1 ? [...(words.at(-1) ?? '')][0] : '';
  return `${first ?? ''}${last ?? ''}`.toLocaleUpperCase();
}

const sizes = { sm: 'size-8 text-xs', md: 'size-10 text-sm', lg: 'size-16 text-xl' };

/** A photo, or initials on a colour that a name (or better, an id) always gets again. Decorative: the name stands beside it. */
export function Avatar({ name, seed = name, size = 'md', photo }: { name: string; seed?: string; size?: keyof typeof sizes; photo?: string | undefined }) {
  const [broken, setBroken] = useState<string>();
  if (photo && broken !== photo) return <img src={photo} alt="" aria-hidden loading="lazy" decoding="async" onError={() => setBroken(photo)} className={clsx('shrink-0 rounded-full bg-hover object-cover', sizes[size])} />;
  return (
    <span
      aria-hidden
      // Not text: a button with an avatar in it is not called by these letters.
      data-initials={initials(name)}
      style={{ '--tint-color': hueOf(seed) } as React.CSSProperties}
      className={clsx('tint inline-flex shrink-0 items-center justify-center rounded-full font-semibold select-none before:content-[attr(data-initials)]', sizes[size])}
    />
  );
}
