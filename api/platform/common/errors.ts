import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { limits } from './limits.ts';

export type RefusalParams = Record<string, string | number>;

/**
 * An expected refusal: the request is valid but declined. Services throw it. It rolls the
 * transaction back and reaches the caller as data (`errors` of the payload). The code is the
 * contract; the messages are in the tables of the modules.
 */
export class Refusal extends Error {
  override name = 'Refusal';

  constructor(
    readonly code: string,
    readonly params: RefusalParams = {},
    readonly path: readonly string[] = [],
  ) {
    super(code);
  }
}

/** Several refusals at once, when more than one field of an input is wrong. */
export class Refusals extends Error {
  override name = 'Refusals';

  constructor(readonly all: readonly Refusal[]) {
    super(all.map((refusal) => refusal.code).join(', '));
  }
}

/**
 * A violation of the protocol: a refusal that fails the request or the field, with an HTTP status.
 * The transports write its message in the caller's language (operation/result-formatting.ts).
 */
export class ProtocolError extends GraphQLError {
  override name = 'ProtocolError';

  constructor(
    readonly refusal: Refusal,
    status: number,
    { extensions, ...options }: GraphQLErrorOptions = {},
  ) {
    super(refusal.code, {
      ...options,
      extensions: { ...extensions, code: refusal.code, http: { status } },
    });
  }
}

/** A ProtocolError with the params of its message. */
export function protocolError(
  code: string,
  status: number,
  params: RefusalParams = {},
  options: GraphQLErrorOptions = {},
): ProtocolError {
  return new ProtocolError(new Refusal(code, params), status, options);
}

/** Name of the field at a path: its last part that is not an index. Empty for an empty path. */
export function fieldAt(path: readonly (string | number)[]): string {
  return String(path.findLast((part) => !/^\d+$/.test(String(part))) ?? '');
}

/** Shortens a message that quotes input to a readable length. */
export function shortened(message: string): string {
  return message.length <= limits.errorLengthMax
    ? message
    : `${message.slice(0, limits.errorLengthMax)}…`;
}

/** The caller is not signed in. `variant` selects a message with a more exact reason. */
export function unauthenticated(variant?: UnauthenticatedVariant): ProtocolError {
  return protocolError('UNAUTHENTICATED', 401, variant ? { variant } : {});
}

export type UnauthenticatedVariant =
  | 'ACCOUNT_ENDED'
  | 'APP_NOT_ADMITTED'
  | 'AUTHORIZATION_ENDED'
  | 'KEY_EXPIRED'
  | 'KEY_INVALID'
  | 'LINK_PENDING'
  | 'SIGN_IN_ENDED'
  | 'SOCKET_WITHOUT_TOKEN'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_INVALID';
