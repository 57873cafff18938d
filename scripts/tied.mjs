// Loaded into the server before anything else: it ends when its launcher does. Somebody who kills the launcher with
// kill -9 means Kith as a whole; without this a server would stay behind that holds the port and the data directory.
import { Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';

const fd = Number(process.env.KITH_LAUNCHER_FD);
// Worker threads and forked processes load this file too; the pipe is not theirs.
if (isMainThread && fd > 0) {
  delete process.env.KITH_LAUNCHER_FD;
  const launcher = new Socket({ fd, readable: true, writable: false });
  launcher.on('error', () => undefined);
  launcher.on('close', () => process.kill(process.pid, 'SIGKILL'));
  launcher.resume();
  launcher.unref();
}
