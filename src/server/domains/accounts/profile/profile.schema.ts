import { z } from 'zod';
import { trimmed } from '../../../platform/http/shapes.ts';
import { Email, Preferences, User, Username } from '../accounts.schema.ts';

const atLeastOne = (patch: object) => Object.keys(patch).length > 0;

export const ProfileAnswer = z.object({ profile: User });
export const ProfilePatch = z
  .object({ username: Username, email: Email.nullable(), full_name: trimmed(0, 255), onboarded: z.literal(true).describe('The person has been shown around') })
  .partial()
  .refine(atLeastOne, 'Send at least one field to change.');
export type ProfilePatch = z.infer<typeof ProfilePatch>;

export const PreferencesAnswer = z.object({ preferences: Preferences });
export const PreferencesPatch = z
  .object({ ...Preferences.shape, time_zone: trimmed(1, 64), language: trimmed(2, 35), locale: trimmed(2, 35), currency: trimmed(3, 3) })
  .partial()
  .refine(atLeastOne, 'Send at least one field to change.');
export type PreferencesPatch = z.infer<typeof PreferencesPatch>;
