// A lock between processes that start at the same time in one clone.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `work` while no other process holds the lock file; waits for one that does. A dead holder does not count. */
export async function withLock(file, work) {
  let told = false;
  while (!take(file)) {
    if (!told) console.error('Waiting for another Kith that is preparing this folder…');
    told = true;
    await sleep(200);
  }
  const drop = () => rmSync(file, { force: true });
  process.once('exit', drop);
  try {
    await work();
  } finally {
    process.off('exit', drop);
    drop();
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = Number(read(file));
  if (holder > 0 && !isAlive(holder)) {
    // Moved aside before it is removed: should somebody quicker have replaced it, it is put back.
    const aside = `${file}.${process.pid}`;
    try {
      renameSync(file, aside);
      const moved = Number(read(aside));
      if (moved !== holder) writeFileSync(file, String(moved), { flag: 'wx' });
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
    }
    rmSync(aside, { force: true });
  }
  return false;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
