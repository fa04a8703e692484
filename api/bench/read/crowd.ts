import { connect, type Socket } from 'node:net';
import type { Asked } from './contestants.ts';
import type { Measure } from './load.ts';

export interface Crowd {
  connections: number;
  seconds: number;
  /**
   * Requests sent per second, independent of responses; without it each connection sends as soon as
   * it is answered.
   */
  perSecond?: number;
}

/**
 * Load generator of minimal cost: sends the same bytes over bare sockets and reads only the status
 * of responses. A full HTTP client would take processor time from the node on the same machine.
 */
export async function crowd(
  asked: Asked,
  { connections, seconds, perSecond }: Crowd,
): Promise<Measure> {
  const { hostname, port, pathname } = new URL(asked.url);
  const body = asked.body ?? '';
  const headers = {
    ...asked.headers,
    host: `${hostname}:${port}`,
    'content-length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const bytes = Buffer.from(`${asked.method} ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  const statuses = new Map<string, number>();
  const waits: number[] = [];
  const idle: Connection[] = [];
  let isOver = false;
  const told = (connection: Connection, status: string, waitedMs: number) => {
    if (isOver) return;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status === '200') waits.push(waitedMs);
    if (perSecond) idle.push(connection);
    else connection.send(bytes);
  };
  const all = Array.from(
    { length: connections },
    () => new Connection(Number(port), hostname, told),
  );
  await Promise.all(all.map(async (each) => each.isOpen));
  const from = performance.now();
  if (perSecond) idle.push(...all);
  else for (const each of all) each.send(bytes);
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((perSecond ?? 0) * (performance.now() - from)) / 1000;
    for (; sent < due && idle.length > 0; sent += 1) idle.pop()!.send(bytes);
  }, 2);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const lasted = (performance.now() - from) / 1000;
  isOver = true;
  clearInterval(timer);
  for (const each of all) each.end();
  const answered = statuses.get('200') ?? 0;
  waits.sort((left, right) => left - right);
  return {
    perSecond: answered / lasted,
    p50: Math.round(waits[Math.floor(waits.length * 0.5)] ?? 0),
    p99: Math.round(waits[Math.floor(waits.length * 0.99)] ?? 0),
    others: Object.fromEntries([...statuses].filter(([status]) => status !== '200')),
    errors: all.filter(({ isBroken }) => isBroken).length,
  };
}

type Told = (connection: Connection, status: string, waitedMs: number) => void;

/** One connection, with one request at a time. */
class Connection {
  readonly isOpen: Promise<void>;
  isBroken = false;
  private readonly socket: Socket;
  private readonly told: Told;
  private sentAt = 0;
  /** The received part of a response until its length is known. */
  private head = '';
  private missing = 0;
  private status = '';
  private isEnding = false;

  constructor(port: number, host: string, told: Told) {
    this.told = told;
    this.socket = connect({ port, host, noDelay: true });
    this.isOpen = new Promise(
      (resolve, reject) => void this.socket.once('connect', resolve).once('error', reject),
    );
    this.socket.on('data', (chunk: Buffer) => this.take(chunk));
    this.socket.on('error', () => {});
    this.socket.on('close', () => (this.isBroken ||= !this.isEnding));
  }

  send(bytes: Buffer): void {
    this.sentAt = performance.now();
    this.socket.write(bytes);
  }

  end(): void {
    this.isEnding = true;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    if (this.missing > 0) this.missing -= chunk.length;
    else {
      this.head += chunk.toString('latin1');
      const end = this.head.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.status = this.head.slice(9, 12);
      const length = /\r\ncontent-length: (\d+)/i.exec(this.head.slice(0, end + 2))?.[1];
      if (length === undefined) return this.told(this, 'an answer without a length', 0);
      this.missing = Number(length) - (this.head.length - end - 4);
      this.head = '';
    }
    if (this.missing > 0) return;
    this.missing = 0;
    this.told(this, this.status, performance.now() - this.sentAt);
  }
}
