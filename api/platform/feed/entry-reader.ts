import type { LogEntry } from '../context/feed-handle.ts';
import { limits } from '../common/limits.ts';
import type { EntryPage } from './group.ts';
import type { FeedLog } from './log.ts';

/**
 * Entries of the log for the groups of a node: the latest from memory, older ones from the
 * database.
 */
export class EntryReader {
  epoch = '';
  /** Entries up to here have arrived from the tail. */
  position = 0;
  private latest: LogEntry[] = [];
  private readsRunning = 0;
  private readonly readsWaiting: (() => void)[] = [];

  constructor(private readonly log: FeedLog) {}

  /** Begins at a position, without any entry in memory. */
  begin(epoch: string, position: number): void {
    this.latest = [];
    this.epoch = epoch;
    this.position = position;
  }

  /** Adds the entries that follow the position. */
  add(entries: readonly LogEntry[]): void {
    this.latest.push(...entries);
    // Trimmed in large steps, since each trim copies the rest.
    if (this.latest.length > limits.feedRingEntriesMax * 1.25)
      this.latest = this.latest.slice(-limits.feedRingEntriesMax);
    this.position = entries.at(-1)?.position ?? this.position;
  }

  /** Whether all entries after a position are in memory. */
  remembers(position: number): boolean {
    return position >= (this.latest[0]?.position ?? this.position + 1) - 1;
  }

  /** Entries of a tenant in (from, upTo], up to one page. From memory, those of others too. */
  async read(foundationId: string, from: number, upTo: number): Promise<EntryPage> {
    const [oldest] = this.latest;
    if (oldest && this.remembers(from)) {
      const start = from + 1 - oldest.position;
      const end = Math.min(start + limits.feedPageEntriesMax, upTo + 1 - oldest.position);
      const entries = this.latest.slice(start, end);
      return { entries, upTo: entries.at(-1)?.position ?? upTo };
    }
    const release = await this.turn();
    try {
      const page = await this.log.readOf(foundationId, from, upTo, limits.feedPageEntriesMax);
      if (page.epoch !== this.epoch) return { reset: 'EPOCH_CHANGED' };
      if (from < page.floor) return { reset: 'RETENTION_PASSED' };
      const isCut = page.entries.length === limits.feedPageEntriesMax;
      return {
        entries: page.entries,
        upTo: isCut ? (page.entries.at(-1)?.position ?? upTo) : upTo,
      };
    } finally {
      release();
    }
  }

  /**
   * Limits concurrent reads of the database, so that a thousand reconnecting clients do not delay
   * the connected ones.
   */
  private async turn(): Promise<() => void> {
    if (this.readsRunning >= limits.feedCatchUpsMax) {
      await new Promise<void>((resolve) => void this.readsWaiting.push(resolve));
    } else {
      this.readsRunning += 1;
    }
    return () => {
      const next = this.readsWaiting.shift();
      if (next) next();
      else this.readsRunning -= 1;
    };
  }
}
