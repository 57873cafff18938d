/** What a claim is about, so that two can be compared: places, employers, occupations, things. Folded; '' where it is no such thing. Pure. */
import { fold } from './people/text.ts';

const NO_PLACE = /^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter|She|He|They|Spring|Summer|I|Mum|Mom|Dad)$/;
/** Towns and the like that a text names, apart by "|". What comes after "with", "from" or "because" is not where. */
export function placeOf(text: string): string {
  const where = text.split(/\s(?:with|because|from|since|for|when|while|as|until|till|after|before)\s/)[0] ?? '';
  const names = where.match(/\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)*/gu)?.filter((name) => !NO_PLACE.test(name)) ?? [];
  return names.map(fold).join('|');
}

const NO_EMPLOYER =
  /^(?:(?:him|her|my|your|one)sel(?:f|ves)|themsel\w+|him|her|me|us|them|you|it|this|that|home|night|nights|noon|midnight|day|days|dawn|weekends?|work|school|all|least|most|first|last|once|times?|full|half|free|fun|peanuts|money|cash|charity|hours?|weeks?|months?|years?|minutes?|speed|sea|large|peace|ease|heart|risk|war|odds|best|worst|hand|present|someone|somebody|people|children|kids|grown-ups|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\S*|\d+\S*)$/;
const ALONE = new Set(['hospital', 'church', 'university', 'uni', 'nasa', 'ikea']);
/** An organisation: by its name, or as "the hospital". Ages, hours, places of the day and people's homes are none. */
export function orgOf(text: string): string {
  const name = /^(?:the |a |an |her |his |their )?((?:\p{Lu}[\p{L}&'’.-]*|\d+)(?:[ ](?:\p{Lu}[\p{L}&'’.-]*|&|of|and(?= \p{Lu})))*)/u.exec(text)?.[1];
  if (name) return /^\d|['’]s?$/.test(name) || NO_PLACE.test(name) ? '' : fold(name).replace(/[.,]$/, '');
  const said = nounOf(text);
  if (said === '' || NO_EMPLOYER.test(fold(text).split(/[^\p{L}\p{N}-]/u)[0] ?? '')) return '';
  return /^(?:an?|the|her|his|their|some) /i.test(text) || ALONE.has(said) ? said : '';
}
/** Whether an organisation was named, not only described ("a bank"). */
export const isNamed = (text: string): boolean => /^(?:the |a |an |her |his |their )?\p{Lu}/u.test(text);

/** The words that carry a noun phrase, folded and without endings. */
export function nounOf(text: string): string {
  const head = text.split(/[,.;:!?()]|\s(?:and|but|because|since|for|with|at|in|on|from|when|every|after|before|again|now|any ?more|so|who|which|that|last|this|as|to|until|till|than)\s|\s(?:now|again|any ?more|lately|recently|already|too|altogether|completely)(?=$|[,.;!])/u)[0] ?? '';
  return fold(head).replace(/^(?:an?|the|her|his|their|all|any|some|really|very)\s+/, '').trim().split(/\s+/).slice(-3).map((word) => word.replace(/(?:ies)$/, 'y').replace(/(?<=..)(?:es|s)$/, '').replace(/ing$/, '')).join(' ');
}

const OCCUPATIONS = 'teacher|nurse|doctor|lawyer|baker|plumber|carpenter|engineer|designer|developer|vet|pilot|chef|cook|waiter|waitress|journalist|architect|accountant|electrician|writer|musician|actor|actress|librarian|midwife|paramedic|banker|consultant|gardener|driver|farmer|student|dentist|barista|translator|photographer|programmer|analyst|salesman|cashier|cleaner|builder|joiner|potter|florist|judge|policeman|policewoman|firefighter|soldier|manager|mechanic|tutor|secretary|receptionist|surgeon|therapist|physiotherapist|pharmacist|professor|lecturer|researcher|scientist|editor|reporter|publisher|painter|sculptor|singer|dancer|director|producer|clerk|butcher|fisherman|sailor|roofer|welder|tailor|barber|hairdresser|social worker|postman|courier|conductor|guide|broker|trader|economist|estate agent|realtor|bookseller|brewer|apprentice|intern|assistant|adviser|advisor|nanny|childminder|coach|interpreter|optician|priest|pastor|vicar|politician|diplomat|minister|scientist|biologist|chemist|physicist|psychologist|psychiatrist|radiologist|headteacher|principal|foreman|locksmith|goldsmith|upholsterer|stonemason|caretaker|janitor|security guard|bus driver|sous-chef|copywriter|illustrator|animator|product manager|lead|head|supervisor';
const OCCUPATION = new RegExp(`(?:^|[ -])(?:${OCCUPATIONS})s?(?= |$)`);
export const A_JOB = `(?:[\\p{L}-]+ ){0,2}(?:${OCCUPATIONS})`;
/** An occupation; '' for what one can be besides ("a father", "a fan"). */
export function jobOf(text: string): string {
  const head = fold(text.split(/[,.;:!?()]|\s(?:and|but|because|since|for|with|at|in|on|from|of|when|again|now|who|which|that)\s|\s(?:now|again)$/u)[0] ?? '').trim();
  return OCCUPATION.test(head) ? nounOf(text) : '';
}
const TRADES: Record<string, string> = { teaching: 'teacher', nursing: 'nurse', acting: 'actor', cooking: 'cook', writing: 'writer', consulting: 'consultant', farming: 'farmer', law: 'lawyer', medicine: 'doctor', engineering: 'engineer', journalism: 'journalist', translating: 'translator', banking: 'banker' };
export const tradeOf = (text: string): string => TRADES[text.toLowerCase()] ?? fold(text);

/** Whether a handful of words share one that counts. */
export function overlap(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [a.split(/[| ]/), b.split(/[| ]/)];
  return x.some((word) => word.length > 2 && y.includes(word));
}
/** Whether all words of `a` are among those of `b`: who has gone off jazz has gone off jazz records, not the other way round. */
export const within = (a: string, b: string): boolean => a.split(' ').every((word) => b.split(' ').includes(word));

const COUNTRIES = new Set('england scotland wales ireland uk britain germany france spain italy portugal poland sweden norway denmark finland austria switzerland belgium netherlands holland greece turkey russia ukraine romania hungary czechia usa us america canada mexico brazil argentina chile peru colombia australia china japan korea india pakistan thailand vietnam egypt morocco nigeria ghana kenya israel iceland croatia serbia bulgaria slovakia slovenia europe asia africa bavaria tuscany sicily provence cornwall yorkshire texas california florida brittany catalonia'.split(' '));
const STREET = /(?:\b(?:street|road|avenue|lane|square|place|drive|court|hill|park|str|allee|rue|via|calle|quay|row|crescent)\b|strasse$|straße$)/;
/** Whether two places are of one size: towns, countries or streets. A town and the country it may be in do not exclude each other. */
export function sameSize(a: string, b: string): boolean {
  const size = (place: string) => (STREET.test(place) ? 'street' : place.split('|').every((one) => COUNTRIES.has(one)) ? 'country' : 'town');
  return size(a) === size(b);
}
