/** Limits of the module people, each with its reason. */
export const peopleLimits = {
  /** The members of a large community. More would not fit into a body. */
  importLinesMax: 1_000,
} as const;
