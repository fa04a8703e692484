/** Limits of the module requests, each with its reason. */
export const requestsLimits = {
  /**
   * A phone may be offline for weeks. A time a month before the planned visit comes from a clock
   * that was never set.
   */
  deviceBehindDaysMax: 31,
} as const;
