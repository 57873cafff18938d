/** A text as people compare it: without case, accents and width. PostgreSQL has `kith.fold` for what it compares. */
export const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
