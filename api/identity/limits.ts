/** Limits of the module identity, each with its reason. */
export const identityLimits = {
  /** Time for a slow text message and slow typing. */
  codeLifetimeSeconds: 300,
  /** Of a million codes, five guesses succeed once in 200,000 times. */
  codeTriesMax: 5,
  /** A text message costs money, and a phone that rings all day is a nuisance. */
  codesPerPhoneHourMax: 5,
  codePauseSeconds: 30,
  /**
   * A centre behind one address can sign in its whole staff in an hour. An attacker gains nothing.
   */
  codesPerAddressHourMax: 60,
  signInTriesPerPhoneHourMax: 15,
  signInTriesPerAddressHourMax: 150,
  /**
   * For passwords that people choose. A passphrase fits, and hashing its length cannot be used to
   * exhaust a node.
   */
  passwordLengthMin: 10,
  passwordLengthMax: 200,
  /**
   * Each hash takes 19 MiB and some 20 ms of a core. More at once would delay all other work of the
   * node.
   */
  passwordHashesAtOnceMax: 2,
  passwordHashesWaitingMax: 64,
  /** Forms of the sign-in pages carry a phone and a code. */
  formBytesMax: 8 * 1024,
  /**
   * Apps, consents and roles are read for each request. So this only limits how long a stolen token
   * is useful.
   */
  accessTokenLifetimeSeconds: 3_600,
  /** A phone that is opened once a month stays signed in. */
  refreshTokenLifetimeDays: 45,
  sessionLifetimeDays: 14,
  /**
   * Signing keys are rotated four times a year, as is usual. The old key is kept while its tokens
   * are valid.
   */
  signingKeyLifetimeDays: 90,
  /** All nodes and clients know a new key before the first token is signed with it. */
  signingKeyNoticeMinutes: 30,
  /** Nobody rotates the key of a script every month, and no key should last for ever. */
  apiKeyLifetimeDaysMax: 366,
  apiKeysPerAccountMax: 20,
  /** Cached actors of recent tokens: some 4 KiB each, and far more than one node serves at once. */
  actorsRememberedMax: 5_000,
  /**
   * A token is verified again after this time, so a revoked signing key stops working within it.
   */
  tokenRememberedMs: 900_000,
  appsPerFoundationMax: 50,
  trustedIssuersPerFoundationMax: 10,
  /**
   * A request waits while the keys of an issuer are fetched. An issuer that takes longer counts as
   * unavailable.
   */
  issuerTimeoutMs: 3_000,
  /** Tokens of an unavailable issuer fail at once for this time. */
  issuerAwayMs: 10_000,
  /** Each holds an outgoing connection open to an address that a foundation has named. */
  issuersAskedAtOnceMax: 50,
  /** A key set of ten RSA keys takes 5 KiB. */
  issuerKeysBytesMax: 256 * 1024,
} as const;
