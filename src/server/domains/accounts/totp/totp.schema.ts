import { z } from 'zod';
import { trimmed } from '../../../platform/http/shapes.ts';

export const PasswordBody = z.object({ password: z.string().min(1).max(256) });
export const CodeBody = z.object({ code: trimmed(6, 32) });
export const DisableBody = z.object({ password: z.string().min(1).max(256), code: trimmed(6, 32) });

export const TotpState = z.object({ enabled: z.boolean(), recovery_codes_left: z.int() });
/** Shown while enrolling only. */
export const TotpEnrolment = z.object({ secret: z.string(), uri: z.string(), qr_svg: z.string() });
/** Shown once. */
export const RecoveryCodes = z.object({ recovery_codes: z.array(z.string()) });
