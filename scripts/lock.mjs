// A lock between processes that start at the same time in one clone.
import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** Takes the lock, with its holder in it from the first moment on; false when somebody has it. */
function take(file) {
  const mine = `${process.pid} ${startOf(process.pid)}`;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const holder = read(file);
  if (holder !== undefined && !isAlive(holder)) {
    // Moved aside before it is removed: should somebody quicker have replaced it, it is put back.
    const aside = `${file}.${process.pid}.aside`;
    try {
      renameSync(file, aside);
      if (read(aside) !== holder) linkSync(aside, file);
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
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether the holder still runs: a process of this number that started when the holder did. Numbers are given again. */
function isAlive(holder) {
  const [pid, started] = holder.split(' ');
  return startOf(pid) === started;
}

/** When a process started, as one word to compare; '' when there is none. As in platform/data-directory.ts, which plain Node 20 cannot load. */
function startOf(pid) {
  try {
    if (process.platform !== 'linux') return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim().replace(/\s+/g, '_');
    const stat = readFileSync(`/proc/${Number(pid)}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // after the name, which may hold spaces
    // it counts from the boot of the machine, and the same numbers come back after the next
    return fields[0] === 'Z' || fields[0] === 'X' ? '' : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return '';
  }
}
