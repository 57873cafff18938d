/** Who a clause is about: its grammatical subject, whoever reports it left aside. */
import { type Cast, type Meant, type Who, WRITER } from './cast.ts';
import { contrastIn } from './contrast.ts';
import { deniedIn } from './denied.ts';
import { refAt, type Reading, type Ref, refsIn } from './refs.ts';
import type { Token } from './text.ts';
import { ADVERB, REPORT, verbish } from './verbs.ts';

const LEAD = /^(?:and|n|but|so|also|then|plus|btw|oh|well|anyway|apparently|recently|currently|now|today|yesterday|tonight|yet|still|meanwhile|sadly|luckily|fortunately|unfortunately|actually|basically|honestly|finally|lately|originally|ps|update|fyi|news|again|later|soon|once|suddenly|secretly|maybe|perhaps|obviously|sometimes|usually|often|always|never|afterwards|both|even|only|just|right|ok|okay|yes|no|yeah|haha|lol|hmm|ah|,|;|:|-|–|—|"|“|”|'|’|•|\*|\(|>|\.|…|&|turns|out|that|neither|it|is|was|there|here|sounds|looks|seems|like|as|though|because|since|rumour|word|has|how|if|when|whenever)$/;
const PREPOSITION = /^(?:in|at|on|after|before|since|during|for|with|from|by|when|while|because|if|although|though|as|until|once|unless|last|next|this|every|despite|whenever|where|over|around|through|about|between|according)$/;
/** The writer was there, and the sentence says with whom. */
const MET = /^(?:met|saw|seen|called|texted|spoke|talked|chatted|bumped|ran|caught|visited|emailed|rang|phoned|lunch|dinner|coffee|drinks|breakfast|brunch|call|chat|meeting|zoom|walk|tea|beers?|pints?|catch-up|quick|long|nice|great|good|lovely|had|party|evening|afternoon|visit)$/;

/** Whether a reference can be what a clause is about at its head: "her" and "him" cannot. */
const canLead = (ref: Ref | null, tokens: Token[]): ref is Ref => {
  if (!ref) return false;
  if (ref.kind === 'pronoun') return !ref.possessive && !/^(?:him|her|them|me|us|hers|himself|herself|mine|theirs|myself)$/.test((tokens[ref.from] as Token).lower);
  return true;
};

export type Found = {
  /** References that are the subject together; empty when the clause has none of its own. */
  refs: Ref[];
  /** Who says so, if somebody reports it. */
  reporter: Ref | null;
  /** Token after the subject. */
  at: number;
  kind: 'own' | 'none' | 'met' | 'relative';
};

/** Finds the subject of a clause, by its form alone. */
export function subjectOf(tokens: Token[], reading: Reading, from = 0, reporter: Ref | null = null): Found {
  let at = from;
  const none = (kind: Found['kind'] = 'none'): Found => ({ refs: [], reporter, at, kind });
  if (/^(?:who|whose|whom)$/.test(tokens[at]?.lower ?? '')) return none('relative');
  const contrast = from === 0 ? contrastIn(tokens, reading) : null;
  if (contrast) return { refs: [contrast.who], reporter, at: contrast.to, kind: 'own' };
  const denied = deniedIn(tokens, reading);
  const topic = from === 0 ? broughtUp(tokens, reading) : null;
  if (topic) return { refs: [topic], reporter, at: topic.to, kind: 'own' };
  const possessor = belongsTo(tokens, denied, reading);
  if (possessor) return { refs: [possessor], reporter, at: possessor.to, kind: 'own' };
  for (let steps = 0; at < tokens.length && steps < 14; steps++) {
    const token = tokens[at] as Token;
    const left = denied.get(at) ?? (token.lower === 'not' ? denied.get(at + 1) : undefined);
    if (left) {
      at = left.to; // "not Anna but Ben speaks"
      while (/^(?:or|nor|and|,)$/.test(tokens[at]?.lower ?? '') && denied.has(at + 1)) at = denied.get(at + 1)!.to;
      continue;
    }
    const ref = refAt(tokens, at, reading);
    // "(Terrence is learning from her) and says she is merciless"
    const says = at > 0 && REPORT.test(token.lower) ? toldOf(tokens, at, reading) : null;
    if (says) return leading(tokens, says, reading, null);
    if (canLead(ref, tokens)) {
      // "Met Anna", "Mum: …"
      return leading(tokens, ref, reading, reporter);
    }
    if (MET.test(token.lower) && !/^(?:called)$/.test(tokens[at - 1]?.lower ?? '') && refsIn(tokens.slice(at + 1), reading).length > 0) {
      const later = laterSubject(tokens, at + 1, reading);
      if (!later) return none('met');
      // "call with Anna and she was saying that …"
      if (/^(?:and|&|n|,|-|–|—)$/.test(tokens[later - 1]?.lower ?? '')) {
        at = later;
        continue;
      }
    }
    if (PREPOSITION.test(token.lower) || (/^(?:last|next|this|every)$/.test(token.lower))) {
      const comma = tokens.findIndex((one, i) => i > at && one.text === ',');
      const after = comma > 0 ? refAt(tokens, Math.min(comma + 1, tokens.length - 1), reading) : null;
      if (comma > 0 && comma + 1 < tokens.length && canLead(after, tokens)) {
        at = comma + 1;
        continue;
      }
      const later = laterSubject(tokens, at + 1, reading);
      if (later !== null) {
        at = later;
        continue;
      }
      return none();
    }
    if (LEAD.test(token.lower) || notOnly(tokens, at)) {
      at++;
      continue;
    }
    // "Fun fact: she …", "Big news, Tom is …"
    const mark = tokens.findIndex((one, i) => i > at && i <= at + 4 && /^[:,]$/.test(one.text));
    if (mark > 0 && mark + 1 < tokens.length) {
      const after = refAt(tokens, mark + 1, reading);
      if (canLead(after, tokens) && verbish(tokens[after.to]) && !verbish(token)) {
        at = mark + 1;
        continue;
      }
    }
    return none();
  }
  return none();
}

/** "The house was Ben's, not Anna's", "the one who sings is Ben, not Anna", "vegan: Ben, not Anna": what it is said of stands last. */
function belongsTo(tokens: Token[], denied: Map<number, Ref>, reading: Reading): Ref | null {
  const last = [...denied.values()].at(-1);
  const comma = last ? tokens.findLastIndex((one, i) => i < last.from && one.text === ',') : -1;
  if (!last || comma < 1 || tokens[comma + 1]?.lower !== 'not') return null;
  const all = refsIn(tokens.slice(0, comma), reading);
  const ref = all.at(-1);
  const before = tokens[(ref?.from ?? 0) - 1];
  if (!ref || ref.to !== comma || ref.kind === 'thing' || !/^(?:is|was|are|were|:)$/.test(before?.text ?? '')) return null;
  // nobody else is spoken of: "Anna's boss is Ben, not Tom" is about her
  return all.length === 1 && !/^(?:it|this|that)$/.test(tokens[0]?.lower ?? '') ? ref : null;
}

/** "As for Rita, the exams …", "Back to Simeon: the ulcer …": whom the words after it are about. */
function broughtUp(tokens: Token[], reading: Reading): Ref | null {
  const words = tokens.slice(0, 3).map((token) => token.lower).join(' ');
  const at = /^(?:and )?(?:back to|as for|as to|with regard|in re)/.test(words) ? (words.startsWith('and ') ? 3 : 2) : /^(?:re|regarding|concerning|about)\b/.test(words) ? (tokens[1]?.text === ':' ? 2 : 1) : 0;
  const ref = at > 0 && at < tokens.length ? refAt(tokens, at, reading) : null;
  if (!ref || ref.kind === 'thing' || ref.kind === 'stranger' || (ref.kind === 'pronoun' && ref.possessive)) return null;
  const after = tokens[ref.to];
  const own = refAt(tokens, Math.min(ref.to + 1, tokens.length - 1), reading);
  return (after === undefined || /^[:,–—-]$/.test(after.text)) && !(canLead(own, tokens) && own.kind !== 'role') ? ref : null;
}

/** "says (that) she is": whom a report without a teller of its own is about. */
function toldOf(tokens: Token[], at: number, reading: Reading): Ref | null {
  let inner = at + 1;
  while (/^(?:that|me|us|to|how)$/.test(tokens[inner]?.lower ?? '')) inner++;
  const ref = inner < tokens.length ? refAt(tokens, inner, reading) : null;
  return canLead(ref, tokens) && (verbish(tokens[ref.to]) || (tokens[ref.to - 1] as Token).tail === 'verb') ? ref : null;
}

/** The first place after `from` where somebody does something: "…, she met" or "she moved". */
function laterSubject(tokens: Token[], from: number, reading: Reading): number | null {
  for (let i = from; i < tokens.length; i++) {
    const ref = refAt(tokens, i, reading);
    if (!ref) continue;
    const before = tokens[i - 1]?.lower ?? '';
    const governed = /^(?:with|to|for|from|at|by|of|about|met|and|than|like|saw|told|called)$/.test(before) && ref.kind !== 'pronoun';
    if (canLead(ref, tokens) && !governed && (ref.kind === 'pronoun' || verbish(tokens[ref.to]) || (tokens[ref.to - 1] as Token).tail === 'verb')) return i;
    i = Math.max(i, ref.to - 1);
  }
  return null;
}

/** "her best friend since school,": where the words that belong to a role end; `at` is the token after it. */
export function appositionEnd(tokens: Token[], at: number): number {
  if (!/^(?:since|from|at|in|of|for)$/.test(tokens[at]?.lower ?? '')) return at;
  const end = tokens.findIndex((one, i) => i > at && i <= at + 6 && /^[,).;]$/.test(one.text));
  return end > 0 && !tokens.slice(at + 1, end).some(verbish) ? end : at;
}

