import type { Ctx } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/database.ts';
import { selectMergedPeople } from './merge.store.ts';

/** People who are somebody else now, for files that still name them as they were: their old id and card, and who they are. */
export const mergedInto = (db: Db, ctx: Ctx): Promise<{ id: string; contact_id: string; vcard_uid: string | null }[]> => selectMergedPeople(db, ctx.space.id);
