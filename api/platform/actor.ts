import type { Session } from './database/session.ts';

/** What an actor holds at a scope. Platform code does not know what the roles mean; rules of the modules do. */
export interface Grant {
  id: string;
  validFrom: string;
  validTo: string | null;
  role: string;
  foundationId: string | null;
  communityId: string | null;
  teamId: string | null;
  personId: string | null;
}

/** Whoever is behind an operation, as the database knows them. Never built from a header alone. */
export interface Actor {
  accountId: string;
  displayName: string;
  /** The foundation that this operation acts in; null for the head bank. */
  foundationId: string | null;
  grants: readonly Grant[];
  /** Application that the token was issued to; null for a token of the demonstration. */
  appId: string | null;
  /** What the token is limited to, of what the grants allow; null when it is not limited. */
  scopes: ReadonlySet<string> | null;
  /** Communities whose requests the actor may see; the same list that the database is told. */
  reach: readonly string[];
  session: Session;
}
