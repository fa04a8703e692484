import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Text to find in responses and its replacement; equally long, so that frames stay intact. */
export type Change = [from: string, to: string];

export interface TamperingProxy {
  readonly url: string;
  /** Number of replacements. */
  readonly changed: number;
  close(): Promise<void>;
}

/** A server with one defect: the platform, with a text replaced in its responses. */
export async function tamperingProxy(target: string, [from, to]: Change): Promise<TamperingProxy> {
  if (from.length !== to.length) throw new Error('Change a text into one of the same length.');
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let changed = 0;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => {});
      one.once('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (bytes) => {
      for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + to.length)) {
        bytes.write(to, at);
        changed += 1;
      }
      near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get changed() {
      return changed;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
