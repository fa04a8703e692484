/** Limits of the module timebank, each with its reason. */
export const timebankLimits = {
  /**
   * A batch of grants is one transaction, and other bookings of the foundation wait for it: a few
   * seconds at most.
   */
  batchLinesMax: 1_000,
  /** Some hundred pages of a printed statement. A longer period is requested in parts. */
  statementLinesMax: 5_000,
  /**
   * A phone that was offline for a night may still report when something happened. Staff record
   * anything older as a new fact.
   */
  backdatedByHolderMs: 24 * 3_600_000,
  /**
   * Late bookkeeping reaches back two years. Anything older is entered as an opening balance of
   * today.
   */
  backdatedDaysMax: 731,
  /** A clock may be a little ahead. A larger deviation is reported. */
  deviceAheadMs: 120_000,
  /**
   * A reserved reward is collected within a month. After that the coins are more useful to their
   * holder.
   */
  holdDaysMax: 31,
} as const;
