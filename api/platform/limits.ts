/**
 * Every bound of the platform, each with its reason. Lengths count characters unless the name says
 * otherwise.
 */
export const limits = {
  /**
   * A photo never travels through GraphQL. The largest body is a table of 240,000 characters, of
   * which JSON writers that keep to ASCII make up to 12 bytes each: 2.9 MB. A body is read in time
   * that grows with its bytes, and bounded further before anything else is done.
   */
  bodyBytesMax: 3 * 1024 * 1024,
  /** From the first byte of a request to its last; longer than the slowest upload may take. */
  requestMs: 150_000,
  /**
   * Our deepest documented query has depth 9; connections cost two levels each. The introspection
   * query of GraphiQL has depth 15.
   */
  depthMax: 15,
  /**
   * The dispatch board aliases 6 lanes; 30 leaves room, and __typename counts too, so that it
   * cannot be used to swamp us.
   */
  aliasesMax: 30,
  /** The introspection query of GraphiQL has about 600 tokens. */
  tokensMax: 3_000,
  directivesMax: 40,
  /**
   * A document is one line for each token at most. Every error tells its line, and counting lines
   * costs as much as reading them.
   */
  documentLinesMax: 3_000,
  /**
   * Brackets within brackets, before a document is parsed: selections of `depthMax` levels in
   * fragments, with arguments, come to 40.
   */
  documentNestingMax: 100,
  /**
   * The largest document of our own clients has 6 fragments. Validation compares all fragments of a
   * place with each other.
   */
  fragmentsMax: 100,
  /**
   * Selections with all fragments in place of their spreads. The introspection query of GraphiQL
   * has about 300.
   */
  selectionsMax: 1_000,
  /**
   * Pairs of fields with one name in the answer, which validation compares, each with the arguments
   * of both. A field that ten fragments ask for makes 45.
   */
  fieldPairsMax: 5_000,
  /** Our deepest input has 5 levels. */
  valueDepthMax: 20,
  /**
   * Values in the variables of one operation. The longest batch has 1,000 lines of four values
   * each.
   */
  variableValuesMax: 10_000,
  /**
   * Variables with more values than this are looked through before anything else is done with them;
   * fewer are not worth it.
   */
  variableValuesFew: 50,
  /** Errors that one operation tells before it begins. Nobody mends more at a time. */
  errorsMax: 10,
  /** An error quotes what it is about, which may be as long as a body. */
  errorLengthMax: 500,
  /**
   * Fields that a compiled document comes to. One of an interface is compiled for each of its 40
   * types, at some 20 µs each.
   */
  compiledFieldsMax: 1_500,
  /**
   * Fields of an answer about the schema that are worked out each time; `__type` of a large type
   * has some 500.
   */
  introspectionFieldsFew: 2_000,
  /**
   * Larger than the usual introspection query by so much: room for tools that ask in words of their
   * own.
   */
  introspectionTimesMax: 1.5,
  /**
   * Places that are looked at to count the fields of an answer about the schema; the usual
   * introspection query has some 20,000.
   */
  introspectionPlacesMax: 150_000,
  /** Answers about the schema that are kept as text, 700 KB each. */
  introspectionsKept: 8,
  /**
   * A full answer takes some 150 ms once; then it is kept. Nobody needs a new question every few
   * seconds.
   */
  introspectionsPerMinuteMax: 12,
  /** Mutations in one operation run one after another, each in a transaction of its own. */
  rootFieldsMax: 20,
  /** One unit is about one row. A page of 100 requests with three children each costs some 500. */
  costMax: 5_000,
  /** Operations that are kept parsed, validated and compiled. Each takes about 100 KiB. */
  preparedOperationsMax: 500,
  /** Page sizes and conditions that one operation is usually sent with. */
  costsPerOperationMax: 50,
  /** Larger documents are executed, but not kept. */
  preparedSourceLengthMax: 20_000,
  /** Free text such as notes; two pages of Chinese. */
  noteLengthMax: 2_000,
  /** A large community; more would not fit into a body. */
  importLinesMax: 1_000,
  placeLengthMax: 500,
  nameLengthMax: 200,
  idempotencyKeyLengthMax: 200,
  /** A page of a connection. */
  pageSizeMax: 100,
  /**
   * Communities that a list is read from one by one; of more, a page is found among the
   * foundation's newest.
   */
  listWaysMax: 20,
  /**
   * Sets of columns that a list or loader is read with, besides all of them. A connection keeps a
   * plan for each, some 50 KiB.
   */
  columnSetsMax: 12,
  /** The same for a list of requests, over all the ways that it is read by together. */
  listColumnSetsMax: 36,
  /**
   * Connections of the pool that operations leave to the feed, jobs and the probe of readiness, so
   * that these go on under any load.
   */
  connectionsReserved: 2,
  /**
   * Operations that wait for their turn. Even a slow node does some hundred in a second, and nobody
   * notices a second's wait.
   */
  admissionQueueMax: 128,
  /**
   * Whoever waited so long has mostly given up. The line is short of itself; this is for a database
   * that has come to a standstill.
   */
  admissionTimeoutMs: 10_000,
  /** Told to those who are turned away; a burst is over by then. */
  retryAfterSeconds: 1,
  /**
   * Told while a dependency does not answer: a database that was killed is back within some
   * seconds.
   */
  retryAfterOutageSeconds: 3,
  /**
   * An outage fails hundreds of operations in a second for the same reason; one line in this span
   * tells enough.
   */
  outageLogEveryMs: 10_000,
  /**
   * The probe of readiness gives up after this time: a load balancer asks every few seconds, and
   * usually waits no longer.
   */
  readinessProbeMs: 2_000,
  /** One probe of the database serves all who ask for readiness within this time. */
  readinessCachedMs: 1_000,
  /**
   * Of so many operations in the last ten seconds, or more, a share that found a dependency away
   * says that the node is not ready.
   */
  readinessOperationsMin: 10,
  /**
   * A part of /metrics that takes longer is left out; Prometheus gives up on the whole after ten
   * seconds.
   */
  metricMs: 2_000,
  /** How often a node looks whether the database still has the version that it knows. */
  schemaCheckMs: 5_000,
  /** Clocks drift by some milliseconds in a minute; an error of seconds is noticed by nobody. */
  clockSyncMs: 60_000,
  /** A node whose own clock is off by more says so in its log. */
  clockOffsetWarnMs: 5_000,
  /**
   * Requests that wait while a PDF is drawn for another one. Each takes the one thread some 300 ms,
   * and a place in the line.
   */
  heavyRequestsWaitingMax: 3,
  /** Latest PDFs, some 100 KB each, so that a link that many follow is drawn once. */
  pdfsKept: 20,
  /** Ids in one call of nodes(ids:). */
  nodesMax: 100,
  /** A transaction that lost a race against another one is tried again this often. */
  transactionAttemptsMax: 3,
  /** Long enough for a slow text message and slow fingers. */
  codeLifetimeSeconds: 300,
  /** Of a million codes, five guesses find one in 200,000 times. */
  codeTriesMax: 5,
  /** A text message costs money, and a phone that rings all day is an annoyance. */
  codesPerPhoneHourMax: 5,
  codePauseSeconds: 30,
  /**
   * A centre with one address for all may sign in its whole staff in an hour; a guesser gets
   * nowhere.
   */
  codesPerAddressHourMax: 60,
  signInTriesPerPhoneHourMax: 15,
  signInTriesPerAddressHourMax: 150,
  /**
   * What people choose themselves; a passphrase fits, and hashing it cannot be used to keep us
   * busy.
   */
  passwordLengthMin: 10,
  passwordLengthMax: 200,
  /**
   * Each takes 19 MiB and some 20 ms of a core; more at once would hold up everything else of the
   * node.
   */
  passwordHashesAtOnceMax: 2,
  passwordHashesWaitingMax: 64,
  /** Forms of the sign-in pages carry a phone and a code. */
  formBytesMax: 8 * 1024,
  /**
   * Apps, consents and roles are read afresh for each request, so this only bounds what a token
   * that was stolen is good for.
   */
  accessTokenLifetimeSeconds: 3_600,
  /** A phone that is opened once a month stays signed in. */
  refreshTokenLifetimeDays: 45,
  sessionLifetimeDays: 14,
  /**
   * Keys that sign are renewed four times a year, as is usual; the old one is kept while its tokens
   * live.
   */
  signingKeyLifetimeDays: 90,
  /** A new key is known to all nodes and clients before the first token is signed with it. */
  signingKeyNoticeMinutes: 30,
  /** Nobody renews a script's key every month, and nobody should keep it for ever. */
  apiKeyLifetimeDaysMax: 366,
  apiKeysPerAccountMax: 20,
  /**
   * Who is behind the tokens of late: some 4 KiB each, and far more than are at work at once on one
   * node.
   */
  actorsRememberedMax: 5_000,
  /**
   * A token is verified again this often, so that a signing key that was taken away is out after as
   * long.
   */
  tokenRememberedMs: 900_000,
  appsPerFoundationMax: 50,
  trustedIssuersPerFoundationMax: 10,
  /**
   * Somebody waits for the keys of an issuer with a request in hand; one that takes longer is away.
   */
  issuerTimeoutMs: 3_000,
  /** An issuer that was away is not waited for again by each token. */
  issuerAwayMs: 10_000,
  /** Each holds a connection of ours open towards an address that a foundation has named. */
  issuersAskedAtOnceMax: 50,
  /** A key set of ten RSA keys takes 5 KiB. */
  issuerKeysBytesMax: 256 * 1024,

  // Sockets and streams
  // ----------------------------------------------------------------------------------------------
  /** An operation with its variables. Tables come over HTTP. */
  frameBytesMax: 256 * 1024,
  /** A ping carries a time or a number. */
  pingBytesMax: 4 * 1024,
  /** A socket that does not say who it is within this time is closed. */
  connectionInitMs: 5_000,
  /** All open sockets and streams of a node; each costs some 20 KiB. */
  socketsMax: 20_000,
  /**
   * Tabs and devices that one token serves. A program that needs more opens several subscriptions
   * on one socket.
   */
  socketsPerTokenMax: 20,
  /**
   * Sockets of which nobody has said who they are, in all and by address (the /64 of an IPv6 one).
   * A room full of clients behind one address that all come back at once is let in, since each is
   * unknown for some milliseconds only.
   */
  anonymousSocketsMax: 4_000,
  anonymousSocketsPerAddressMax: 200,
  /**
   * A socket without a token that asks nothing for so long is closed: no subscription is open to
   * it, so it waits for nothing.
   */
  anonymousIdleMs: 15_000,
  /** Operations under way on one socket, subscriptions included: a board holds a handful. */
  operationsPerSocketMax: 30,
  /** Proxies close what is silent for a minute; a dead peer is noticed after two of these. */
  socketPingMs: 15_000,
  /** What may wait for a receiver in this process before nothing more is sent to it. */
  socketBufferBytesMax: 64 * 1024,
  /**
   * Answers that a socket has asked for and not taken; a page of a connection with its children
   * takes less.
   */
  socketUnreadBytesMax: 4 * 1024 * 1024,
  /**
   * A receiver that takes nothing for so long is closed; it comes back with its cursor and loses
   * nothing.
   */
  slowReceiverMs: 30_000,

  /**
   * So long a node that stops waits for requests that are under way: longer than any statement may
   * take.
   */
  stopMs: 35_000,

  // The feed
  // ---------------------------------------------------------------------------------------------------------
  /**
   * How often sequencer and tail look without being told, for writers that are no node of ours and
   * for lost notices.
   */
  feedPollMs: 500,
  feedOutboxCheckMs: 5_000,
  /** Events are moved within milliseconds; when one waits so long, something is wrong. */
  feedOutboxAgeWarnSeconds: 10,
  feedRetireMs: 60_000,
  feedTickMs: 1_000,
  /** A quiet subscription hears a checkpoint this often, so that its cursor does not grow old. */
  feedHeartbeatMs: 15_000,
  /**
   * Rights are read again when the log says that they changed; this is the net below, for grants
   * that begin later.
   */
  rightsCheckMs: 30_000,
  /** Latest changes of rights that a node remembers, for connections that are just being opened. */
  grantChangesRemembered: 1_000,
  /**
   * Latest events in the memory of a node, some 10 MiB: a client that was away for less costs no
   * read of the log.
   */
  feedRingEntriesMax: 10_000,
  /** Latest messages of a group, ready to be sent again. */
  feedChainEntriesMax: 256,
  feedChainBytesMax: 512 * 1024,
  /** Entries in one read of the log. */
  feedPageEntriesMax: 500,
  /** Entries that one poll of the feed looks through at most; it goes on where it stopped. */
  feedScanEntriesMax: 5_000,
  /** Clients that read old events from the database at the same time. */
  feedCatchUpsMax: 2,
  /**
   * An event that cannot be told to a group is tried this often, then the group ends and its
   * clients come back.
   */
  feedAttemptsMax: 5,
  /**
   * Sets of rights that one message asks the database about: while it answers, those of the message
   * before are told.
   */
  feedSessionsPerMessage: 25,
  /**
   * How often those for whom an event looks otherwise are looked at together again, before each is
   * served alone.
   */
  feedLikenessRoundsMax: 3,
  feedRetryMs: 200,
  /**
   * A subscription that found the database away tries again this often. Thousands wait at once, so
   * not each time as fast as a group.
   */
  feedOutageRetryMs: 2_000,
  /**
   * What the cameras of today's phones write at most, in 108 megapixels; a scanned sheet is
   * smaller.
   */
  photoBytesMax: 32 * 1024 * 1024,
  /**
   * Cameras that are sold as 108 megapixels write up to 109 million. They write JPEG, which is made
   * smaller while it is decoded, one photo at a time, so that some 400 MiB are enough. More is a
   * bomb or a poster.
   */
  photoPixelsMax: 112_000_000,
  /** PNG and WebP are decoded whole; no camera writes them, and no screen has more. */
  photoPixelsWholeMax: 64_000_000,
  /**
   * Photos that wait for their turn, each in memory with its bytes; who comes later is asked to try
   * again.
   */
  photosWaitingMax: 12,
  /** Uploads that are being received at once, each with up to its bytes in memory. */
  uploadsAtOnceMax: 8,
  /**
   * A slow phone sends 12 MiB in this time, a usual one 32; whoever takes longer only holds the
   * connection.
   */
  uploadSecondsMax: 120,
  /** From announcing a photo to the end of its upload. */
  uploadLinkMinutes: 30,
  /** A page that shows photos is read within this time; then it asks for new links. */
  readLinkMinutes: 15,
  /**
   * A volunteer in the hills sends her photos in the evening or the next; what was never sent is
   * cleared away.
   */
  photoAwaitedHours: 48,
  photosPerVisitMax: 20,
  evidencePerVisitMax: 100,
  /**
   * Of a million codes five guesses, each for a few steps of time, find one in some 40,000 visits.
   */
  doorCodeTriesMax: 5,
  /**
   * One batch of grants is one transaction, which keeps the foundation's other bookings waiting: a
   * few seconds at most.
   */
  batchLinesMax: 1_000,
  /** Some hundred pages of a printed statement; a longer span is asked for in parts. */
  statementLinesMax: 5_000,
  /**
   * A telephone that was offline for a night still tells when something happened; more than that is
   * a new fact, told by staff.
   */
  backdatedByHolderMs: 24 * 3_600_000,
  /**
   * Books and records that are caught up on reach back two years; what is older comes in as an
   * opening balance of today.
   */
  backdatedDaysMax: 731,
  /** A clock that is a little ahead is no lie; more than this is told. */
  deviceAheadMs: 120_000,
  /**
   * A phone may be without a network for weeks; a time a month before the planned visit is a clock
   * that was never set.
   */
  deviceBehindDaysMax: 31,
  /**
   * Something that waits in a shop is fetched within a month; longer, the coins are of more use to
   * their holder.
   */
  holdDaysMax: 31,
  /** Coins and holds expire within a minute of their time; nobody plans by the second. */
  expiryEveryMs: 60_000,
  /**
   * Jobs that one node does at once; each takes a connection that requests would otherwise have.
   */
  jobsAtOnce: 2,
  /** How often a node looks for jobs that are to be tried again. New ones it is told of. */
  jobsPollMs: 2_000,
  /**
   * How often a node looks for what has fallen due. A step of minutes is not felt to be late by
   * some seconds.
   */
  jobsDueMs: 5_000,
  /**
   * Jobs that are made in one go: a short transaction, and a node that was down for a day catches
   * up within a minute.
   */
  jobsRelayedAtOnce: 1_000,
  /**
   * Coins for another foundation are carried over when they are sent; this is the net below, for
   * whoever crashed on the way.
   */
  clearingEveryMs: 10_000,
} as const;
