/** Everybody a note speaks of, and who a name, a role or a pronoun means at a place of the text. */
import { goesOn, tellsOfSelf } from './again.ts';
import type { Gender } from './names.ts';
import { PERSON, type Who, WRITER } from './persons.ts';
import type { NameRef, PronounRef, Ref, RoleRef, StrangerRef } from './refs.ts';
import { nameParts, type Roster } from './roster.ts';
import { familyNamed, genderFor, idsOf, maybePerson, namesake, otherNamed, titledPerson, whoIsNamed } from './same.ts';
import { listOf, oneOfPair, ofTwo, themBoth } from './several.ts';
import { fold } from './text.ts';
import { inverseOf, type TieType } from './ties.ts';

export { PERSON, WRITER, type Who };

export type Entity = {
  /** As it can be shown: "Tom Reed", "her brother", "the Smiths". */
  name: string;
  words: string[];
  /** Who in Kith it may be: one is sure, several are to be asked about, none is not known yet. */
  contact_ids: string[];
  gender: Gender | 'p';
  plural: boolean;
  members: Who[];
  /** Which of these it is nobody can say. */
  either: Who[];
  /** Who they are to somebody else, when the note says so. */
  tie: { of: Who; type: TieType; word: string } | null;
  named: boolean;
  /** The clause it was last spoken of in. */
  last: number;
};
export type Tie = { of: Who; who: Who; type: TieType; word: string; from: number; to: number };

/** Clauses after which somebody who is not the topic is no longer meant by a pronoun. */
const MEMORY = 5;

/** What was said just before. `who` is empty when nobody could be made out. */
export type Topic = { who: Who[]; sure: boolean; clause: number };
export type Meant = { who: Who[]; sure: boolean };

export class Cast {
  readonly all: Entity[] = [];
  readonly ties: Tie[] = [];
  readonly roster: Roster;
  clause = 0;
  /** The tokens references point into, and where their sentence begins in the note. */
  tokens: readonly { start: number; end: number; lower: string }[] = [];
  offset = 0;
  /** Whoever was spoken of last. */
  latest: Who | null = null;
  /** Whether the clause begins a line of the note. */
  lineStart = true;
  /** Whether the writer speaks of themselves anywhere: then "Mum" may be theirs. */
  firstPerson = false;
  topic: Topic = { who: [], sure: false, clause: -9 };
  /** Who "I" and "you" are, and "we" with them; an unknown speaker is empty. */
  speaker: Who[] = [WRITER];
  hearer: Who[] = [];
  group: Who[] | null = null;
  /** People who were named together, in order. */
  readonly lists: { who: Who[]; clause: number }[] = [];
  /** Two people the last sentence was about. */
  pair: { who: Who[]; clause: number } | null = null;
  /** Whoever was told of with "their" last, alone. */
  theirs: Who | null = null;
  /** Whether this sentence has a "he" and a "she". */
  parallel = false;
  /** Whoever told something last. */
  reported: { who: Who; clause: number } | null = null;
  /** The last clause that was about the note's person alone. */
  personTold = -9;
  /** The first clause of this sentence. */
  sentence = 0;
  /** Pronouns of which gender the note uses at all. */
  readonly uses: { m: boolean; f: boolean };
  /** Who "the other Anna" was, by clause and name: asked twice, it must be the same. */
  private readonly others = new Map<string, Who>();
  private fixed: boolean;

  constructor(roster: Roster, uses: { m: boolean; f: boolean }) {
    this.roster = roster;
    this.uses = uses;
    this.fixed = Boolean(roster.person.pronouns);
    const blank = { words: [], plural: false, members: [], either: [], tie: null, named: true, last: -99 };
    this.all.push({ ...blank, name: roster.person.full_name, contact_ids: [roster.person.id], gender: roster.personGender });
    this.all.push({ ...blank, name: '', contact_ids: [], gender: 'u' });
  }

  entity = (who: Who): Entity => this.all[who] as Entity;
  private add(entity: Partial<Entity> & { name: string }): Who {
    this.latest = this.all.length;
    return this.all.push({ words: [], contact_ids: [], gender: 'u', plural: false, members: [], either: [], tie: null, named: false, last: this.clause, ...entity }) - 1;
  }
  private seen(who: Who): Who {
    if (who !== WRITER) {
      this.entity(who).last = this.clause;
      this.latest = who;
    }
    return who;
  }

