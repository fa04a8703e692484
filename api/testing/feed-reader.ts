import { decodeAnyId } from '../../schema/ids.ts';
import { Caller } from './caller.ts';
import { until } from './until.ts';
import { feedPageDocument, FeedWatch, type ReceivedMessage, type Transport } from './feed-watch.ts';

export interface ReadEvent {
  eventId: string;
  requestId: string;
  version: number;
  cursor: string;
}

export interface ReaderOptions {
  /** Nodes to choose from at each connection; may change while it runs. */
  urls: () => string[];
  token: string;
  way: Transport | 'polling';
  filter?: object;
  /** A connection is kept for up to this long. */
  stayMsMax?: number;
}

/** Somebody who follows the feed, loses the connection at random, and comes back to any node with the last cursor. */
export class ReconnectingReader {
  /** In the order in which they came, each event once. */
  readonly events: ReadEvent[] = [];
  /** Events that came again, which is allowed. */
  repetitions = 0;
  readonly resets: string[] = [];
  /** Messages before which, by their own word, something is missing. */
  gaps = 0;
  private readonly seen = new Set<string>();
  private cursor: string | undefined;
  private isDone = false;
  private running: Promise<void> = Promise.resolve();

  private constructor(private readonly options: ReaderOptions) {}

  /** Learns where the feed stands, then follows it. */
  static async start(options: ReaderOptions): Promise<ReconnectingReader> {
    const reader = new ReconnectingReader(options);
    const [url] = options.urls();
    const { serviceRequestFeed } = await new Caller(url!, options.token).ask(feedPageDocument, {
      first: 1,
      filter: options.filter ?? null,
    });
    reader.cursor = serviceRequestFeed.cursor;
    reader.running = reader.run();
    return reader;
  }

  /** Waits until it has read so many events, and ends it. */
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
        // A node that is gone: another one, or the same when it is back.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  private async poll(): Promise<void> {
    const { token, filter } = this.options;
    const { serviceRequestFeed: page } = await new Caller(this.anyUrl(), token).ask(feedPageDocument, {
      after: this.cursor,
      first: 1 + Math.floor(Math.random() * 7),
      filter: filter ?? null,
    });
    for (const message of page.messages) this.take(message);
    this.cursor = page.cursor;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
  }

  private async follow(transport: Transport): Promise<void> {
    const { token, filter, stayMsMax = 400 } = this.options;
    const watch = await FeedWatch.open(this.anyUrl(), token, { after: this.cursor, filter: filter ?? null }, transport);
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
    if (message.previousCursor !== null && message.previousCursor > (this.cursor ?? '')) this.gaps += 1;
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
