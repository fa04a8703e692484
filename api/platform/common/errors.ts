import { GraphQLError } from 'graphql';
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

/** A violation of the protocol, as a GraphQL error with a stable code and an HTTP status. */
export function protocolError(
  code: string,
  message: string,
  status: number,
  extensions: Record<string, unknown> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, code, http: { status } } });
}

/** Shortens a message that quotes input to a readable length. */
export function shortened(message: string): string {
  return message.length <= limits.errorLengthMax
    ? message
    : `${message.slice(0, limits.errorLengthMax)}…`;
}

export function unauthenticated(
  message = 'Sign in first: send the header Authorization: Bearer <token>.',
): GraphQLError {
  return protocolError('UNAUTHENTICATED', message, 401);
}