  /** Somebody by name. `notPerson`: the text itself says it is somebody else ("her colleague Anna"). */
  byName(ref: Pick<NameRef, 'words' | 'titled' | 'gender' | 'plural' | 'other' | 'title'>, notPerson = false): Who {
    const { words } = ref;
    if (ref.other) {
      const key = `${this.clause} ${words.join(' ')}`;
      const who = this.others.get(key) ?? otherNamed(this, ref);
      this.others.set(key, who);
      return this.seen(who);
    }
    if (!ref.plural && !notPerson && this.roster.isPerson(words) && !(ref.titled && words.length === 1)) return this.seen(namesake(this, words) ?? PERSON);
    const own = fold(this.roster.person.full_name).split(' ');
    // "Sister Philomena" of Sister Philomena Burns
    if (ref.titled && words.length === 1 && !notPerson && own[0] !== nameParts(this.roster.person.full_name)[0] && nameParts(this.roster.person.full_name)[0] === fold(words[0] as string)) return this.seen(PERSON);
    const called = ref.titled && !notPerson ? titledPerson(this, ref) : null;
    if (called !== null) return this.seen(called);
    const personGender = this.entity(PERSON).gender;
    if (ref.titled && words.length === 1 && own.length > 1 && own.at(-1) === fold(words[0] as string) && (ref.gender === 'u' || ref.gender === personGender || (personGender === 'u' && this.all.length === 2))) return this.seen(PERSON);
    const ids = ref.plural ? [] : idsOf(this.roster, ref);
    if (!ref.plural && ids.length === 1 && ids[0] === this.roster.person.id) return this.seen(PERSON);
    const old = (ids.length === 0 && !ref.plural && !ref.titled && !notPerson ? maybePerson(this, words) : null) ?? whoIsNamed(this, ref, ids);
    if (old !== null) {
      const one = this.entity(old);
      if (words.length > one.words.length) {
        one.words = words;
        one.name = words.join(' ');
        one.contact_ids = ids;
      }
      return this.seen(old);
    }
    return this.newcomer({ ...ref, gender: genderFor(this.roster, ref, ids) }, ids);
  }

  /** Somebody the note had not named before. */
  newcomer({ words, plural, gender }: Pick<NameRef, 'words' | 'plural' | 'gender'>, contact_ids: string[]): Who {
    return this.add({ name: plural ? `the ${words.join(' ')}s` : words.join(' '), words, contact_ids, gender, plural, named: true });
  }
  /** Somebody of whom it cannot be said which of these they are. */
  oneOf(either: Who[], words: string[]): Who {
    const contact_ids = [...new Set(either.flatMap((who) => this.entity(who).contact_ids))];
    return this.add({ name: words.join(' '), words, contact_ids, either, gender: this.entity(either[0] ?? WRITER).gender, named: true });
  }
  /** "The vet": nobody knows who. */
  stranger(ref: Pick<StrangerRef, 'word' | 'gender' | 'role'>, owner: Who | null): Who {
    const tie = owner !== null && ref.role ? { of: owner, type: ref.role.type, word: ref.word } : null;
    const old = this.all.findLastIndex((one, i) => i > WRITER && !one.named && one.name === `the ${ref.word}`);
    return old > 0 && tie === null ? this.seen(old) : this.add({ name: tie ? `${owner === PERSON ? 'their' : `${this.entity(owner as Who).name}’s`} ${ref.word}` : `the ${ref.word}`, gender: ref.gender, plural: ref.role?.plural ?? false, tie });
  }

