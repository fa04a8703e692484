/**
 * One query, in the syntax of each contestant. `normal` converts the responses to one form, which
 * must be equal.
 */
export interface Case {
  title: string;
  /**
   * Query for Linli and for the contestant with entities; `id` encodes a uuid for the contestant.
   */
  graphql: Asked<(id: WriteId) => object>;
  postgraphile: Asked<() => object>;
  floor: Floor;
  /** The same rows by Linli's access path, if that differs. */
  floorByWay?: Floor;
  /**
   * Database role that may read this if it is not linli_member: Linli reads account data at
   * sign-in.
   */
  role?: 'linli_identity';
}

type WriteId = (prefix: 'community' | 'request', uuid: string) => string;

interface Asked<Variables> {
  query: string;
  variables: Variables;
  /** `data` of the response in the compared form; `plain` decodes an id to a uuid. */
  normal: (data: never, plain: (id: string) => string) => unknown;
}

interface Floor {
  /** Gives one row with one column: the response as JSON. */
  text: string;
  values: () => unknown[];
}

export interface Ids {
  accountId: string;
  foundationId: string;
  communityId: string;
  /** Communities whose requests the caller sees. */
  reach: readonly string[];
  requestId: string;
}

let known: Ids | undefined;

/** Passed to the contestants by environment, so that all query the same rows. */
export function ids(): Ids {
  return (known ??= JSON.parse(process.env.BENCH_IDS ?? '{}') as Ids);
}
