import { telegram } from './telegram.ts';
import { whatsapp } from './whatsapp.ts';
import { sms } from './sms.ts';
import { eml, mbox } from './mail.ts';
import { imessage } from './imessage.ts';
import { signal } from './signal.ts';

/** Every kind of file of messages; the more particular ones first. */
export const chatFormats = [telegram, sms, signal, imessage, mbox, eml, whatsapp];