  /** Somebody by what they are to somebody: "her brother (Tom)". */
  byRole(ref: RoleRef, subject: Who[] = []): Meant {
    const before = ref.of === null && ref.names.length === 0 ? this.mentioned(ref) : null;
    if (before !== null) return { who: [this.seen(before)], sure: true };
    const owner = ref.of ? this.meantBy(ref.of, subject) : this.impliedOwner(ref, subject);
    const of = owner.who.length === 1 && owner.sure ? (owner.who[0] as Who) : null;
    const { role, word } = ref;
    if (ref.names.length > 0) {
      const whos = ref.names.map((name) => {
        const who = this.byName({ ...name, gender: role.gender === 'u' ? name.gender : role.gender }, of === PERSON && ref.of !== null);
        const one = this.entity(who);
        if (who > WRITER && role.gender !== 'u') one.gender = role.gender;
        if (of !== null && of !== who) {
          if (who > WRITER) one.tie ??= { of, type: role.type, word };
          this.tie({ of, who, type: role.type, word, from: this.offset + (this.tokens[ref.from]?.start ?? 0), to: this.offset + (this.tokens[ref.to - 1]?.end ?? 0) });
        }
        return who;
      });
      const unnamed = of === null ? -1 : this.all.findIndex((one, i) => i > 1 && !one.named && one.tie?.of === of && one.tie.type === role.type && one.tie.word === word);
      if (unnamed > 0 && whos.length === 1) this.entity(unnamed).last = -99;
      return { who: whos.length > 1 ? [this.groupOf(whos)] : whos, sure: true };
    }
    if (of === null) {
      // "Her brother" without knowing who she is: somebody, but nobody can say whose.
      return { who: [this.add({ name: word, gender: role.gender, plural: role.plural, tie: null })], sure: false };
    }
    const old = this.all.findIndex((one, i) => i > 1 && one.tie?.of === of && one.tie.type === role.type && one.plural === role.plural && (one.tie.word === word || one.gender === role.gender) && this.clause - one.last <= 30);
    if (old > 0) return { who: [this.seen(old)], sure: true };
    // "the whole family" is theirs, "her family" may be her parents'
    const possessor = of === PERSON && word === 'family' && ref.of === null ? 'their' : of === PERSON ? { f: 'her', m: 'his', u: 'their', p: 'their' }[this.entity(PERSON).gender] : of === WRITER ? 'my' : `${this.entity(of).name}’s`;
    return { who: [this.add({ name: `${possessor} ${word}`, gender: role.gender, plural: role.plural, tie: { of, type: role.type, word } })], sure: true };
  }

  /** "(Nora is with her daughter.) The daughter": whoever was called so just before, when it was one. */
  private mentioned(ref: RoleRef): Who | null {
    const found = this.all.map((_, i) => i).filter((i) => i > WRITER && !this.entity(i).named && this.entity(i).tie?.word === ref.word && this.clause - this.entity(i).last <= MEMORY);
    return found.length === 1 ? (found[0] as Who) : null;
  }

  /** Whose "the husband", "Brother Tom" or "Mum" is. */
  private impliedOwner(ref: RoleRef, subject: Who[]): Meant {
    const [speaker] = this.speaker;
    if (speaker !== undefined && speaker !== WRITER) return { who: [speaker], sure: true };
    // "(His son Arjun lives there) with wife Divya": rather the son's
    if (subject.length === 1 && (subject[0] as Who) > WRITER) return { who: subject, sure: false };
    if (this.firstPerson && ref.role.type === 'parent' && /^(?:mum|mom|dad|mam|mama|mummy|mommy|daddy|papa|pa)$/.test(ref.word)) return { who: [], sure: false };
    const [one] = this.topic.who;
    // "Mum came, Dad didn't"
    const beside = one !== undefined && this.entity(one).tie?.of === PERSON && this.entity(one).tie?.type === ref.role.type;
    if (one === undefined || one === PERSON || beside || this.lineStart || this.topic.clause < this.clause - 2 || (!this.entity(one).named && this.entity(one).tie?.of === PERSON)) return { who: [PERSON], sure: true };
    return { who: [one], sure: false };
  }

  /** Several people at once. */
  groupOf(members: Who[]): Who {
    const flat = [...new Set(members.flatMap((who) => (this.entity(who).members.length > 0 ? this.entity(who).members : [who])))];
    const old = this.all.findIndex((one) => one.members.length === flat.length && flat.every((who) => one.members.includes(who)));
    for (const who of flat) this.seen(who);
    return old > 0 ? this.seen(old) : this.add({ name: flat.map((who) => this.entity(who).name).join(' and '), plural: true, members: flat });
  }

