import sql from 'sql-template-tag';
import type { Db } from './database.ts';

/** Runs `fn`, and when it throws takes back what it wrote: the transaction around it can go on. @param db within a transaction */
export async function revertible<T>(db: Db, fn: () => Promise<T>): Promise<T> {
  await db.query(sql`savepoint revertible`);
  try {
    return await fn();
  } catch (error) {
    await db.query(sql`rollback to savepoint revertible`).catch(() => undefined); // with the connection gone, `error` says so
    throw error;
  } finally {
    await db.query(sql`release savepoint revertible`).catch(() => undefined);
  }
}
