/** Words that say who somebody is to somebody else: "her brother", "his boss". */
import type { Gender } from './names.ts';

/** What somebody is to somebody, read "who is the TYPE of of". */
export const TIE_TYPES = [
  'partner', 'ex_partner', 'parent', 'child', 'sibling', 'grandparent', 'grandchild', 'aunt_uncle', 'niece_nephew', 'cousin', 'in_law', 'step_parent', 'step_child', 'godparent', 'godchild', 'relative',
  'friend', 'neighbour', 'flatmate', 'colleague', 'manager', 'report', 'business_partner', 'mentor', 'mentee', 'teacher', 'student', 'client', 'doctor', 'landlord', 'acquaintance',
] as const;
export type TieType = (typeof TIE_TYPES)[number];

export type Role = { type: TieType; gender: Gender; plural: boolean };

/** type, gender: words. Several words stand with underscores. */
const ROLES: [TieType, Gender, string][] = [
  ['partner', 'f', 'wife wifey girlfriend gf fiancee missus bride old_lady old_dear girl_she_is_seeing'],
  ['partner', 'm', 'husband hubby boyfriend bf fiance groom fella feller bloke old_man fancy_man'],
  ['partner', 'u', 'partner spouse other_half better_half significant_other civil_partner'],
  ['ex_partner', 'f', 'ex-wife ex_wife ex-girlfriend ex_girlfriend former_wife first_wife'],
  ['ex_partner', 'm', 'ex-husband ex_husband ex-boyfriend ex_boyfriend former_husband first_husband'],
  ['ex_partner', 'u', 'ex ex-partner'],
  ['parent', 'f', 'mother mum mom mam mama mommy mummy'],
  ['parent', 'm', 'father dad daddy papa pa'],
  ['child', 'f', 'daughter girl little_girl'],
  ['child', 'm', 'son boy little_boy lad'],
  ['child', 'u', 'baby kid child toddler newborn eldest youngest oldest teenager little_one kiddo'],
  ['sibling', 'f', 'sister sis kid_sister kid_sis twin_sister half-sister stepsister'],
  ['sibling', 'm', 'brother bro kid_brother kid_bro twin_brother half-brother stepbrother'],
  ['sibling', 'u', 'sibling twin'],
  ['grandparent', 'f', 'grandmother grandma gran granny nan nana nanna nonna oma babushka abuela'],
  ['grandparent', 'm', 'grandfather grandad granddad grandpa nonno opa abuelo'],
  ['grandparent', 'u', 'grandparent'],
  ['grandchild', 'f', 'granddaughter'],
  ['grandchild', 'm', 'grandson'],
  ['grandchild', 'u', 'grandchild grandkid'],
  ['aunt_uncle', 'f', 'aunt auntie aunty'],
  ['aunt_uncle', 'm', 'uncle'],
  ['niece_nephew', 'f', 'niece'],
  ['niece_nephew', 'm', 'nephew'],
  ['cousin', 'u', 'cousin'],
  ['cousin', 'f', 'cousin_sister'],
  ['cousin', 'm', 'cousin_brother'],
  ['in_law', 'f', 'mother-in-law sister-in-law daughter-in-law mil'],
  ['in_law', 'm', 'father-in-law brother-in-law son-in-law fil'],
  ['in_law', 'u', 'in-law'],
  ['step_parent', 'f', 'stepmother stepmum stepmom'],
  ['step_parent', 'm', 'stepfather stepdad'],
  ['step_child', 'f', 'stepdaughter'],
  ['step_child', 'm', 'stepson'],
  ['godparent', 'f', 'godmother'],
  ['godparent', 'm', 'godfather'],
  ['godchild', 'f', 'goddaughter'],
  ['godchild', 'm', 'godson'],
  ['godchild', 'u', 'godchild'],
  ['relative', 'u', 'relative'],
  ['friend', 'u', 'friend best_friend mate bestie bff pal buddy best_mate schoolfriend school_friend uni_friend childhood_friend family_friend gym_buddy running_buddy drinking_buddy'],
  ['friend', 'f', 'bridesmaid maid_of_honour'],
  ['friend', 'm', 'best_man'],
  ['neighbour', 'u', 'neighbour neighbor next-door_neighbour'],
  ['flatmate', 'u', 'flatmate roommate housemate lodger'],
  ['colleague', 'u', 'colleague coworker co-worker workmate teammate desk_mate bandmate classmate predecessor successor replacement stand-in'],
  ['manager', 'u', 'boss manager supervisor line_manager team_lead'],
  ['report', 'u', 'assistant deputy intern employee apprentice pa_'],
  ['business_partner', 'u', 'business_partner co-founder cofounder'],
  ['mentor', 'u', 'mentor coach trainer sponsor'],
  ['mentee', 'u', 'mentee protege'],
  ['teacher', 'u', 'teacher tutor professor piano_teacher instructor'],
  ['student', 'u', 'student pupil'],
  ['client', 'u', 'client customer'],
  ['doctor', 'u', 'doctor gp dentist therapist physio midwife'],
  ['landlord', 'm', 'landlord'],
  ['landlord', 'f', 'landlady'],
  ['acquaintance', 'u', 'nanny babysitter au_pair cleaner childminder tenant carer lawyer accountant agent'],
];
const PLURALS: [TieType, string][] = [
  ['parent', 'parents folks'], ['child', 'kids children sons daughters boys girls twins triplets teens babies kiddos little_ones toddlers'], ['sibling', 'brothers sisters siblings'], ['grandparent', 'grandparents'],
  ['grandchild', 'grandchildren grandkids grandsons granddaughters'], ['cousin', 'cousins'], ['niece_nephew', 'nieces nephews'], ['aunt_uncle', 'aunts uncles'], ['in_law', 'in-laws inlaws'], ['relative', 'family relatives'],
  ['friend', 'friends mates pals buddies school_friends'], ['neighbour', 'neighbours neighbors'], ['flatmate', 'flatmates roommates housemates'], ['colleague', 'colleagues coworkers co-workers teammates classmates bandmates'],
  ['manager', 'bosses managers'], ['student', 'students pupils'], ['client', 'clients customers'], ['ex_partner', 'exes'], ['acquaintance', 'tenants'],
];

