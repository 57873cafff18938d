import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line to the server at `serverUrl` that can be cut (connections end, new ones are refused) and frozen (nothing passes, nothing ends). */
export async function openLine(serverUrl: string) {
  const target = new URL(serverUrl);
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
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    cut: () =>
      new Promise<void>((done) => {
        if (!server.listening) return done();
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
    mend: () => listen(port),
    freeze: () => ((frozen = true), sockets.forEach((socket) => socket.pause())),
    thaw: () => ((frozen = false), sockets.forEach((socket) => socket.resume())),
  };
}
