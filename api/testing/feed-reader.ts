import { decodeAnyId } from '../../schema/ids.ts';
import { Caller } from './caller.ts';
import { until } from './until.ts';
import {
  feedCursor,
  feedPageDocument,
  FeedWatch,
  type ReceivedMessage,
  type Transport,
} from './feed-watch.ts';

export interface ReadEvent {
  eventId: string;
  requestId: string;
  version: number;
  cursor: string;
}

export interface ReaderOptions {
  /** Nodes to choose from at each connection; may change at runtime. */
  urls: () => string[];
  token: string;
  way: Transport | 'polling';
  filter?: object;
  /** Maximum duration of a connection, in milliseconds. */
  stayMsMax?: number;
}

/**
 * A feed client that loses its connection at random and reconnects to any node with the last
 * cursor.
 */
export class ReconnectingReader {
  /** Each event once, in order of arrival. */
  readonly events: ReadEvent[] = [];
  /** Repeated events, which are allowed. */
  repetitions = 0;
  readonly resets: string[] = [];
  /** Messages that report missing events before them. */
  gaps = 0;
  private readonly seen = new Set<string>();
  private cursor = '';
  private isDone = false;
  private running: Promise<void> = Promise.resolve();

  private constructor(private readonly options: ReaderOptions) {}

  /** Reads the feed's current cursor, then follows it. */
  static async start(options: ReaderOptions): Promise<ReconnectingReader> {
    const reader = new ReconnectingReader(options);
    const [url] = options.urls();
    reader.cursor = await feedCursor(url!, options.token, options);
    reader.running = reader.run();
    return reader;
  }

  /** Waits for a number of events and stops. */
  async finish(count: number): Promise<void> {
    await until(`the reader has ${count} events`, () => this.events.length >= count);
    this.isDone = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isDone) {
      try {
        await (this.options.way === 'polling' ? this.poll() : this.follow(this.options.way));
      } catch {
        // The node is down: retry with another one, or the same when it is back.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  private async poll(): Promise<void> {
    const { token, filter } = this.options;
    const { serviceRequestFeed: page } = await new Caller(this.anyUrl(), token).query(
      feedPageDocument,
      {
        after: this.cursor,
        first: 1 + Math.floor(Math.random() * 7),
        filter: filter ?? null,
      },
    );
    for (const message of page.messages) this.take(message);
    this.cursor = page.cursor;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
  }

  private async follow(transport: Transport): Promise<void> {
    const { token, filter, stayMsMax = 400 } = this.options;
    const watch = await FeedWatch.open(
      this.anyUrl(),
      token,
      { after: this.cursor, filter: filter ?? null },
      transport,
    );
    let leaving: NodeJS.Timeout | undefined;
    await Promise.race([
      watch.ended,
      new Promise((resolve) => (leaving = setTimeout(resolve, Math.random() * stayMsMax))),
    ]);
    clearTimeout(leaving);
    watch.close();
    for (const message of watch.received) this.take(message);
  }

  private take(message: ReceivedMessage): void {
    if (message.__typename === 'FeedReset') {
      this.resets.push(message.reason);
      return;
    }
    if (message.previousCursor > this.cursor) this.gaps += 1;
    this.cursor = message.cursor;
    if (!message.eventId) return;
    if (this.seen.has(message.eventId)) {
      this.repetitions += 1;
      return;
    }
    this.seen.add(message.eventId);
    this.events.push({
      eventId: decodeAnyId(message.eventId)!.uuid,
      requestId: decodeAnyId(message.request?.id ?? message.requestId)!.uuid,
      version: message.version,
      cursor: message.cursor,
    });
  }

  private anyUrl(): string {
    const urls = this.options.urls();
    return urls[Math.floor(Math.random() * urls.length)]!;
  }
}
