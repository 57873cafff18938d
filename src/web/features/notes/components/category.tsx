import { Briefcase, CircleCheckBig, Flag, Heart, MessageCircle, Mountain, User, Users, type LucideIcon } from 'lucide-react';
import type { Category } from '../../../lib/types.ts';

/** How each category looks; the hues come from the token file. */
export const categoryLook: Record<Category, { icon: LucideIcon; color: string }> = {
  'Personal Details': { icon: User, color: 'var(--hue-1)' },
  Interests: { icon: Heart, color: 'var(--hue-6)' },
  Goals: { icon: Flag, color: 'var(--hue-3)' },
  Challenges: { icon: Mountain, color: 'var(--hue-5)' },
  Actionable: { icon: CircleCheckBig, color: 'var(--hue-4)' },
  Professional: { icon: Briefcase, color: 'var(--hue-2)' },
  Relationships: { icon: Users, color: 'var(--hue-7)' },
  Communication: { icon: MessageCircle, color: 'var(--hue-8)' },
};

export function CategoryLabel({ category }: { category: Category }) {
  const { icon: Icon, color } = categoryLook[category];
  return (
    <span className="inline-flex items-center gap-2" style={{ color }}>
      <Icon aria-hidden className="size-4 shrink-0" />
      {category}
    </span>
  );
}
