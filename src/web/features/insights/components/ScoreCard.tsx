import type { ReactNode } from 'react';
import { formatNumber } from '../../../lib/format.ts';
import type { ScorePart } from '../../../lib/types.ts';
import { Card } from '../../../ui/Card.tsx';
import { Explain } from '../../../ui/Explain.tsx';
import { Ring } from './Ring.tsx';

const words = (name: string) => name.replaceAll('_', ' ');
const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

export type ScoreCardProps = { title: string; score: number; color: string; formula: string; about: ReactNode; parts: ScorePart[]; children: ReactNode };

/** A score as a ring, in words, and part by part. */
export function ScoreCard({ title, score, color, formula, about, parts, children }: ScoreCardProps) {
  return (
    <Card
      title={title}
      actions={
        <Explain what={title.toLowerCase()}>
          <p className="font-mono text-xs">{formula}</p>
          <p className="text-muted">{about}</p>
        </Explain>
      }
    >
      <div className="flex items-center gap-4 px-4 pt-2">
        <Ring score={score} label={title} color={color} />
        <div className="flex min-w-0 flex-col gap-1 text-sm">{children}</div>
      </div>
      <ul className="flex flex-col gap-1.5 px-4 pt-3 pb-4">
        {parts.map((part) => (
          <li key={part.name} className="flex min-h-9 items-center gap-2 text-sm">
            <span className="w-31 shrink-0">
              {capital(part.name)} <span className="text-faint tabular-nums">{formatNumber(part.weight * 100)} %</span>
            </span>
            <span aria-hidden className="h-1.5 grow overflow-hidden rounded-full bg-active">
              <span className="block h-full rounded-full" style={{ width: `${part.value}%`, background: color }} />
            </span>
            <span className="w-9 shrink-0 text-right tabular-nums">{formatNumber(part.value)}</span>
            <Explain what={part.name}>
              <p>{part.explanation}</p>
              <p className="font-mono text-xs text-muted">{part.formula}</p>
              <dl className="grid grid-cols-[1fr_auto] gap-x-4 text-muted">
                {Object.entries(part.inputs).map(([name, value]) => (
                  <div key={name} className="contents">
                    <dt>{words(name)}</dt>
                    <dd className="text-right tabular-nums">{value === null ? 'none' : formatNumber(value)}</dd>
                  </div>
                ))}
              </dl>
            </Explain>
          </li>
        ))}
      </ul>
    </Card>
  );
}