  /** Who a reference means here; `sure` is false when it may be somebody else. `subject`: who does it in this clause. */
  meantBy(ref: Ref, subject: Who[] = []): Meant {
    if (ref.kind === 'name') {
      const family = ref.plural ? familyNamed(this, ref) : null;
      return { who: [family ? this.groupOf(family) : this.byName(ref)], sure: true };
    }
    if (ref.kind === 'role') return this.byRole(ref, subject);
    if (ref.kind === 'stranger') return { who: [this.stranger(ref, subject.length === 1 && subject[0] !== WRITER ? (subject[0] as Who) : null)], sure: true };
    if (ref.kind === 'thing') return ref.of ? this.meantBy(ref.of, subject) : { who: [PERSON], sure: true };
    return this.pronoun(ref, subject);
  }

  private pronoun(ref: PronounRef, subject: Who[]): Meant {
    if (ref.form === 'i') return { who: this.speaker, sure: this.speaker.length === 1 };
    if (ref.form === 'you') return { who: this.hearer, sure: this.hearer.length === 1 };
    if (ref.form === 'we') {
      if (this.group) return { who: this.group, sure: true };
      if (this.speaker[0] !== WRITER) return { who: this.speaker, sure: this.speaker.length === 1 };
      return { who: [WRITER, PERSON], sure: true };
    }
    if (ref.form === 'former' || ref.form === 'latter') return ofTwo(this, ref.form);
    // "beside herself"
    if (subject.length > 0 && /sel(?:f|ves)$/.test(this.tokens[ref.from]?.lower ?? '')) return { who: subject, sure: true };
    if (ref.form === 'they') return this.they(ref, subject);
    return this.heOrShe(ref.form === 'he' ? 'm' : 'f', ref, subject);
  }

  private they(ref: PronounRef, subject: Who[]): Meant {
    const list = ref.count === undefined ? null : listOf(this, ref.count);
    if (list) return { who: [this.groupOf(list)], sure: true };
    const plurals = this.all.map((one, i) => ({ one, i })).filter(({ one }) => one.plural && this.clause - one.last <= 3);
    if (ref.possessive && subject.length === 1 && (this.entity(subject[0] as Who).plural || this.entity(subject[0] as Who).gender === 'p')) return { who: subject, sure: true };
    const singles = this.all.map((_, i) => i).filter((i) => this.entity(i).gender === 'p' && !this.entity(i).plural && (i === PERSON || this.clause - this.entity(i).last <= MEMORY));
    const single = singles.length > 0;
    if (plurals.length === 0) {
      const lately = single ? null : this.lists.findLast(({ clause }) => clause >= this.clause - 2);
      if (lately && listOf(this, lately.who.length) === lately.who && !ref.possessive) return { who: [this.groupOf(lately.who)], sure: true };
      // "(His wife Margaret teaches.) They have no children": the two of them
      const [topic] = this.topic.who;
      if (!single && !ref.possessive && topic !== undefined && this.topic.who.length === 1 && this.topic.sure && topic > WRITER && this.entity(topic).tie?.of === PERSON && this.entity(topic).tie?.type === 'partner' && this.clause - this.topic.clause <= 1) return { who: [this.groupOf([PERSON, topic])], sure: true };
      return singles.length === 1 ? { who: [this.seen(singles[0] as Who)], sure: true } : { who: singles, sure: false };
    }
    // "Sam's doing their PhD. They're dreading it": nobody else has been spoken of since
    const { theirs } = this;
    if (theirs !== null && ref.count === undefined && singles.length === 1 && this.topic.sure && this.topic.who.length === 1 && this.topic.who[0] === theirs && plurals.every(({ one }) => one.last < this.entity(theirs).last)) return { who: [this.seen(theirs)], sure: true };
    const latest = plurals.reduce((best, each) => (each.one.last >= best.one.last ? each : best));
    const rivals = plurals.filter(({ one, i }) => i !== latest.i && one.last === latest.one.last && !latest.one.members.includes(i));
    return { who: [this.seen(latest.i)], sure: rivals.length === 0 && !single };
  }

