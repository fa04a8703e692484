import type { RoutingFacts } from '../database/transaction.ts';

/** One committed event with its position in the total order. */
export interface LogEntry {
  position: number;
  eventId: string;
  foundationId: string;
  kind: string;
  subjectKind: string;
  subjectId: string;
  subjectVersion: number | null;
  payload: Record<string, unknown>;
  beforeFacts: RoutingFacts | null;
  afterFacts: RoutingFacts | null;
  writtenAt: string;
}

/** Extent of the log: events with floor < position <= head can be read. */
export interface LogState {
  epoch: string;
  head: number;
  floor: number;
}

export interface LogPage extends LogState {
  entries: LogEntry[];
}

/** The part of the live feed that operations use. */
export interface FeedHandle {
  readonly log: {
    /** Entries of one tenant after a position, up to another. */
    readOf(foundationId: string, after: number, upTo: number, limit: number): Promise<LogPage>;
  };
  /** Publishes the events of a transaction that has just committed. */
  committed(): void;
}
