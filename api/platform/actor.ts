import type { Session } from './database/session.ts';

/**
 * What an actor holds at a scope. Platform code does not know what the roles mean; rules of the
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
 * Finds out who stands behind a bearer token. `foundation` is the id of one of several foundations
 * to act in, as the caller sent it: a choice among what the account holds anyway, and no right by
 * itself. Throws UNAUTHENTICATED, FOUNDATION_NOT_YOURS.
 */
export type Authenticate = (
  token: string | null,
  foundation?: string | null,
) => Promise<Actor | null>;

/**
 * Who it was a moment ago; null when nobody remembers. The session of such an actor has a
 * precondition, and counts only once it passed.
 */
export type RecallActor = (token: string | null, foundation?: string | null) => Actor | null;

/** Whoever is behind an operation, as the database knows them. Never built from a header alone. */
export interface Actor {
  accountId: string;
  displayName: string;
  /** Foundations that the actor holds a role in, by name; one of them is acted in at a time. */
  foundations: readonly { id: string; name: string }[];
  /** The foundation that this operation acts in; null for the head bank. */
  foundationId: string | null;
  /** IANA name of the zone that times are told in; left out where there is none to go by. */
  timeZone?: string;
  grants: readonly Grant[];
  /**
   * Credential that the actor came by, as the audit trail names it; null for a token of the
   * demonstration.
   */
  appId: string | null;
  /** The sign-in that the token came from; null or left out where there was none. */
  signInId?: string | null;
  /** What the token is limited to, of what the grants allow; null when it is not limited. */
  scopes: ReadonlySet<string> | null;
  /** Communities that the actor runs; all of these lists are what the database is told. */
  managedCommunityIds: readonly string[];
  /** Communities whose requests the actor may see. */
  visibleCommunityIds: readonly string[];
  /** Communities whose helpers the actor may see. */
  contactCommunityIds: readonly string[];
  /** Persons that the actor is or acts for. */
  personIds: readonly string[];
  session: Session;
}
