import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

/** A line to a server on the loopback that can lose the next answer: the request arrives, the answer does not. */
export interface LossyLine {
  readonly port: number;
  /** The next answer is lost, and its connection with it. */
  loseNextAnswer(): void;
  close(): Promise<void>;
}

export async function openLossyLine(to: number): Promise<LossyLine> {
  const open = new Set<Socket>();
  let losing = false;
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    }
    near.on('data', (data) => far.write(data));
    far.on('data', (data) => {
      if (!losing) return near.write(data);
      losing = false;
      near.destroy();
      far.destroy();
      return true;
    });
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    loseNextAnswer: () => (losing = true),
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
