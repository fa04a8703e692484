/** One question, put to every contestant in its own words; `normal` brings the answers to one form, which must be the same. */
export interface Case {
  title: string;
  /** As Linli is asked, and the contestant with entities too; `id` writes a uuid as the contestant names things. */
  graphql: Asked<(id: WriteId) => object>;
  postgraphile: Asked<() => object>;
  floor: Floor;
  /** The same rows found in the way in which Linli finds them, where that is another one. */
  floorByWay?: Floor;
  /** The role that may read this where it is not linli_member: what Linli knows of an account is read at sign-in. */
  role?: 'linli_identity';
}

type WriteId = (prefix: 'community' | 'request', uuid: string) => string;

interface Asked<Variables> {
  query: string;
  variables: Variables;
  /** `data` of the answer in the form that is compared; `plain` makes a uuid of an id. */
  normal: (data: never, plain: (id: string) => string) => unknown;
}

interface Floor {
  /** Gives one row with one column: the answer as JSON. */
  text: string;
  values: () => unknown[];
}

export interface Ids {
  accountId: string;
  foundationId: string;
  communityId: string;
  /** The communities that the caller sees requests of. */
  reach: readonly string[];
  requestId: string;
}

let known: Ids | undefined;

/** Handed to the contestants by their environment, so that all ask about the same rows. */
export function ids(): Ids {
  return (known ??= JSON.parse(process.env.BENCH_IDS ?? '{}') as Ids);
}
