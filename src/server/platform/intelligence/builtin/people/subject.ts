/** Who a clause is about: its grammatical subject, whoever reports it left aside. */
import { appositionEnd, pastApposition, pastObject, saidTwice } from './asides.ts';
import { type Cast, type Meant, type Who, WRITER } from './cast.ts';
import { contrastIn } from './contrast.ts';
import { deniedIn } from './denied.ts';
import { canLead, LEAD, notOnly, PREPOSITION } from './lead.ts';
import { asks, belongsTo, broughtUp, presented } from './openings.ts';
import { refAt, type Reading, type Ref, refsIn } from './refs.ts';
import { complement, pastListener, quotes, toldOf, toSay } from './reports.ts';
import type { Token } from './text.ts';
import { ADVERB, REPORT, verbish } from './verbs.ts';

/** The writer was there, and the sentence says with whom. */
const MET = /^(?:met|saw|seen|called|texted|spoke|talked|chatted|bumped|ran|caught|visited|emailed|rang|phoned|lunch|dinner|coffee|drinks|breakfast|brunch|call|chat|meeting|zoom|walk|tea|beers?|pints?|catch-up|quick|long|nice|great|good|lovely|had|party|evening|afternoon|visit)$/;

export type Found = {
  /** References that are the subject together; empty when the clause has none of its own. */
  refs: Ref[];
  /** Who says so, if somebody reports it. */
  reporter: Ref | null;
  /** Who says that the reporter said so. */
  outer?: Ref;
  /** Token after the subject. */
  at: number;
  kind: 'own' | 'none' | 'met' | 'relative';
};

/** Finds the subject of a clause, by its form alone. */
export function subjectOf(tokens: Token[], reading: Reading, from = 0, reporter: Ref | null = null): Found {
  let at = from;
  const none = (kind: Found['kind'] = 'none'): Found => ({ refs: [], reporter, at, kind });
  if (/^(?:who|whose|whom)$/.test(tokens[at]?.lower ?? '')) {
    // "(Lunch with Oliver,) who says Ben has resigned"
    const told = REPORT.test(tokens[at + 1]?.lower ?? '') ? toldOf(tokens, at + 1, reading) : null;
    return told ? leading(tokens, told, reading, null) : none('relative');
  }
  const contrast = from === 0 ? contrastIn(tokens, reading) : null;
  if (contrast) return { refs: [contrast.who], reporter, at: contrast.to, kind: 'own' };
  const denied = deniedIn(tokens, reading);
  const topic = from === 0 ? broughtUp(tokens, reading) : null;
  if (topic) return { refs: [topic], reporter, at: topic.to, kind: 'own' };
  const possessor = belongsTo(tokens, denied, reading) ?? (from === 0 ? presented(tokens, reading) : null);
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
    if (asks(tokens, at, reading)) {
      at++;
      continue;
    }
    // "(Terrence is learning from her) and says she is merciless"
    const says = REPORT.test(token.lower) ? toldOf(tokens, at, reading) : null;
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

/** "(not only Anna) but also Ben" */
function besides(tokens: Token[], from: number, reading: Reading): Ref | null {
  let at = tokens[from]?.text === ',' ? from + 1 : from;
  if (tokens[at]?.lower !== 'but') return null;
  at++;
  if (tokens[at]?.lower === 'also') at++;
  return refAt(tokens, at, reading);
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
    if (close > 0 && /^(?:who|whom|whose|\d+|the|a|an)$/.test(tokens[at + 1]?.lower ?? '')) at = close + 1;
  }
  at = pastApposition(tokens, at, reading, ref);
  let verb = at;
  while (ADVERB.test(tokens[verb]?.lower ?? '') && verb < at + 4 && !REPORT.test(tokens[verb]?.lower ?? '')) verb++;
  if (reporter === null && refs.length === 1 && (REPORT.test(tokens[verb]?.lower ?? '') || quotes(tokens, verb))) {
    let inner = verb + 1;
    const to = /^(?:to|from|out)$/.test(tokens[inner]?.lower ?? '') ? 1 : 0;
    const object = refAt(tokens, Math.min(inner + to, tokens.length - 1), reading);
    const told = /^(?:told|tell|tells|telling|texted|texts)$/.test(tokens[verb]?.lower ?? '') || to === 1;
    if (object && inner + to < tokens.length && (told || !canLead(object, tokens)) && !(tokens[object.to] === undefined)) inner = object.to;
    while (/^(?:that|how|me|us|,|:|"|“|'|‘|if|whether|out|yesterday|today|on|about|apparently|because)$/.test(tokens[inner]?.lower ?? '')) inner++;
    const next = inner < tokens.length ? refAt(tokens, inner, reading) : null;
    if (canLead(next, tokens) && (verbish(tokens[next.to]) || (tokens[next.to - 1] as Token).tail === 'verb' || /^(?:and|&)$/.test(tokens[next.to]?.lower ?? ''))) {
      const found = leading(tokens, next, reading, ref);
      return found;
    }
    const far = complement(tokens, verb, reading);
    if (far) return leading(tokens, far, reading, ref);
    if (/^(?:is|was|are|it|there|in|at)$/.test(tokens[inner]?.lower ?? '')) return { refs, reporter, at, kind: 'own' };
  }
  // "Maureen says Noreen told her that Declan has"
  if (reporter !== null && reporter.kind !== 'thing' && refs.length === 1 && ref.kind === 'name' && REPORT.test(tokens[verb]?.lower ?? '')) {
    const said = pastListener(tokens, verb, reading);
    if (said) return { ...leading(tokens, said, reading, ref), outer: reporter };
  }
  const far = reporter === null && refs.length === 1 && ref.kind !== 'thing' ? complement(tokens, at, reading) : null;
  if (far) return leading(tokens, far, reading, ref);
  const word = reporter === null && refs.length === 1 ? toSay(tokens, verb) : 0;
  const told = word ? refAt(tokens, Math.min(word, tokens.length - 1), reading) : null;
  if (canLead(told, tokens) && (verbish(tokens[told.to]) || (tokens[told.to - 1] as Token).tail === 'verb' || /^(?:and|&|,)$/.test(tokens[told.to]?.lower ?? ''))) return leading(tokens, told, reading, ref);
  return { refs, reporter, at, kind: 'own' };
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
