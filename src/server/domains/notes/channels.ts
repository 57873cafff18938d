/** Where messages come from; a note of a day of messages has its channel as `source`. */
export const CHANNELS = ['telegram', 'whatsapp', 'signal', 'imessage', 'sms', 'email', 'pasted'] as const;
export type Channel = (typeof CHANNELS)[number];
