/** Limits of the module requests, each with its reason. */
export const requestsLimits = {
  /**
   * Communities for which a list is read one by one. For more, the page is found among the newest
   * rows of the foundation.
   */
  listWaysMax: 20,
  /** The same for a list of requests, over all branches of its query together. */
  listColumnSetsMax: 36,
  /**
   * A phone may be offline for weeks. A time a month before the planned visit comes from a clock
   * that was never set.
   */
  deviceBehindDaysMax: 31,
} as const;