const notOnly = (tokens: Token[], at: number) => tokens[at]?.lower === 'not' && /^(?:only|just|merely)$/.test(tokens[at + 1]?.lower ?? '');

/** "(not only Anna) but also Ben" */
function besides(tokens: Token[], from: number, reading: Reading): Ref | null {
  let at = tokens[from]?.text === ',' ? from + 1 : from;
  if (tokens[at]?.lower !== 'but') return null;
  at++;
  if (tokens[at]?.lower === 'also') at++;
  return refAt(tokens, at, reading);
}

/** "Aditi's number he will send": who does it stands after what it is done to. */
function pastObject(tokens: Token[], ref: Ref, reading: Reading): Ref | null {
  if (ref.kind !== 'thing') return null;
  for (let i = ref.to; i < Math.min(tokens.length, ref.to + 3); i++) {
    const next = refAt(tokens, i, reading);
    if (next?.kind === 'pronoun') return canLead(next, tokens) && verbish(tokens[next.to]) ? next : null;
    if (next || verbish(tokens[i]) || !/^\p{Ll}/u.test((tokens[i] as Token).text)) return null;
  }
  return null;
}

/** "Teresa she stays", "Siri, she makes": the pronoun says the name once more. */
function saidTwice(tokens: Token[], ref: Ref, reading: Reading): Ref | null {
  if (ref.kind !== 'name' || ref.plural || (tokens[ref.to - 1] as Token).tail !== '') return null;
  const next = refAt(tokens, tokens[ref.to]?.text === ',' ? ref.to + 1 : ref.to, reading);
  if (next?.kind !== 'pronoun' || next.possessive || next.emphatic || !canLead(next, tokens) || (next.form !== 'he' && next.form !== 'she')) return null;
  return ['u', next.form === 'he' ? 'm' : 'f'].includes(ref.gender) && (verbish(tokens[next.to]) || (tokens[next.to - 1] as Token).tail === 'verb') ? next : null;
}

