/** Every bound of the platform, each with its reason. Lengths count characters unless the name says otherwise. */
export const limits = {
  /** A photo never travels through GraphQL, so a body is a query with its variables: 256 KiB is far above any of ours. */
  bodyBytesMax: 256 * 1024,
  /** Our deepest documented query has depth 9; connections cost two levels each. The introspection query of GraphiQL has depth 15. */
  depthMax: 15,
  /** The dispatch board aliases 6 lanes; 30 leaves room, and __typename counts too, so that it cannot be used to swamp us. */
  aliasesMax: 30,
  /** The introspection query of GraphiQL has about 600 tokens. */
  tokensMax: 3_000,
  directivesMax: 40,
  /** Mutations in one operation run one after another, each in a transaction of its own. */
  rootFieldsMax: 20,
  /** One unit is about one row. A page of 100 requests with three children each costs some 500. */
  costMax: 5_000,
  /** Operations that are kept parsed, validated and compiled. Each takes about 100 KiB. */
  preparedOperationsMax: 500,
  /** Larger documents are executed, but not kept. */
  preparedSourceLengthMax: 20_000,
  /** Free text such as notes; two pages of Chinese. */
  noteLengthMax: 2_000,
  placeLengthMax: 500,
  nameLengthMax: 200,
  idempotencyKeyLengthMax: 200,
  /** A page of a connection. */
  pageSizeMax: 100,
  /** Ids in one call of nodes(ids:). */
  nodesMax: 100,
  /** A transaction that lost a race against another one is tried again this often. */
  transactionAttemptsMax: 3,
} as const;
