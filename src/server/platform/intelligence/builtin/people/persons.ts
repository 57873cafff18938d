/** Index of somebody in the cast; PERSON is who the note is about, WRITER who wrote it. */
export type Who = number;
export const PERSON: Who = 0;
export const WRITER: Who = 1;