const roles = new Map<string, Role>();
for (const [type, gender, words] of ROLES) for (const word of words.split(' ')) roles.set(word.replaceAll('_', ' ').trim(), { type, gender, plural: false });
for (const [type, words] of PLURALS) for (const word of words.split(' ')) roles.set(word.replaceAll('_', ' '), { type, gender: 'u', plural: true });

/** The role a word or phrase (lower case, at most three words) names. */
export const roleOf = (phrase: string): Role | undefined => roles.get(phrase);

/** Words that may stand between "her" and "brother". */
export const BEFORE_ROLE = new Set(
  'lil other older younger elder big little baby late new old oldest youngest eldest middle own dear current former ex then future soon-to-be estranged only twin half best second third first two three four five both long-term good close adopted foster lovely poor awful mad crazy amazing teenage grown-up adult unborn 2 3 4 five-year-old actual real favourite favorite whole entire longtime long-distance on-off French German Italian Spanish Polish Irish'.toLowerCase().split(' '),
);
/** The same tie seen from the other end. */
const INVERSE: Partial<Record<TieType, TieType>> = {
  parent: 'child', child: 'parent', grandparent: 'grandchild', grandchild: 'grandparent', aunt_uncle: 'niece_nephew', niece_nephew: 'aunt_uncle', step_parent: 'step_child', step_child: 'step_parent', godparent: 'godchild', godchild: 'godparent',
  manager: 'report', report: 'manager', mentor: 'mentee', mentee: 'mentor', teacher: 'student', student: 'teacher',
};
export const inverseOf = (type: TieType): TieType => INVERSE[type] ?? type;
