import type { CredentialKind } from '../../schema/identity/audit-entry.ts';
import type { Actor } from '../platform/actor.ts';

/** By what somebody comes in. */
interface Origin {
  kind: CredentialKind;
  /** Id of an app in OAuth, uuid of an issuer, prefix of a key. Null for a token of the demonstration. */
  id: string | null;
}

/** What an `appId` of an actor, and of the audit trail, stands for. */
export function credentialOf(appId: string | null | undefined): Origin {
  if (!appId) return { kind: 'SIGN_IN', id: null };
  const [, kind, id] = /^(key|issuer):(.+)$/.exec(appId) ?? [];
  if (kind === 'key') return { kind: 'API_KEY', id: id ?? null };
  if (kind === 'issuer') return { kind: 'ISSUER', id: id ?? null };
  // Ids of apps that foundations register begin so, and no id of the platform's own apps can.
  return { kind: appId.startsWith('app_') ? 'APP' : 'SIGN_IN', id: appId };
}

/**
 * Whether the credential belongs to one foundation: its apps, its issuers, keys made in it. Such a credential carries rights in that
 * foundation and in no other, and none of those that stand above the foundations.
 */
export function isOfFoundation(appId: string | null | undefined): boolean {
  return credentialOf(appId).kind !== 'SIGN_IN';
}

/** Whether the person signed in with the platform itself: nobody else can answer an invitation or change a way to sign in. */
export function cameInPerson({ appId }: Pick<Actor, 'appId'>): boolean {
  return !isOfFoundation(appId);
}
