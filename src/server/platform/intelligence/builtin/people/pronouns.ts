/** Words that stand for somebody: which, and whether they say whose something is. */
export type PronounForm = 'he' | 'she' | 'they' | 'i' | 'we' | 'you' | 'former' | 'latter';

export const PRONOUNS: Record<string, [PronounForm, boolean]> = {
  he: ['he', false], him: ['he', false], his: ['he', true], himself: ['he', false], she: ['she', false], her: ['she', false], hers: ['she', false], herself: ['she', false],
  they: ['they', false], them: ['they', false], their: ['they', true], theirs: ['they', false], i: ['i', false], me: ['i', false], my: ['i', true], mine: ['i', false], myself: ['i', false], im: ['i', false], ive: ['i', false],
  we: ['we', false], us: ['we', false], our: ['we', true], you: ['you', false], your: ['you', true], u: ['you', false], ur: ['you', true], hes: ['he', false], shes: ['she', false], theyre: ['they', false],
};
