import type { Session } from '../database/session.ts';

/**
 * One role that an actor holds at a scope. Platform code does not interpret roles; the rules of the
 * modules do.
 */
export interface Grant {
  id: string;
  validFrom: string;
  validTo: string | null;
  acceptedAt?: string | null;
  holderName?: string | null;
  role: string;
  foundationId: string | null;
  communityId: string | null;
  teamId: string | null;
  personId: string | null;
}

/**
 * Authenticates a bearer token. `foundation` is the id of the foundation to act in, as the caller
 * sent it. It selects among the foundations of the account and grants no permission. Throws
 * UNAUTHENTICATED, FOUNDATION_NOT_YOURS.
 */
export type Authenticate = (
  token: string | null,
  foundation?: string | null,
) => Promise<Actor | null>;

/**
 * Looks up a cached actor; null when the cache has none. The session of a cached actor has a
 * precondition, and its results are valid only after the precondition has passed.
 */
export type RecallActor = (token: string | null, foundation?: string | null) => Actor | null;

/** The caller of an operation, as read from the database. It is never built from a header alone. */
export interface Actor {
  accountId: string;
  displayName: string;
  /** Foundations that the actor holds a role in, by name. An operation acts in one of them. */
  foundations: readonly { id: string; name: string }[];
  /** The foundation that this operation acts in; null for the head bank. */
  foundationId: string | null;
  /** IANA name of the time zone for displayed times. Left out when none is known. */
  timeZone?: string;
  grants: readonly Grant[];
  /** Credential of the actor, as the audit log names it. Null for a token of the demonstration. */
  appId: string | null;
  /** Sign-in that issued the token. Null or left out when there was none. */
  signInId?: string | null;
  /** Scopes of the token, which narrow the grants. Null when the token is not limited. */
  scopes: ReadonlySet<string> | null;
  /** Communities that the actor manages. Row-level security reads this list and the next three. */
  managedCommunityIds: readonly string[];
  /** Communities whose requests the actor may see. */
  visibleCommunityIds: readonly string[];
  /** Communities whose volunteers the actor may see. */
  contactCommunityIds: readonly string[];
  /** Persons that the actor is or acts for. */
  personIds: readonly string[];
  session: Session;
}
