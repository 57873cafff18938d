import { describe, expect, test } from 'vitest';
import { contradicted } from './contradictions.ts';

const ended = (older: string, newer: string, together = false) => contradicted(newer, [older], undefined, together).length > 0;

describe('what ends nothing', () => {
  test.each([
    ['Works at Bosch', 'Yuki fired my ashtray with the good glaze.', 'who fires clay has a job'],
    ['Works at Bosch', 'Has taken up the cello at fifty', 'an age is no employer'],
    ['Works at Bosch', 'Is at war with the neighbour', 'nor is a war'],
    ['Works at the library', 'Is at home in Kiel over the summer.', 'nor a home'],
    ['Works at Bosch', 'Works at a bar on weekends.', 'a job beside the job'],
    ['Works at a bank', 'Works at Barclays.', 'which may be that bank'],
    ['Works as a nurse', 'Became a grandmother in May.', 'which is no job'],
    ['Lives in Rome', 'Left Netflix for Apple.', 'companies are no towns'],
    ['Lives in Accra', 'Lives at 12 Palm Street.', 'a street is in a town'],
    ['Single', 'Is seeing a physiotherapist twice a week.', 'which is no love'],
    ['Single', 'Is married to her job.', 'an idiom'],
    ['Drinks wine', 'Does not drink coffee.', 'which is no alcohol'],
    ['Owns a café', 'Closed the café for two weeks.', 'it opens again'],
    ['Has two dogs', 'Her dog Max died.', 'one is left'],
    ['Has a car', 'Lost the car keys.', 'keys are no car'],
    ['Drives a Mini', 'Drives a tram now.', 'at work'],
    ['Loves coffee', 'Hates cold coffee.', 'only the cold'],
    ['Goes to the gym', 'Left his phone at the gym.', 'a phone'],
    ['Studies law', 'Dropped out at kilometre 30.', 'of a race'],
    ['Lives in Leeds', 'Maybe moved to York.', 'hearsay'],
    ['Is 34', 'Route 99.', 'a number'],
    ['Works at Bosch', 'Is he still at Siemens?', 'a question'],
  ])('%s | %s: %s', (older, newer) => expect(ended(older, newer)).toBe(false));

  test('an entry of which a part still holds', () => {
    expect(ended('Lives in Leeds and works at Bosch', 'Left Bosch.')).toBe(false);
    expect(ended('Works at Bosch', 'Left Bosch.')).toBe(true);
  });
  test('what the same note says beside it, unless that tells of a change', () => {
    expect(ended('Lives in Leeds', 'Lives in York', true)).toBe(false);
    expect(ended('Lives in Leeds', 'Lives in York')).toBe(true);
    expect(ended('Lives in Leeds', 'Moved to York', true)).toBe(true);
  });
});

test.each([
  ['Works at Bosch', 'Was fired in March.'],
  ['Smokes like a chimney.', 'Colm quit smoking in Lent, again.'],
  ['Is tired and smokes again.', 'Quit smoking.'],
  ['Lives in Leeds with Anna', 'Lives in York with Anna now.'],
  ['Is dating Petra, a nurse', 'Marek and Petra split up over Christmas.'],
  ['Lives at 12 Palm Street.', 'The whole family moved to Bethesda.'],
  ['Instagram is @anna.paints', 'Instagram is now @annasmith'],
  ['Has two cats', 'No longer has a cat.'],
])('%s is over: %s', (older, newer) => expect(ended(older, newer)).toBe(true));
