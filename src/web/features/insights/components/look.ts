import type { Category, ContactHealth } from '../../../lib/types.ts';

type Band = ContactHealth['band'];

/** How each band of health is called and looks. */
export const bandLook: Record<Band, { label: string; color: string }> = {
  strong: { label: 'Strong', color: 'var(--success)' },
  good: { label: 'Good', color: 'var(--hue-2)' },
  fair: { label: 'Fair', color: 'var(--warning)' },
  weak: { label: 'Weak', color: 'var(--danger)' },
  none: { label: 'No data', color: 'var(--control)' },
};

/** The band of a score of somebody about whom something is known. */
export const bandOfScore = (score: number): Band => (score >= 80 ? 'strong' : score >= 60 ? 'good' : score >= 40 ? 'fair' : 'weak');

/** The same hues as the categories have beside entries. */
export const categoryColor: Record<Category, string> = {
  'Personal Details': 'var(--hue-1)',
  Interests: 'var(--hue-6)',
  Goals: 'var(--hue-3)',
  Challenges: 'var(--hue-5)',
  Actionable: 'var(--hue-4)',
  Professional: 'var(--hue-2)',
  Relationships: 'var(--hue-7)',
  Communication: 'var(--hue-8)',
};
