/** What a client says about itself when it connects: in headers, or in `connection_init`. */
export interface ConnectionParameters {
  /** The text of the Authorization header, for example `Bearer <token>`. */
  authorization: string | undefined;
  /** Preferred languages of messages, as in the header. */
  acceptLanguage: string | undefined;
  /** Id of the foundation that the caller chose, for accounts with several. */
  foundation: string | undefined;
}

/** The names are those of HTTP headers, so that one list of names serves every transport. */
const keys = {
  authorization: 'authorization',
  'accept-language': 'acceptLanguage',
  'x-linli-foundation': 'foundation',
} as const satisfies Record<string, keyof ConnectionParameters>;

/**
 * Reads the payload of `connection_init`. Its keys are compared without case, as header names are.
 * Returns the reason as text when a key is unknown, is there twice, or holds no text. A key that
 * was skipped could hold the token, and the client would be anonymous without knowing.
 */
export function connectionParametersOf(
  payload: Readonly<Record<string, unknown>>,
): Partial<ConnectionParameters> | string {
  const found: Partial<ConnectionParameters> = {};
  for (const [given, value] of Object.entries(payload)) {
    if (value === null) continue;
    const name = given.toLowerCase();
    if (!Object.hasOwn(keys, name))
      return `connection_init takes ${Object.keys(keys).join(', ')}, not "${given}".`;
    const key = keys[name as keyof typeof keys];
    if (typeof value !== 'string') return `connection_init takes "${name}" as text.`;
    if (found[key] !== undefined) return `connection_init has "${name}" twice.`;
    found[key] = value;
  }
  return found;
}
