import { contentLines } from './lines.ts';
import { parseProperty, type Property } from './properties.ts';

/** One card of a file. */
export type Card = {
  /** Line of BEGIN:VCARD. */
  at: number;
  properties: Property[];
  /** What was left out or odd, in words for the person who imports. */
  issues: string[];
};

/** More properties than this are no address book entry; the rest is left out. */
const PROPERTIES = 1000;
const CARD_BYTES = 16 * 1024 * 1024;

/** The cards of a vCard file, one at a time. A card inside another (AGENT) is passed over; text between cards too. */
export async function* readCards(content: AsyncIterable<Uint8Array>): AsyncGenerator<Card> {
  let card: Card | undefined;
  let nested = 0;
  let bytes = 0;
  for await (const line of contentLines(content)) {
    const mark = line.bytes.length < 64 ? line.bytes.toString('latin1').trim().toUpperCase() : '';
    if (/^([\w-]+\.)?BEGIN:\s*VCARD$/.test(mark)) {
      if (card && card.properties.at(-1)?.name === 'AGENT') {
        nested++;
        continue;
      }
      if (card) yield unfinished(card);
      card = { at: line.at, properties: [], issues: [] };
      bytes = 0;
      nested = 0;
    } else if (/^([\w-]+\.)?END:\s*VCARD$/.test(mark)) {
      if (nested > 0) nested--;
      else if (card) {
        yield card;
        card = undefined;
      }
    } else if (card && nested === 0) {
      bytes += line.bytes.length;
      if (line.cut) note(card, `${nameOf(line.bytes)} in line ${line.at} is too long and was left out.`);
      else if (card.properties.length >= PROPERTIES) note(card, `Only the first ${PROPERTIES} properties of this card were read.`);
      else if (bytes > CARD_BYTES) note(card, 'This card is larger than 16 MB; the rest of it was left out.');
      else {
        const property = parseProperty(line.bytes);
        if (property) card.properties.push(property);
        else note(card, `Line ${line.at} could not be read.`);
      }
    }
  }
  if (card) yield unfinished(card);
}

function unfinished(card: Card): Card {
  note(card, 'The card has no end; what stands before the next one was read.');
  return card;
}

/** A few of them say enough. */
function note(card: Card, issue: string) {
  if (card.issues.length < 5 && card.issues.at(-1) !== issue) card.issues.push(issue);
}

const nameOf = (bytes: Buffer) => /^[\w.-]{1,64}/.exec(bytes.toString('latin1'))?.[0].toUpperCase() ?? 'A property';