  private heOrShe(gender: 'm' | 'f', ref: PronounRef, subject: Who[]): Meant {
    const fits = (who: Who) => !this.entity(who).plural && (this.entity(who).gender === gender || this.entity(who).gender === 'u');
    const sure = (who: Who) => this.entity(who).gender === gender;
    const settle = (who: Who): Meant => {
      if (this.entity(who).gender === 'u') this.entity(who).gender = gender;
      return { who: [this.seen(who)], sure: true };
    };
    const [doer] = subject;
    if (subject.length === 1 && doer !== undefined && doer !== WRITER && ref.possessive && fits(doer)) return settle(doer);
    const other = this.pair !== null && this.topic.who.length === 1 && !this.pair.who.includes(this.topic.who[0] as Who);
    const told = tellsOfSelf(this, ref, gender) ?? (other ? goesOn(this, gender, subject) : null) ?? (ref.possessive ? null : oneOfPair(this, gender)) ?? goesOn(this, gender, subject);
    if (told !== null && !(subject.includes(told) && !ref.possessive)) return settle(told);
    const vague = (who: Who) => this.entity(who).gender === 'u' && !this.entity(who).named && (sure(PERSON) || this.topic.who.some((one) => one > WRITER && this.entity(one).named && sure(one))) && !(this.topic.who[0] === who && this.entity(who).tie === null);
    const both = ref.possessive ? themBoth(this) : [];
    const others = this.all.map((_, i) => i).filter((i) => i > WRITER && !both.includes(i) && fits(i) && !vague(i) && this.clause - this.entity(i).last <= MEMORY && (ref.possessive || !subject.includes(i)));
    const person = fits(PERSON) && (ref.possessive || !subject.includes(PERSON));
    if (!person) {
      if (others.length === 1) return settle(others[0] as Who);
      if (others.length === 0) {
        const other = gender === 'm' ? this.uses.f : this.uses.m;
        // A name can mislead: "Andrea … he". The note knows better, when it never says otherwise.
        if (!this.fixed && !other && this.entity(PERSON).gender !== 'p' && !subject.includes(PERSON) && this.all.length === 2) {
          this.entity(PERSON).gender = gender;
          return { who: [this.seen(PERSON)], sure: true };
        }
        return { who: [], sure: false };
      }
      return this.amongOthers(others, settle);
    }
    if (others.length === 0) return settle(PERSON);
    const [topic] = this.topic.who;
    const near = others.filter((who) => this.clause - this.entity(who).last <= 1);
    if (this.topic.who.length === 1 && topic === PERSON && this.topic.sure) {
      if (near.length === 0) return settle(PERSON);
      return { who: [PERSON, ...near], sure: false };
    }
    if (this.topic.who.length === 1 && topic !== undefined && others.includes(topic) && this.topic.sure) return { who: [PERSON, topic], sure: false };
    // "(Debbie is on a diet.) Her husband Wayne lost his job. She takes two sugars": nobody else who can be she was spoken of since
    if (this.topic.sure && this.personTold >= this.clause - 3 && this.entity(PERSON).last >= this.clause - 1 && others.every((who) => this.entity(who).last < this.personTold)) return settle(PERSON);
    return { who: [PERSON, ...others], sure: false };
  }

  mayBe = (who: Who, gender: 'm' | 'f'): boolean => this.entity(who).gender === gender || this.entity(who).gender === 'u';

  private amongOthers(others: Who[], settle: (who: Who) => Meant): Meant {
    const [topic] = this.topic.who;
    const near = others.filter((who) => this.clause - this.entity(who).last <= 1);
    if (topic !== undefined && this.topic.who.length === 1 && this.topic.sure && others.includes(topic) && near.every((who) => who === topic)) return settle(topic);
    if (near.length === 1 && others.every((who) => who === near[0] || this.clause - this.entity(who).last > 2)) return settle(near[0] as Who);
    return { who: others, sure: false };
  }

  /** Notes that somebody is something to somebody; seen from the note's person when they are part of it. */
  tie(tie: Tie): void {
    const turned = tie.who === PERSON ? { ...tie, of: tie.who, who: tie.of, type: inverseOf(tie.type) } : tie;
    if (turned.of === turned.who) return;
    if (!this.ties.some((old) => old.of === turned.of && old.who === turned.who && old.type === turned.type)) this.ties.push(turned);
  }
}
