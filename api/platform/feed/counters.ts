import type { ResetReason } from './source.ts';

/** A subscription whose receiver takes nothing. */
export interface Stalled {
  /** Since when, in milliseconds of the process. */
  readonly stalledSince: number;
  closeSlow(): void;
}

/** Figures that all subscriptions of a node share. */
export interface Counters {
  deliveries: number;
  /** Executions of documents, each for one message; groups with equal results share one. */
  executions: number;
  slowCloses: number;
  resets: Map<ResetReason, number>;
  /** Subscriptions whose receiver takes nothing at the moment. */
  stalled: Set<Stalled>;
}