/** Where what stands between commas after a name ends: ", his missus,", ", some young gal from Lubbock,". `at` when nothing does. */
function pastApposition(tokens: Token[], at: number, reading: Reading, after: Ref): number {
  if (tokens[at]?.text !== ',') return at;
  if (after.kind === 'role' && after.names.length > 0 && tokens.slice(after.from, (after.names[0] as Ref).from).some((one) => one.text === ',')) return at + 1;
  const close = tokens.findIndex((one, i) => i > at && one.text === ',');
  if (close < 0 || close - at > 9) return at;
  const ref = refAt(tokens, at + 1, reading);
  const noun = ref?.kind === 'role' ? tokens[appositionEnd(tokens, ref.to)]?.text === ',' : /^(?:who|whose|the|a|an|some|\d+)$/.test(tokens[at + 1]?.lower ?? '') && ((tokens[at + 1]?.lower ?? '').startsWith('who') || !tokens.slice(at + 2, close).some(verbish));
  return noun ? close + 1 : at;
}

function leading(tokens: Token[], subject: Ref, reading: Reading, reporter: Ref | null): Found {
  const ref = pastObject(tokens, subject, reading) ?? subject;
  const refs = [ref];
  let at = (saidTwice(tokens, ref, reading) ?? ref).to;
  const second = notOnly(tokens, ref.from - 2) ? besides(tokens, at, reading) : tokens[ref.from - 1]?.lower === 'neither' && tokens[at]?.lower === 'nor' ? refAt(tokens, at + 1, reading) : null;
  if (second && second.kind !== 'thing') {
    refs.push(second);
    at = second.to;
  }
  // "Tom, her brother," and "Tom (her brother)" name one person: the second adds who he is.
  while (/^(?:and|&|\+|n|,)$/.test(tokens[at]?.lower ?? '')) {
    const next = refAt(tokens, at + 1, reading);
    const comma = tokens[at]?.text === ',';
    if (!next || next.kind === 'thing') break;
    if (next.kind === 'pronoun' && next.possessive) break;
    // "Anna and he are": one subject; "…, he is": a clause of its own
    const together = !comma && /^(?:are|were)$/.test(tokens[next.to]?.lower ?? '') && next.kind === 'pronoun' && (next.form === 'he' || next.form === 'she');
    const clause = next.kind === 'pronoun' && !together ? canLead(next, tokens) && verbish(tokens[next.to]) && refs.length === 1 && !/^(?:i|me)$/.test((tokens[next.from] as Token).lower) : false;
    if (clause) break;
    if (comma && !(next.kind === 'role' && tokens[appositionEnd(tokens, next.to)]?.text === ',') && !(next.kind === 'name' && /^(?:and|,|&)$/.test(tokens[next.to]?.lower ?? ''))) break;
    if (comma && next.kind === 'role' && next.names.length === 0) {
      at = appositionEnd(tokens, next.to) + 1; // an apposition
      continue;
    }
    // "Tom and Anna's brother": a name before a verb of its own begins a clause
    refs.push(next);
    at = next.to;
  }
  if (tokens[at]?.text === '(' ) {
    const close = tokens.findIndex((one, i) => i > at && one.text === ')');
    if (close > 0 && close - at <= 6) at = close + 1;
  }
  if (tokens[at]?.text === ',') {
    // ", who works there," and ", 34," stand between a subject and its verb
    const close = tokens.findIndex((one, i) => i > at && one.text === ',');
    if (close > 0 && /^(?:who|\d+|the|a|an)$/.test(tokens[at + 1]?.lower ?? '')) at = close + 1;
  }
  at = pastApposition(tokens, at, reading, ref);
  let verb = at;
  while (ADVERB.test(tokens[verb]?.lower ?? '') && verb < at + 4 && !REPORT.test(tokens[verb]?.lower ?? '')) verb++;
  if (reporter === null && refs.length === 1 && REPORT.test(tokens[verb]?.lower ?? '') ) {
    let inner = verb + 1;
    const to = /^(?:to|from|out)$/.test(tokens[inner]?.lower ?? '') ? 1 : 0;
    const object = refAt(tokens, Math.min(inner + to, tokens.length - 1), reading);
    const told = /^(?:told|tell|tells|telling|texted|texts)$/.test(tokens[verb]?.lower ?? '') || to === 1;
    if (object && inner + to < tokens.length && (told || !canLead(object, tokens)) && !(tokens[object.to] === undefined)) inner = object.to;
    while (/^(?:that|how|me|us|,|:|"|“|'|‘|if|whether|out|yesterday|today|on|about|apparently|because)$/.test(tokens[inner]?.lower ?? '') || isOtherDay(tokens, inner)) inner += isOtherDay(tokens, inner) ? 3 : 1;
    const next = inner < tokens.length ? refAt(tokens, inner, reading) : null;
    if (canLead(next, tokens) && (verbish(tokens[next.to]) || (tokens[next.to - 1] as Token).tail === 'verb' || /^(?:and|&)$/.test(tokens[next.to]?.lower ?? ''))) {
      const found = leading(tokens, next, reading, ref);
      return found;
    }
    const that = tokens.findIndex((one, i) => i > verb && i <= verb + 6 && one.lower === 'that');
    const far = that > 0 && that + 1 < tokens.length ? refAt(tokens, that + 1, reading) : null;
    if (canLead(far, tokens) && (verbish(tokens[far.to]) || (tokens[far.to - 1] as Token).tail === 'verb')) return leading(tokens, far, reading, ref);
    if (/^(?:is|was|are|it|there|in|at)$/.test(tokens[inner]?.lower ?? '')) return { refs, reporter, at, kind: 'own' };
  }
  const word = reporter === null && refs.length === 1 ? toSay(tokens, verb) : 0;
  const told = word ? refAt(tokens, Math.min(word, tokens.length - 1), reading) : null;
  if (canLead(told, tokens) && (verbish(tokens[told.to]) || (tokens[told.to - 1] as Token).tail === 'verb' || /^(?:and|&|,)$/.test(tokens[told.to]?.lower ?? ''))) return leading(tokens, told, reading, ref);
  return { refs, reporter, at, kind: 'own' };
}

const isOtherDay = (tokens: Token[], at: number) => tokens[at]?.lower === 'the' && tokens[at + 1]?.lower === 'other' && /^(?:day|week|night)$/.test(tokens[at + 2]?.lower ?? '');

/** "rang to say (that)", "called to let me know": where what is told begins, 0 when nothing is. */
function toSay(tokens: Token[], verb: number): number {
  if (!/^(?:rang|rings?|called|calls?|phoned|phones?|texted|texts?|wrote|writes?|emailed|messaged|pinged|came|popped|dropped|stopped|sent|left|got|got)$/.test(tokens[verb]?.lower ?? '')) return 0;
  const to = tokens.findIndex((one, i) => i > verb && i <= verb + 5 && one.lower === 'to' && /^(?:say|tell|let|announce|report|warn|inform|confirm|mention)$/.test(tokens[i + 1]?.lower ?? ''));
  if (to < 0) return 0;
  let at = to + 2;
  while (/^(?:me|us|know|that|how|everyone|everybody)$/.test(tokens[at]?.lower ?? '')) at++;
  return at;
}

/** Where a clause of its own begins inside a sentence: "Anna is a vet | and Tom is a nurse". Token indexes. */
export function clauseStarts(tokens: Token[], reading: Reading): number[] {
  const out: number[] = [];
  let depth = 0;
  const denied = [...deniedIn(tokens, reading).values()];
  const contrast = contrastIn(tokens, reading);
  const opensSubordinate = PREPOSITION.test(tokens[0]?.lower ?? '') && !/^(?:with|for|from|at|by|about)$/.test(tokens[0]?.lower ?? '');
  let subordinate = opensSubordinate;
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (contrast && i < contrast.to) continue; // one clause, about one person
    if (/^(?:who|whose)$/.test(token.lower) && depth === 0) {
      // "…, who works there" at the end of a sentence is about the one before it; between subject and verb it is part of the subject
      const before = tokens[i - 1]?.text === ',' ? i - 1 : i;
      const from = out.at(-1) ?? 0;
      const closes = tokens.findIndex((one, n) => n > i && one.text === ',');
      const owner = refsIn(tokens.slice(from, before), reading).at(-1);
      if (owner && from + owner.to === before && !(closes > 0 && tokens.slice(from, from + owner.from).every((one) => LEAD.test(one.lower)))) out.push(i);
      continue;
    }
    if (token.text === '(') depth++;
    if (token.text === ')') depth = Math.max(0, depth - 1);
    if (depth > 0) continue;
    // "Not Anna, but Ben speaks": one clause
    if (denied.some((ref) => (ref.to === i || (ref.to === i - 1 && tokens[i - 1]?.text === ',')) && !tokens.slice(out.at(-1) ?? 0, ref.from - 1).some(verbish))) continue;
    // "Not only Anna, but also Ben speaks": neither is this
    const only = i > 2 && /^(?:,|but)$/.test(token.lower) ? tokens.findIndex((_, n) => notOnly(tokens, n)) : -1;
    const first = only >= 0 ? refAt(tokens, only + 2, reading) : null;
    if (first && (first.to === i || (first.to === i - 1 && tokens[i - 1]?.text === ','))) continue;
    const mark = /^[,;–—:.!?]$/.test(token.text) || (token.text === '-' && token.start > (tokens[i - 1] as Token).end);
    const joint = /^(?:and|but|while|whereas|so|then|yet|&|n|plus|although|though)$/.test(token.lower);
    if (!mark && !joint) continue;
    let next = i + 1;
    while (/^(?:and|but|while|whereas|so|then|yet|n|,|apparently|also|now|meanwhile|plus|although|though|that)$/.test(tokens[next]?.lower ?? '')) next++;
    if (next >= tokens.length) continue;
    const ref = refAt(tokens, next, reading);
    if (joint && REPORT.test(tokens[next]?.lower ?? '') && toldOf(tokens, next, reading)) {
      out.push(i);
      i = next;
      continue;
    }
    if (!canLead(ref, tokens)) continue;
    // "Siri, she makes": one clause
    if (mark && i - (out.at(-1) ?? 0) <= 3) {
      const name = refAt(tokens, out.length > 0 && /^[,;]$|^(?:and|but|n)$/.test(tokens[out.at(-1) as number]?.lower ?? '') ? (out.at(-1) as number) + 1 : (out.at(-1) ?? 0), reading);
      if (name?.to === i && saidTwice(tokens, name, reading)?.from === ref.from) continue;
    }
    if (subordinate) {
      subordinate = false;
      continue;
    }
    let end = ref.to;
    if (/^(?:and|&)$/.test(tokens[end]?.lower ?? '')) {
      const second = refAt(tokens, Math.min(end + 1, tokens.length - 1), reading);
      if (second && second.kind !== 'thing' && second.to > end + 1) end = second.to;
    }
    end = pastApposition(tokens, end, reading, ref);
    const verb = verbish(tokens[end]) || (mark && ref.kind === 'name' && tokens[end]?.text === ':') || (tokens[end - 1] as Token).tail === 'verb' || (mark && tokens[end]?.text === '(');
    if (!verb) continue;
    // "Tom, her brother, is": an apposition is no clause
    if (token.text === ',' && ref.kind === 'role' && tokens[appositionEnd(tokens, ref.to)]?.text === ',') continue;
    if (/^(?:who|which)$/.test(tokens[end]?.lower ?? '') && joint && !mark) continue;
    // "her brother Tom and sister Ann are": a list
    if (token.lower === 'and' && (ref.kind !== 'pronoun' ? /^(?:are|were|have)$/ : /^(?:he|she)$/.test(ref.form) ? /^(?:are|were)$/ : /^$/).test(tokens[end]?.lower ?? '?') && !mark) continue;
    // "Katie and I went": what has no verb yet is no clause
    if (joint && !tokens.slice(out.at(-1) ?? 0, i).some((one, n, all) => n > 0 && (verbish(one) || (all[n - 1] as Token).tail === 'verb'))) continue;
    out.push(i);
    i = next;
  }
  return out;
}

/** Who a coordination of references means. */
export function meantTogether(cast: Cast, refs: Ref[], subject: Who[] = []): Meant {
  // "Mel and her ex": hers
  const first = refs.length > 1 ? cast.meantBy(refs[0] as Ref, subject) : null;
  const bound = first?.sure && first.who.length === 1 && first.who[0] !== WRITER ? first.who : subject;
  const all = refs.map((ref, i) => (i === 0 && first ? first : cast.meantBy(ref, bound)));
  const who = [...new Set(all.flatMap((one) => one.who))];
  const sure = all.every((one) => one.sure && one.who.length > 0);
  if (refs.length > 1 && sure) {
    if (who.includes(WRITER)) cast.group = who;
    const people = who.filter((one) => one !== WRITER);
    if (people.length > 1) cast.groupOf(people);
  }
  return { who, sure };
}
