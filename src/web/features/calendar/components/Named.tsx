import { useQueries } from '@tanstack/react-query';
import clsx from 'clsx';
import { useState } from 'react';
import { findPeopleQuery, goesBy } from '../../../lib/people.ts';
import type { ContactSummary, PersonRef } from '../../../lib/types.ts';

const NAME = String.raw`\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’-]+)?`;
const AND = String.raw`(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)`;
const MOST = 5;

/** Whom a title names: "Lunch with Anna and Tom Berg". */
function namesIn(title: string): string[] {
  const list = new RegExp(String.raw`\b(?:with|and)\s+(${NAME}(?:${AND}${NAME})*)`, 'u').exec(title)?.[1];
  return list ? [...new Set(list.split(new RegExp(AND, 'u')))].slice(0, MOST) : [];
}

type Asked = { name: string; people: ContactSummary[] };
export type Named = { people: PersonRef[]; unclear: Asked[]; fetching: boolean; chosen: Record<string, string>; choose: (name: string, id: string) => void };

/** The people a title names. Of several who go by one name it is the one that was chosen, if any. */
export function useNamed(title: string): Named {
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const names = namesIn(title);
  if (names.length === 0 && Object.keys(chosen).length > 0) setChosen({});
  const answers = useQueries({ queries: names.map((name) => findPeopleQuery(name)) });
  // The search also finds by company.
  const asked = names.map((name, at) => ({ name, people: (answers[at]?.data ?? []).filter((person) => goesBy(person, name)) }));
  const settled = asked.filter((_, at) => !answers[at]!.isPlaceholderData);
  const people = settled.flatMap(({ name, people: found }) => (found.length === 1 ? found : found.filter((person) => person.id === chosen[name])));
  return {
    people: [...new Map(people.map(({ id, full_name }) => [id, { id, full_name }])).values()],
    unclear: settled.filter(({ people: found }) => found.length > 1),
    fetching: answers.some((answer) => answer.isFetching),
    chosen,
    choose: (name, id) => setChosen((before) => ({ ...before, [name]: before[name] === id ? '' : id })),
  };
}

/** Asks which of several people with a name is meant. */
export function WhichOne({ unclear, chosen, choose }: Named) {
  return unclear.map(({ name, people }) => (
    <div key={name} role="group" aria-label={`Which ${name}?`} className="flex basis-full flex-wrap items-center gap-1.5">
      <span className="mr-1 text-muted">Which {name}?</span>
      {people.map((person) => (
        <button
          key={person.id}
          type="button"
          aria-pressed={chosen[name] === person.id}
          onClick={() => choose(name, person.id)}
          className={clsx('min-h-8 max-w-full truncate rounded-full border px-3 coarse:min-h-11', chosen[name] === person.id ? 'border-button bg-button text-white' : 'border-line bg-card text-muted hover:bg-hover')}
        >
          {[person.full_name, person.company ?? person.city].filter(Boolean).join(', ')}
        </button>
      ))}
    </div>
  ));
}
