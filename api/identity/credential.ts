import type { CredentialKind } from '../../schema/identity/audit-entry.ts';
import type { Actor } from '../platform/authorization/actor.ts';

/** Kind of credential that an actor signed in with. */
interface Origin {
  kind: CredentialKind;
  /** OAuth client id of an app, uuid of an issuer, or prefix of a key. Null for a demo token. */
  id: string | null;
}

/** Parses the `appId` of an actor or an audit entry. */
export function credentialOf(appId: string | null | undefined): Origin {
  if (!appId) return { kind: 'SIGN_IN', id: null };
  const [, kind, id] = /^(key|issuer):(.+)$/.exec(appId) ?? [];
  if (kind === 'key') return { kind: 'API_KEY', id: id ?? null };
  if (kind === 'issuer') return { kind: 'ISSUER', id: id ?? null };
  // Client ids of registered apps have this prefix; first-party apps never do.
  return { kind: appId.startsWith('app_') ? 'APP' : 'SIGN_IN', id: appId };
}

/**
 * Whether the credential belongs to one foundation: its apps, its issuers, keys made in it. Such a
 * credential has access to that foundation only, and to no role above the foundations.
 */
export function isOfFoundation(appId: string | null | undefined): boolean {
  return credentialOf(appId).kind !== 'SIGN_IN';
}

/**
 * Whether the account signed in to the platform itself. Answers to invitations and changes of
 * sign-in require it.
 */
export function cameInPerson({ appId }: Pick<Actor, 'appId'>): boolean {
  return !isOfFoundation(appId);
}
