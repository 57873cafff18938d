import type { Ctx } from '../../platform/context.ts';
import type { Db } from '../../platform/database/database.ts';
import { type DatedNote, insertDatedNotes } from './dated.store.ts';

export type { DatedNote } from './dated.store.ts';

/** Keeps notes that were written elsewhere, dated then, without analysing them, in the caller's transaction. One statement. @returns those that are new */
export const addDatedNotes = async (tx: Db, ctx: Ctx, notes: DatedNote[]): Promise<string[]> => (notes.length ? insertDatedNotes(tx, ctx.space.id, ctx.identity.user.id, notes) : []);
