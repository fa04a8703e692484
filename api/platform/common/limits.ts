/**
 * Limits of the platform itself, each with its reason. Modules have their own `limits.ts`. Lengths count characters unless the name says
 * otherwise.
 */
export const limits = {
  /**
   * Photos never travel through GraphQL. The largest body is a table of 240,000 characters; JSON
   * writers that keep to ASCII need up to 12 bytes for each, which makes 2.9 MB. The time to read a
   * body grows with its bytes, and further limits apply before it is parsed.
   */
  bodyBytesMax: 3 * 1024 * 1024,
  /** From the first to the last byte of a request. Longer than the slowest upload may take. */
  requestMs: 150_000,
  /**
   * The deepest documented query has depth 9; connections cost two levels each. The introspection
   * query of GraphiQL has depth 15.
   */
  depthMax: 15,
  /**
   * The dispatch board aliases 6 lanes; 30 leaves room. `__typename` counts too, so aliases of it
   * cannot exhaust a node.
   */
  aliasesMax: 30,
  /** The introspection query of GraphiQL has about 600 tokens. */
  tokensMax: 3_000,
  directivesMax: 40,
  /**
   * One line for each token. Every error states its line, and counting lines costs as much as
   * reading them.
   */
  documentLinesMax: 3_000,
  /**
   * Nested brackets, counted before a document is parsed. Selections of `depthMax` levels in
   * fragments, with arguments, reach 40.
   */
  documentNestingMax: 100,
  /**
   * The largest document of our own clients has 6 fragments. Validation compares all fragments of a
   * selection pairwise.
   */
  fragmentsMax: 100,
  /**
   * Selections after all fragment spreads are expanded. The introspection query of GraphiQL has
   * about 300.
   */
  selectionsMax: 1_000,
  /**
   * Pairs of fields with the same response name. Validation compares the arguments of each pair. A
   * field that ten fragments request makes 45 pairs.
   */
  fieldPairsMax: 5_000,
  /** The deepest input has 5 levels. */
  valueDepthMax: 20,
  /**
   * Values in the variables of one operation. The longest batch has 1,000 lines of four values
   * each.
   */
  variableValuesMax: 10_000,
  /**
   * Variables with more values than this are checked before any other work. For fewer, the check
   * costs more than it saves.
   */
  variableValuesFew: 50,
  /** Errors that one operation reports before execution. Nobody corrects more at a time. */
  errorsMax: 10,
  /** An error quotes its subject, which may be as long as a body. */
  errorLengthMax: 500,
  /**
   * Fields of a compiled document. A field of an interface is compiled for each of its 40 types, at
   * some 20 µs each.
   */
  compiledFieldsMax: 1_500,
  /**
   * Fields of an introspection answer that is computed each time. `__type` of a large type has some
   * 500.
   */
  introspectionFieldsFew: 2_000,
  /**
   * Factor over the usual introspection query, which leaves room for tools that phrase it
   * differently.
   */
  introspectionTimesMax: 1.5,
  /**
   * Nodes that are visited to count the fields of an introspection answer. The usual introspection
   * query has some 20,000.
   */
  introspectionPlacesMax: 150_000,
  /** Cached introspection answers, 700 KB of text each. */
  introspectionsKept: 8,
  /**
   * A full answer takes some 150 ms once and is then cached. No tool needs a new query every few
   * seconds.
   */
  introspectionsPerMinuteMax: 12,
  /** Mutations of one operation run one after another, each in its own transaction. */
  rootFieldsMax: 20,
  /**
   * One unit is about one row. A page of 100 requests with three children each costs some 500
   * units.
   */
  costMax: 5_000,
  /** Cached operations: parsed, validated and compiled. Each takes about 100 KiB. */
  preparedOperationsMax: 500,
  /** Combinations of page sizes and conditions with which one operation is usually sent. */
  costsPerOperationMax: 50,
  /** Larger documents are executed, but not cached. */
  preparedSourceLengthMax: 20_000,
  /** Free text such as notes; two pages of Chinese. */
  noteLengthMax: 2_000,
  placeLengthMax: 500,
  nameLengthMax: 200,
  /** Rows in a page of a connection. */
  pageSizeMax: 100,
  /** Characters of a list cursor. The longest, of a candidate, has some 80. */
  cursorLengthMax: 120,
  /**
   * Column sets of a list or loader, besides the set of all columns. A connection keeps a plan for
   * each, some 50 KiB.
   */
  columnSetsMax: 12,
  /** Values in one field of a filter: as many as a page of the list that they come from. */
  filterValuesMax: 100,
  /** The same for a list with filters, over all shapes of its statement together. */
  listColumnSetsMax: 36,
  /**
   * Shapes of the statement of a list that stay prepared: by the fields of its filter and the ways of
   * the caller. Others are planned each time.
   */
  listShapesMax: 48,
  /**
   * Communities or persons by which a list is read one by one. For more, the page is found among the
   * newest rows of the foundation.
   */
  listWaysMax: 20,
  /**
   * Pool connections that operations leave to the feed, jobs and the readiness probe, so that these
   * continue under any load.
   */
  connectionsReserved: 2,
  /**
   * Operations that wait for admission. Even a slow node completes some hundred in a second, and
   * nobody notices a wait of a second.
   */
  admissionQueueMax: 128,
  /**
   * After this time most clients have given up. The queue is bounded anyway; this limit is for a
   * database that has stalled.
   */
  admissionTimeoutMs: 10_000,
  /** `Retry-After` of a shed request. A burst is over by then. */
  retryAfterSeconds: 1,
  /**
   * `Retry-After` while a dependency does not answer. A database that was killed is back within
   * some seconds.
   */
  retryAfterOutageSeconds: 3,
  /**
   * An outage fails hundreds of operations in a second for the same reason. One log line in this
   * time is enough.
   */
  outageLogEveryMs: 10_000,
  /**
   * Timeout of the readiness probe. A load balancer probes every few seconds and usually waits no
   * longer.
   */
  readinessProbeMs: 2_000,
  /** One probe of the database serves all readiness requests within this time. */
  readinessCachedMs: 1_000,
  /**
   * Minimum of operations in the last ten seconds before the share of outages among them can mark
   * the node as not ready.
   */
  readinessOperationsMin: 10,
  /**
   * A part of /metrics that takes longer is left out. Prometheus gives up on the whole answer after
   * ten seconds.
   */
  metricMs: 2_000,
  /** How often a node checks that the database still has the schema version of its release. */
  schemaCheckMs: 5_000,
  /** Clocks drift by some milliseconds in a minute. Users do not notice an error of seconds. */
  clockSyncMs: 60_000,
  /** A node logs a warning when its own clock is off by more. */
  clockOffsetWarnMs: 5_000,
  /**
   * Requests that wait while a PDF is rendered for another one. Each blocks the event loop for some
   * 300 ms and holds an admission slot.
   */
  heavyRequestsWaitingMax: 3,
  /** Ids in one call of `nodes(ids:)`. */
  nodesMax: 100,
  /** Attempts of a transaction that lost a serialization race. */
  transactionAttemptsMax: 3,
  // Sockets and streams
  // ------------------------------------------------------------------------------
  /** An operation with its variables. Tables are sent over HTTP. */
  frameBytesMax: 256 * 1024,
  /** A ping carries a time stamp or a number. */
  pingBytesMax: 4 * 1024,
  /** A socket that does not authenticate within this time is closed. */
  connectionInitMs: 5_000,
  /** Open sockets and streams of a node; each costs some 20 KiB. */
  socketsMax: 20_000,
  /**
   * Tabs and devices of one token. A program that needs more opens several subscriptions on one
   * socket.
   */
  socketsPerTokenMax: 20,
  /**
   * Unauthenticated sockets, in all and by address (the /64 of an IPv6 address). Many clients
   * behind one address may reconnect at once, since each is unauthenticated for some milliseconds
   * only.
   */
  anonymousSocketsMax: 4_000,
  anonymousSocketsPerAddressMax: 200,
  /**
   * An idle socket without a token is closed after this time. It has no subscription, so it waits
   * for nothing.
   */
  anonymousIdleMs: 15_000,
  /** Operations in flight on one socket, subscriptions included. A board holds a handful. */
  operationsPerSocketMax: 30,
  /**
   * Proxies close connections that are silent for a minute. A dead peer is noticed after two pings.
   */
  socketPingMs: 15_000,
  /** Back-pressure: bytes that may wait for a receiver in this process before sending pauses. */
  socketBufferBytesMax: 64 * 1024,
  /**
   * Answers that a socket has requested and not read. A page of a connection with its children
   * takes less.
   */
  socketUnreadBytesMax: 4 * 1024 * 1024,
  /**
   * A receiver that reads nothing for this time is closed. It reconnects with its cursor and loses
   * nothing.
   */
  slowReceiverMs: 30_000,
  /**
   * Graceful shutdown waits this long for requests in flight, which is longer than any statement
   * may take.
   */
  stopMs: 35_000,
  // The feed
  // -----------------------------------------------------------------------------------------
  /**
   * Poll interval of sequencer and tail, for writers that are not nodes of the platform and for
   * lost notifications.
   */
  feedPollMs: 500,
  feedOutboxCheckMs: 5_000,
  /** Events normally move within milliseconds. One that waits this long indicates a fault. */
  feedOutboxAgeWarnSeconds: 10,
  feedRetireMs: 60_000,
  feedTickMs: 1_000,
  /** Interval of checkpoints on a quiet subscription, so that its cursor stays within retention. */
  feedHeartbeatMs: 15_000,
  /**
   * The log announces changes of authorization, which are then reloaded. This interval is the
   * fallback, for grants that begin later.
   */
  rightsCheckMs: 30_000,
  /** Latest authorization changes that a node keeps, for connections that are being opened. */
  grantChangesRemembered: 1_000,
  /** Latest events in memory, some 10 MiB. A client that missed fewer needs no read of the log. */
  feedRingEntriesMax: 10_000,
  /** Latest messages of a group, ready to send again. */
  feedChainEntriesMax: 256,
  feedChainBytesMax: 512 * 1024,
  /** Entries in one read of the log. */
  feedPageEntriesMax: 500,
  /** Most entries that one poll of the feed examines. The next poll continues there. */
  feedScanEntriesMax: 5_000,
  /** Clients that read old events from the database at once. */
  feedCatchUpsMax: 2,
  /** Attempts to deliver an event to a group. Then the group ends and its clients reconnect. */
  feedAttemptsMax: 5,
  /**
   * Authorization sets in one message to the database. While it answers, the sets of the message
   * before are delivered.
   */
  feedSessionsPerMessage: 25,
  /**
   * Rounds in which recipients with differing results are grouped again. After that, each is served
   * alone.
   */
  feedLikenessRoundsMax: 3,
  feedRetryMs: 200,
  /**
   * Retry interval of a subscription during an outage. Thousands wait at once, so it is longer than
   * that of a group.
   */
  feedOutageRetryMs: 2_000,
  /**
   * Cameras sold as 108 megapixels write up to 109 million. They write JPEG, which is scaled down
   * while it is decoded. One photo is decoded at a time, so some 400 MiB suffice. More pixels are a
   * decompression bomb or a poster.
   */
  photoPixelsMax: 112_000_000,
  /** PNG and WebP are decoded whole. No camera writes them, and no screen has more pixels. */
  photoPixelsWholeMax: 64_000_000,
  /**
   * Photos that wait to be decoded, each with its bytes in memory. Later uploads are asked to try
   * again.
   */
  photosWaitingMax: 12,
  /** Jobs that one node runs at once. Each takes a connection from requests. */
  jobsAtOnce: 2,
  /** Poll interval for jobs to retry. New jobs are announced by a notification. */
  jobsPollMs: 2_000,
  /**
   * Poll interval for tasks that have fallen due. For steps of minutes, some seconds do not matter.
   */
  jobsDueMs: 5_000,
  /**
   * Jobs created in one batch: a short transaction, and a node that was down for a day catches up
   * within a minute.
   */
  jobsRelayedAtOnce: 1_000,
} as const;
