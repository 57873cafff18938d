import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line to a database that can be cut (connections end, new ones are refused) and frozen (nothing passes, nothing ends). */
export async function openLine(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let frozen = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => (sockets.delete(socket), near.destroy(), far.destroy()));
    }
    near.pipe(far).pipe(near);
    if (frozen) for (const socket of [near, far]) socket.pause();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    cut: () => (server.close(), sockets.forEach((socket) => socket.destroy())),
    mend: () => new Promise<void>((done) => server.listen(port, '127.0.0.1', done)),
    freeze: () => ((frozen = true), sockets.forEach((socket) => socket.pause())),
    thaw: () => ((frozen = false), sockets.forEach((socket) => socket.resume())),
  };
}
