import type { ResetReason } from './source.ts';

/** A subscription whose receiver has stopped reading. */
export interface Stalled {
  /** Start of the stall, in milliseconds of the process clock. */
  readonly stalledSince: number;
  closeSlow(): void;
}

/** Counters that all subscriptions of a node share. */
export interface Counters {
  deliveries: number;
  /** Executions of documents, each for one message; groups with equal results share one. */
  executions: number;
  slowCloses: number;
  resets: Map<ResetReason, number>;
  /** Subscriptions whose receiver is not reading at the moment. */
  stalled: Set<Stalled>;
}
